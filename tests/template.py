"""The database that every test database of a run is a copy of: the migrations are followed once, not once a worker."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, cursor

ROOT = Path(__file__).resolve().parent.parent
NAME, UNFINISHED = "otagai_migrated", "otagai_being_migrated"
LOCK = 20261126


def migrated(settings: dict[str, Any]) -> str:
    """Name of the template on the server of these database settings; made where there is none yet."""
    here = {"host": settings["HOST"], "port": settings["PORT"] or None}
    connection = psycopg2.connect(
        user=settings["USER"], password=settings["PASSWORD"], dbname=settings["NAME"], **here
    )
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    try:
        with connection.cursor() as asking:
            asking.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            if not exists(asking):
                make(asking, settings["NAME"])
    finally:
        connection.close()
    return NAME


def exists(asking: cursor) -> bool:
    asking.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
    return asking.fetchone() is not None


def make(asking: cursor, of: str) -> None:
    """What a killed run left half done is begun anew."""
    asking.execute(f"DROP DATABASE IF EXISTS {UNFINISHED}")
    asking.execute(f"CREATE DATABASE {UNFINISHED}")
    before, name, after = os.environ["DATABASE_URL"].rpartition(of)
    assert name, "the address of the servers does not name their database"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"{before}{UNFINISHED}{after}"},
        check=True,
    )
    asking.execute(f"ALTER DATABASE {UNFINISHED} RENAME TO {NAME}")
