"""What the database itself holds: append-only events, a Thai side that is Thai, and which facts that statistics count
have changed.

Which transaction last changed one is told by case and by firm, see matching/statistics/changes.py. Triggers tell it, so
that no way of changing a row can forget to. Case 0 stands for every case.
"""

from django.db import migrations

from config.append_only import append_only

APPEND_ONLY = (
    "matching_matchevent",
    "matching_sidedecision",
    "matching_weightsevent",
    "matching_settingevent",
)
CASE = (
    "corridor_id", "state", "thai_id", "japanese_id", "thai_answer", "japanese_answer", "reason_id",
    "proposed_at", "approved_at", "introduced_at", "connected_at", "ended_at",
)  # fmt: skip
FIRM = ("location_id", "employees")


def side_is_from(column: str) -> migrations.RunSQL:
    """`(<column>_id, <column>_country)` must be a company of that country."""
    name = f"match_{column}_is_{column}"
    return migrations.RunSQL(
        sql=f"ALTER TABLE matching_match ADD CONSTRAINT {name} "
        f"FOREIGN KEY ({column}_id, {column}_country) REFERENCES companies_company (id, country)",
        reverse_sql=f"ALTER TABLE matching_match DROP CONSTRAINT {name}",
    )


def changes_of(kind: str) -> migrations.RunSQL:
    """A table of `kind`, with the procedure that triggers call."""
    table = f"matching_{kind}change"
    return migrations.RunSQL(
        sql=[
            f"CREATE TABLE {table} (key bigint PRIMARY KEY, changed_by xid8 NOT NULL);",
            f"CREATE INDEX {table}_by ON {table} (changed_by);",
            f"""
            CREATE FUNCTION otagai_{kind}_changed(bigint) RETURNS void LANGUAGE sql AS $$
                INSERT INTO {table} VALUES ($1, pg_current_xact_id())
                ON CONFLICT (key) DO UPDATE SET changed_by = excluded.changed_by
                WHERE {table}.changed_by <> excluded.changed_by;
            $$;
            """,
        ],
        reverse_sql=[f"DROP FUNCTION otagai_{kind}_changed(bigint)", f"DROP TABLE {table}"],
    )


def told_by(table: str, kind: str, key: str, counted: tuple[str, ...] = ()) -> migrations.RunSQL:
    """Rows that come and go tell of `key`; changed ones do where one of the `counted` columns is another."""
    name, function = f"{table}_counted", f"otagai_{table}_counted"
    before, after = (", ".join(f"{row}.{column}" for column in counted or (key,)) for row in ("OLD", "NEW"))
    return migrations.RunSQL(
        sql=[
            f"""
            CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM otagai_{kind}_changed(NEW.{key}) WHERE NEW.{key} IS NOT NULL;
                PERFORM otagai_{kind}_changed(OLD.{key})
                    WHERE OLD.{key} IS NOT NULL AND OLD.{key} IS DISTINCT FROM NEW.{key};
                RETURN NULL;
            END $$;
            """,
            f"CREATE TRIGGER {name} AFTER INSERT OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}();",
            f"CREATE TRIGGER {name}_anew AFTER UPDATE ON {table} FOR EACH ROW "
            f"WHEN (ROW({before}) IS DISTINCT FROM ROW({after})) EXECUTE FUNCTION {function}();",
        ],
        reverse_sql=[
            f"DROP TRIGGER {name} ON {table}",
            f"DROP TRIGGER {name}_anew ON {table}",
            f"DROP FUNCTION {function}()",
        ],
    )


EMPTIED = migrations.RunSQL(
    sql=[
        """
        CREATE FUNCTION otagai_cases_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM otagai_case_changed(0);
            RETURN NULL;
        END $$;
        """,
        "CREATE TRIGGER matching_match_emptied AFTER TRUNCATE ON matching_match "
        "FOR EACH STATEMENT EXECUTE FUNCTION otagai_cases_emptied();",
    ],
    reverse_sql=[
        "DROP TRIGGER matching_match_emptied ON matching_match",
        "DROP FUNCTION otagai_cases_emptied()",
    ],
)


class Migration(migrations.Migration):
    # Of installations that were set up step by step.
    replaces = [
        ("matching", "0002_invariants"),
        ("matching", "0007_learning_invariants"),
        ("matching", "0019_changes_of_facts"),
    ]

    dependencies = [("matching", "0001_tables"), ("companies", "0002_triggers")]

    operations = [
        *(append_only(table) for table in APPEND_ONLY),
        side_is_from("thai"),
        side_is_from("japanese"),
        changes_of("case"),
        changes_of("firm"),
        told_by("matching_match", "case", "id", CASE),
        told_by("matching_matchlink", "case", "match_id", ("match_id", "need_id")),
        told_by("companies_company", "firm", "id", FIRM),
        told_by("companies_company_clusters", "firm", "company_id", ("company_id", "cluster_id")),
        EMPTIED,
    ]
