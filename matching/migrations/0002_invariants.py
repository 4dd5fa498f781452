"""What the database itself holds: append-only events, and a Thai side that is Thai."""

from django.db import migrations

from config.append_only import append_only


def side_is_from(column: str) -> migrations.RunSQL:
    """`(<column>_id, <column>_country)` must be a company of that country."""
    name = f"match_{column}_is_{column}"
    return migrations.RunSQL(
        sql=f"ALTER TABLE matching_match ADD CONSTRAINT {name} "
        f"FOREIGN KEY ({column}_id, {column}_country) REFERENCES companies_company (id, country)",
        reverse_sql=f"ALTER TABLE matching_match DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial"), ("companies", "0002_invariants")]

    operations = [
        append_only("matching_matchevent"),
        side_is_from("thai"),
        side_is_from("japanese"),
    ]
