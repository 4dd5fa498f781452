"""Keys of the firms already here, and a team's events made append-only."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from companies.name_keys import joined_keys
from config.append_only import append_only


def fill_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    companies = apps.get_model("companies", "Company").objects
    rows = []
    for row in companies.only("name_native", "name_roman", "name_kana").iterator():
        row.name_key = joined_keys(row.name_native, row.name_roman, row.name_kana)
        rows.append(row)
    companies.bulk_update(rows, ["name_key"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("companies", "0007_joining")]

    operations = [
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        append_only("companies_teamevent"),
    ]
