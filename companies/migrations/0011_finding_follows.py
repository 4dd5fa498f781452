"""Triggers that note which firms may be found otherwise than before, and the fields of the firms already here."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from companies.search.sounds import joined_sounds
from companies.search.tokens import tokens_of

FUNCTION = """
CREATE FUNCTION otagai_note_finding() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    firms bigint[];
BEGIN
    EXECUTE TG_ARGV[0] INTO firms;
    IF cardinality(firms) > 200 THEN
        INSERT INTO companies_findingchange (company) VALUES (NULL);
    ELSE
        INSERT INTO companies_findingchange (company) SELECT unnest(firms);
    END IF;
    RETURN NULL;
END $$;
"""
OWN = "SELECT array_agg(DISTINCT id) FROM changed"
BY_FIRM = "SELECT array_agg(DISTINCT company_id) FROM changed"
BY_STATEMENT = (
    "SELECT array_agg(DISTINCT s.company_id) FROM changed c JOIN companies_{side} s ON s.id = c.{side}_id"
)
EVERYONE = "SELECT ARRAY[NULL::bigint]"
WHOSE = {
    "companies_company": OWN,
    "companies_company_clusters": BY_FIRM,
    "companies_company_collaboration_types": BY_FIRM,
    "companies_certificate": BY_FIRM,
    "companies_companyevent": BY_FIRM,
    "companies_offer": BY_FIRM,
    "companies_need": BY_FIRM,
    "companies_offer_capabilities": BY_STATEMENT.format(side="offer"),
    "companies_need_capabilities": BY_STATEMENT.format(side="need"),
    "companies_capability": EVERYONE,
    "companies_location": EVERYONE,
    "companies_region": EVERYONE,
    "companies_band": EVERYONE,
    "companies_cluster": EVERYONE,
    "companies_certification": EVERYONE,
    "companies_collaborationtype": EVERYONE,
}
OLD_OR_NEW = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def followed(table: str, firms: str) -> migrations.RunSQL:
    made = [
        f"CREATE TRIGGER {table}_found_{event.lower()} AFTER {event} ON {table} "
        f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION otagai_note_finding('{firms}');"
        for event, rows in OLD_OR_NEW.items()
    ]
    return migrations.RunSQL(
        made, [f"DROP TRIGGER {table}_found_{event.lower()} ON {table}" for event in OLD_OR_NEW]
    )


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    companies, jobs = apps.get_model("companies", "Company").objects, apps.get_model("outbox", "Job").objects
    for row in companies.only("name_native", "name_roman", "name_kana", "search_text").iterator():
        sound = joined_sounds(row.name_native, row.name_roman, row.name_kana)
        tokens = " ".join("'" + token.replace("'", "''") + "'" for token in sorted(tokens_of(row.search_text)))
        companies.filter(pk=row.pk).update(name_sound=sound, search_tokens=tokens)
        jobs.create(kind="companies.read_meaning", payload={"companies": [row.pk]}, key=f"company:{row.pk}")


class Migration(migrations.Migration):
    dependencies = [("companies", "0010_finding"), ("outbox", "0001_initial")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION otagai_note_finding()"),
        *(followed(table, firms) for table, firms in WHOSE.items()),
    ]
