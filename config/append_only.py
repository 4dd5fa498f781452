"""Migration operations that make an event table append-only by trigger."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION otagai_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('otagai.allow_event_rewrite', true) = 'on' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def append_only(table: str) -> migrations.RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE of `table`, unless `otagai.allow_event_rewrite` is on."""
    return migrations.RunSQL(
        sql=[
            FUNCTION,
            f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION otagai_refuse_rewrite();",
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION otagai_refuse_rewrite();",
        ],
        reverse_sql=[f"DROP TRIGGER {table}_rows ON {table}", f"DROP TRIGGER {table}_whole ON {table}"],
    )
