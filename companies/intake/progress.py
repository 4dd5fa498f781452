"""How far work has come, told while its transaction is still open: on a connection of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from companies.models import ImportProgress


class Stopped(Exception):
    """An officer asked to stop; nothing of this work is kept."""


class Teller:
    """Writes figures beside the transaction, and reads there whether to go on."""

    def __init__(self, file_id: int, cursor) -> None:
        self.file_id, self.cursor = file_id, cursor

    def tell(self, done: int, total: int = 0) -> None:
        """Raises `Stopped` when somebody pressed stop."""
        self.cursor.execute(
            f"UPDATE {ImportProgress._meta.db_table} SET done = %s, total = GREATEST(total, %s) "
            "WHERE file_id = %s RETURNING stop_asked_at IS NOT NULL",
            [done, total, self.file_id],
        )
        row = self.cursor.fetchone()
        if row and row[0]:
            raise Stopped


@contextmanager
def telling(file_id: int) -> Iterator[Teller]:
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            yield Teller(file_id, cursor)
    finally:
        beside.close()


def begin(file_id: int, total: int) -> None:
    ImportProgress.objects.update_or_create(
        file_id=file_id, defaults={"done": 0, "total": total, "stop_asked_at": None}
    )
