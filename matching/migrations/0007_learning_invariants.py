"""Decisions and the moves of weights are append-only; what is live now has been so since it was made."""

from django.db import migrations

from config.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("matching", "0006_learning")]

    operations = [
        append_only("matching_sidedecision"),
        append_only("matching_weightsevent"),
        migrations.RunSQL(
            "UPDATE matching_weightsversion SET live_since = created_at WHERE is_live",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
