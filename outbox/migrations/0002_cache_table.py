"""Django's database cache on an UNLOGGED table: fast to write, and empty after a crash."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_tables")]

    operations = [
        migrations.RunSQL(
            sql=[
                "CREATE UNLOGGED TABLE cache_entry (cache_key varchar(255) PRIMARY KEY, "
                "value text NOT NULL, expires timestamptz NOT NULL)",
                "CREATE INDEX cache_entry_expires ON cache_entry (expires)",
            ],
            reverse_sql="DROP TABLE cache_entry",
        )
    ]
