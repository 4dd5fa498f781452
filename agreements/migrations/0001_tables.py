import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    # Of installations that were set up step by step.
    replaces = [
        ("agreements", "0001_initial"),
        ("agreements", "0003_signature_day"),
    ]

    dependencies = [
        ('accounts', '__first__'),
        ('companies', '0001_tables'),
        ('matching', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgreementType',
            fields=[
                ('name_th', models.CharField(max_length=200)),
                ('name_ja', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('out_for_signature', 'Out for signature'), ('signed', 'Signed'), ('terminated', 'Ended early'), ('cancelled', 'Cancelled')], default='draft', max_length=20)),
                ('title_th', models.CharField(max_length=300, verbose_name='title in Thai')),
                ('title_ja', models.CharField(max_length=300, verbose_name='title in Japanese')),
                ('title_en', models.CharField(max_length=300, verbose_name='title in English')),
                ('scope_th', models.TextField(blank=True, verbose_name='scope in Thai')),
                ('scope_ja', models.TextField(blank=True, verbose_name='scope in Japanese')),
                ('scope_en', models.TextField(blank=True, verbose_name='scope in English')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place of signing')),
                ('facilitator', models.CharField(blank=True, max_length=200, verbose_name='brought about by')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='signed on')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('is_public', models.BooleanField(default=True, verbose_name='shown in the public register')),
                ('is_demonstration', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('match', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='matching.match')),
                ('renews', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='agreements.agreement')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='agreements.agreementtype', verbose_name='type')),
            ],
            options={
                'ordering': ['-signed_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='AgreementEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=40)),
                ('from_state', models.CharField(blank=True, max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('facts', models.JSONField(default=dict, help_text='Keys, codes, dates and document hashes.')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='agreements.agreement')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('signed_copy', 'Signed copy'), ('annex', 'Annex')], default='signed_copy', max_length=12)),
                ('file', models.FileField(upload_to='agreements/%Y/%m')),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='agreements.agreement')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='GovernmentMou',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thai_party_en', models.CharField(max_length=200)),
                ('thai_party_th', models.CharField(blank=True, max_length=200)),
                ('thai_party_ja', models.CharField(blank=True, max_length=200)),
                ('japan_party_en', models.CharField(max_length=200)),
                ('japan_party_th', models.CharField(blank=True, max_length=200)),
                ('japan_party_ja', models.CharField(blank=True, max_length=200)),
                ('signed', models.CharField(blank=True, help_text='A date, month, year or interval, as the source has it.', max_length=40)),
                ('signed_from', models.DateField(blank=True, help_text='Earliest day it can mean, for sorting.', null=True)),
                ('ordinal_claim', models.CharField(blank=True, max_length=10)),
                ('fields_en', models.TextField(blank=True)),
                ('fields_th', models.TextField(blank=True)),
                ('fields_ja', models.TextField(blank=True)),
                ('source', models.TextField(verbose_name='source')),
                ('confidence', models.CharField(choices=[('high', 'High'), ('medium', 'Medium')], max_length=10)),
                ('corridors', models.ManyToManyField(blank=True, related_name='mous', to='matching.corridor')),
                ('prefecture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.location')),
            ],
            options={
                'ordering': ['-signed_from', 'id'],
            },
        ),
        migrations.AddField(
            model_name='agreement',
            name='under_mou',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='agreements.governmentmou', verbose_name='under the government MOU'),
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='agreements.agreement')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_parties', to='companies.company')),
            ],
            options={
                'verbose_name_plural': 'parties',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'company'), name='party_once')],
            },
        ),
        migrations.CreateModel(
            name='Signatory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_roman', models.CharField(blank=True, max_length=120, verbose_name='name in Latin letters')),
                ('position', models.CharField(blank=True, max_length=120, verbose_name='position')),
                ('signed_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='signed on')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signatory', to='agreements.party')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'signatories',
            },
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'signed'), _negated=True), ('signed_on__isnull', False), _connector='OR'), name='signed_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_from__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='validity_runs_forward'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'out_for_signature'])), fields=('match',), name='one_open_draft_a_match'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='agreement_external_id'),
        ),
    ]
