"""Servers that run while anybody needs them: the first user starts them, the last one stops them."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.embedded import locks
from config.embedded.faults import EmbeddedServerError
from config.embedded.place import Place, find_place
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey

READY_SECONDS = 60.0
LAUNCHES = 3


@dataclass(frozen=True)
class Urls:
    database: str
    broker: str


class Servers:
    """Both servers of one checkout. Held between `open` and `close`; safe beside other users."""

    def __init__(self, var: Path, *, throwaway: bool = False) -> None:
        self.place: Place = find_place(var)
        self.postgres = Postgres(self.place, throwaway=throwaway)
        self.valkey = Valkey(self.place, throwaway=throwaway)
        self._users: int | None = None

    @property
    def urls(self) -> Urls:
        return Urls(database=self.postgres.url, broker=self.valkey.url)

    def open(self) -> Urls:
        with self._turn():
            self._users = locks.open_lock(self.place.locks / "users")
            locks.share(self._users)
            self._start_missing()
        return self.urls

    def close(self) -> None:
        """Stop both, unless somebody else still uses them."""
        if self._users is None:
            return
        with self._turn():
            is_last = locks.try_exclusive(self._users)
            if is_last:
                self._stop()
            os.close(self._users)
            self._users = None

    def are_alive(self) -> bool:
        return self.postgres.process.is_alive() and self.valkey.process.is_alive()

    def mend(self) -> None:
        """Start again what has died."""
        with self._turn():
            self._start_missing()

    def stop(self) -> None:
        """Stop both, whoever uses them."""
        with self._turn():
            self._stop()

    def remove_data(self) -> None:
        for folder in (self.postgres.data, self.valkey.data):
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with locks.exclusive(self.place.locks / "turn"):
            yield

    def _start_missing(self) -> None:
        for server in (self.postgres, self.valkey):
            start(server)

    def _stop(self) -> None:
        for server in (self.valkey, self.postgres):
            server.stop()


def start(server: Postgres | Valkey) -> None:
    """Until it answers. A server just killed may need more than one launch."""
    until = time.monotonic() + READY_SECONDS
    launches = 0
    while not (server.process.is_alive() and server.answers()):
        if not server.process.is_alive():
            if launches == LAUNCHES:
                raise EmbeddedServerError(server.complaint())
            server.prepare()
            server.launch()
            launches += 1
        if time.monotonic() > until:
            raise EmbeddedServerError(server.complaint())
        time.sleep(0.02)
    if launches:
        server.finish()


@contextmanager
def servers(var: Path, *, throwaway: bool = False) -> Iterator[Urls]:
    held = Servers(var, throwaway=throwaway)
    try:
        yield held.open()
    finally:
        held.close()
