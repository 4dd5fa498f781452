"""A large market in a file of this machine, which all its processes map into their memory.

A pickle, then the buffers of its arrays (PEP 574), each at a multiple of ALIGNED bytes. Its name holds which code wrote
it and of which database: nothing else can be read back by mistake. It is this installation's own work, like its
compiled code, and as trusted.
"""

import gc
import hashlib
import io
import mmap
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from config.embedded.locks import exclusive

ALIGNED = 64


@contextmanager
def held(path: Path) -> Iterator[None]:
    """One process reads the market while the others wait for its file."""
    with exclusive(lock_of(path)):
        yield


def lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


_mapped: tuple[int, Any] | None = None


def load() -> Any | None:
    """What this process has mapped already, unless somebody wrote anew; None where nobody did."""
    global _mapped
    try:
        written_at = place().stat().st_mtime_ns
        if _mapped is None or _mapped[0] != written_at:
            _mapped = written_at, mapped(place())
    except FileNotFoundError:
        return None
    return _mapped[1]


def save(kept: object) -> None:
    """Others keep what they have mapped until they load anew. Of this database no other file stays: it holds texts."""
    put(kept, place())
    for older in place().parent.glob(f"*-{name_of_database()}.*"):
        if older.stem != place().stem:
            older.unlink(missing_ok=True)


def put(kept: object, path: Path) -> None:
    """There as a whole or not at all."""
    unfinished = path.with_suffix(".new")
    unfinished.touch(mode=0o600)
    with unfinished.open("wb") as file:
        write(kept, file)
    unfinished.replace(path)


def write(kept: object, file: io.BufferedWriter) -> None:
    """First the length of the pickle and of each buffer, then these, each from an aligned place on."""
    buffers: list[pickle.PickleBuffer] = []
    objects = pickle.dumps(kept, protocol=5, buffer_callback=buffers.append)
    parts = [memoryview(objects), *(buffer.raw() for buffer in buffers)]
    pickle.dump([part.nbytes for part in parts], file)
    for part in parts:
        file.seek(aligned(file.tell()))
        file.write(part)


def mapped(path: Path) -> Any:
    """Its arrays are read from the file when they are used, and cannot be written to."""
    with path.open("rb") as file:
        lengths, start = pickle.load(file), file.tell()
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    parts = []
    for length in lengths:
        start = aligned(start)
        parts.append(whole[start : start + length])
        start += length
    with all_at_once():
        return pickle.loads(parts[0], buffers=parts[1:])


@contextmanager
def all_at_once() -> Iterator[None]:
    """A million objects that stay: the collector of cycles need not look through them, now or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def aligned(place: int) -> int:
    return -(-place // ALIGNED) * ALIGNED


def place(of: str = "") -> Path:
    """Of the standing market, or of what `of` names besides."""
    folder: Path = settings.MARKET_DIR
    return folder / f"{digest_of_code()}-{name_of_database()}{of}.market"


@cache
def digest_of_code() -> str:
    """And of the words and means that the engine comes with."""
    here = Path(__file__).parent
    sources = sorted(path for path in here.rglob("*") if path.suffix in (".py", ".csv", ".npz"))
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
