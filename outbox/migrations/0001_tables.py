import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    # Of installations that were set up step by step.
    replaces = [
        ("outbox", "0001_initial"),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('sender', models.CharField(max_length=254)),
                ('recipients', models.JSONField()),
                ('subject', models.CharField(max_length=300)),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=80)),
                ('key', models.CharField(blank=True, help_text='Equal waiting jobs are one job.', max_length=120)),
                ('payload', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('claimed', 'Running'), ('done', 'Done'), ('dead', 'Given up')], default='waiting', max_length=10)),
                ('priority', models.SmallIntegerField(default=0, help_text='Higher goes first.')),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                ('starts', models.PositiveSmallIntegerField(default=0)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('handed_over_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['not_before', 'id'], name='job_ready'), models.Index(condition=models.Q(('state', 'claimed')), fields=['claimed_at'], name='job_claimed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting'), models.Q(('key', ''), _negated=True)), fields=('kind', 'key'), name='job_waits_once')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('due_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'due_at'), name='slot_once')],
            },
        ),
    ]
