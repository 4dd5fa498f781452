"""The large market in a file of this machine, which all its processes map into their memory.

Its name holds which code wrote it and of which database: nothing else can be read back by mistake. It is this
installation's own work, like its compiled code, and as trusted.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import joblib
from django.conf import settings
from django.db import connection

from config.embedded.locks import exclusive


@contextmanager
def held() -> Iterator[None]:
    """One process reads the market while the others wait for its file."""
    with exclusive(place().with_suffix(".lock")):
        yield


_mapped: tuple[int, Any] | None = None


def load() -> Any | None:
    """What this process has mapped already, unless somebody wrote anew; None where nobody did."""
    global _mapped
    try:
        written_at = place().stat().st_mtime_ns
        if _mapped is None or _mapped[0] != written_at:
            _mapped = written_at, joblib.load(place(), mmap_mode="r")
    except FileNotFoundError:
        return None
    return _mapped[1]


def save(kept: object) -> None:
    """Others keep what they have mapped until they load anew. Of this database no other file stays: it holds texts."""
    unfinished = place().with_suffix(".new")
    joblib.dump(kept, unfinished)
    unfinished.chmod(0o600)
    unfinished.replace(place())
    for older in place().parent.glob(f"*-{name_of_database()}.*"):
        if older.stem != place().stem:
            older.unlink(missing_ok=True)


def place() -> Path:
    folder: Path = settings.MARKET_DIR
    return folder / f"{digest_of_code()}-{name_of_database()}.market"


@cache
def digest_of_code() -> str:
    engine = Path(__file__).parent
    sources = sorted(engine.rglob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]


@cache
def name_of_database() -> str:
    """The cluster's own number and the database's in it: a copy restored elsewhere has others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier || '-' || oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        return str(cursor.fetchone()[0])
