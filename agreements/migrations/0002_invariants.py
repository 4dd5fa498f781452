"""What the database itself holds: append-only events."""

from django.db import migrations

from config.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [append_only("agreements_agreementevent")]
