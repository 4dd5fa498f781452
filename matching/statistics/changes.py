"""Which cases and firms were changed since a moment, right also for changes that are committed out of their order.

A moment is a PostgreSQL snapshot: what was committed in it is known by it, whatever the numbers of the transactions.
The rows are written by triggers; see migration 0019.
"""

from dataclasses import dataclass

from django.db import connection

EVERY_CASE = 0
# Numbers above the snapshot's are of another server, from which the database was restored.
SINCE = """
SELECT coalesce(array_agg(key), '{{}}') FROM matching_{kind}change
WHERE changed_by >= pg_snapshot_xmin(%(moment)s::pg_snapshot)
AND NOT pg_visible_in_snapshot(changed_by, %(moment)s::pg_snapshot)
AND (changed_by < pg_snapshot_xmax(pg_current_snapshot()) OR changed_by = pg_current_xact_id_if_assigned())
"""
CHANGED = f"""
SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NULL,
({SINCE.format(kind="case")}), ({SINCE.format(kind="firm")})
"""


@dataclass(frozen=True)
class Changes:
    """`moment` they were read at; `are_final` unless this transaction has written, which may yet be undone."""

    moment: str
    are_final: bool
    cases: frozenset[int]
    firms: frozenset[int]


def changes_since(moment: str) -> Changes:
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"moment": moment})
        now, are_final, cases, firms = cursor.fetchone()
    return Changes(now, are_final, frozenset(cases), frozenset(firms))


def changes_from_the_beginning() -> Changes:
    """Every case, at the present moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NULL")
        moment, are_final = cursor.fetchone()
    return Changes(moment, are_final, frozenset({EVERY_CASE}), frozenset())
