"""What the database itself holds: append-only events."""

from django.db import migrations

from config.append_only import append_only


class Migration(migrations.Migration):
    # Of installations that were set up step by step.
    replaces = [
        ("agreements", "0002_invariants"),
    ]

    dependencies = [("agreements", "0001_tables")]

    operations = [append_only("agreements_agreementevent")]
