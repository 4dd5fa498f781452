import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    # Of installations that were set up step by step.
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_api_access"),
        ("accounts", "0003_settings"),
        ("accounts", "0004_searches_by_mail"),
        ("accounts", "0005_mail_text"),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('name_roman', models.CharField(blank=True, max_length=120, verbose_name='name in Latin letters')),
                ('language', models.CharField(choices=[('th', 'Thai'), ('ja', 'Japanese'), ('en', 'English')], default='en', max_length=2)),
                ('time_zone', models.CharField(choices=[('Asia/Bangkok', 'Bangkok time'), ('Asia/Tokyo', 'Japan time')], default='Asia/Bangkok', max_length=40)),
                ('is_system', models.BooleanField(default=False, help_text='Keeps reference data and sees dead jobs.')),
                ('is_auditor', models.BooleanField(default=False, help_text='Reads everything, changes nothing.')),
                ('is_active', models.BooleanField(default=True)),
                ('is_demonstration', models.BooleanField(default=False)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sessions_ended', models.PositiveIntegerField(default=0, help_text='Raised to end every session of this person at once.')),
                ('erasure_due_at', models.DateTimeField(blank=True, help_text='When the account is emptied, unless the person signs in before.', null=True)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'ordering': ['email'],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('start', models.CharField(help_text='First characters, to recognise it.', max_length=12)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('read', 'Read'), ('write', 'Read and change')], max_length=10), size=None)),
                ('capacity', models.CharField(blank=True, help_text='membership:ID or appointment:ID', max_length=40)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('terms', 'Terms of use'), ('cross_border', 'Sharing with the other country')], max_length=20)),
                ('text_version', models.CharField(max_length=20)),
                ('language', models.CharField(choices=[('th', 'Thai'), ('ja', 'Japanese'), ('en', 'English')], max_length=2)),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-given_at'],
            },
        ),
        migrations.CreateModel(
            name='MailText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template', models.CharField(max_length=80)),
                ('language', models.CharField(choices=[('th', 'Thai'), ('ja', 'Japanese'), ('en', 'English')], max_length=2)),
                ('subject', models.CharField(blank=True, max_length=150)),
                ('intro', models.TextField(blank=True, max_length=2000)),
            ],
            options={
                'ordering': ['template', 'language'],
                'constraints': [models.UniqueConstraint(fields=('template', 'language'), name='mail_text_once')],
            },
        ),
        migrations.CreateModel(
            name='IdempotentRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100)),
                ('fingerprint', models.CharField(help_text='Digest of path and body.', max_length=64)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('body', models.JSONField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='idempotency_key_once')],
            },
        ),
        migrations.CreateModel(
            name='MailChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('introductions', 'Introductions and how they end'), ('messages', 'Messages from partners'), ('steps', 'Next steps, and cases handed to me'), ('agreements', 'Agreements in the register'), ('searches', 'Saved searches'), ('desk', 'Questions, answers and reports'), ('account', 'My account')], max_length=20)),
                ('timing', models.CharField(choices=[('at_once', 'By mail at once'), ('daily', 'Once a day in one mail'), ('none', 'No mail, only here')], max_length=10)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mail_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='mail_choice_once')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template', models.CharField(help_text='Template without its ending .txt', max_length=120)),
                ('context', models.JSONField(default=dict)),
                ('path', models.CharField(help_text='Where it leads, without the language prefix.', max_length=300)),
                ('kind', models.CharField(choices=[('introductions', 'Introductions and how they end'), ('messages', 'Messages from partners'), ('steps', 'Next steps, and cases handed to me'), ('agreements', 'Agreements in the register'), ('searches', 'Saved searches'), ('desk', 'Questions, answers and reports'), ('account', 'My account')], default='introductions', max_length=20)),
                ('waits_for_digest', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['user', '-id'], name='notice_inbox'), models.Index(condition=models.Q(('waits_for_digest', True)), fields=['user'], name='notice_digest')],
            },
        ),
        migrations.CreateModel(
            name='PersonalCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(help_text="Random, below the copies' folder.", max_length=80, unique=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ready_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('size', models.PositiveBigIntegerField(default=0, help_text='Bytes.')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ready_at__isnull', True)), fields=('user',), name='one_copy_in_the_making')],
            },
        ),
    ]
