"""What the database itself holds: append-only events, versions of capabilities, and which firms may be found otherwise
than before."""

from django.db import migrations

from config.append_only import append_only

APPEND_ONLY = (
    "companies_companyevent",
    "companies_needevent",
    "companies_capabilityevent",
    "companies_reportevent",
    "companies_teamevent",
    "companies_showcaseevent",
    "companies_mergechange",
)
# Whoever writes a node, by whatever way, its version grows: readings of the tree are kept by it.
COUNT_EDITS = """
CREATE FUNCTION otagai_count_capability_edits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER companies_capability_edits BEFORE UPDATE ON companies_capability
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION otagai_count_capability_edits();
"""
COUNT_NO_MORE = """
DROP TRIGGER companies_capability_edits ON companies_capability;
DROP FUNCTION otagai_count_capability_edits();
"""
NOTE_FINDING = """
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


class Migration(migrations.Migration):
    # Of installations that were set up step by step.
    replaces = [
        ("companies", "0002_invariants"),
        ("companies", "0011_finding_follows"),
    ]

    dependencies = [("companies", "0001_tables")]

    operations = [
        *(append_only(table) for table in APPEND_ONLY),
        migrations.RunSQL(COUNT_EDITS, COUNT_NO_MORE),
        migrations.RunSQL(NOTE_FINDING, "DROP FUNCTION otagai_note_finding()"),
        *(followed(table, firms) for table, firms in WHOSE.items()),
    ]
