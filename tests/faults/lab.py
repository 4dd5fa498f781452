"""Servers, a worker and a relay of their own, which a test may kill, freeze and restart."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from config.embedded.postgres import DATABASE
from config.embedded.running import Servers
from tests.faults.effects import KIND, LET_GO

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = {
    "worker": ["-m", "celery", "-A", "config", "worker", "-c", "2", "--loglevel", "INFO"],
    "relay": ["manage.py", "relay"],
}
ITEMS = 150
FIRST, LATER = range(50), range(50, ITEMS)
# One for each process of the worker: while they are held, the rest of the first half waits at the broker.
HELD_ITEMS = (20, 21)
# Longer than a claim's grace or the wait for a second sending: what has not moved by then never will.
STILL_SECONDS = 5.5
PATIENCE = 120.0


@dataclass(frozen=True)
class Outcome:
    lost: int
    doubled: int


def wait_for(condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.05)


class Lab:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.servers = Servers(folder, throwaway=True)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.without = ""
        self.held = folder
        self.trials = 0

    def open(self) -> None:
        self.servers.open()
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=self.environment(), check=True
        )
        self.execute("CREATE TABLE effect (item integer NOT NULL)")
        for name in COMMANDS:
            self.start(name)

    def close(self) -> None:
        for name in list(self.running):
            self.kill(name)
        self.servers.stop()
        self.servers.close()
        self.servers.remove_data()

    def environment(self) -> dict[str, str]:
        urls = self.servers.urls
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": urls.database,
            "REDIS_URL": urls.broker,
            "WITHOUT": self.without,
        }

    def start(self, name: str, *options: str) -> None:
        """`options` come after the usual ones and outdo them."""
        with self.log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, *COMMANDS[name], *options],
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """The whole process group at once, as a machine that loses its power."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def python(self, *arguments: str, seconds: float) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=seconds,
        )

    def execute(self, statement: str, values: Iterable[object] = ()) -> list[tuple]:
        sockets = str(self.servers.place.sockets)
        with closing(psycopg2.connect(host=sockets, dbname=DATABASE, user="postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, list(values))
                return cursor.fetchall() if cursor.description else []

    def begin(self, without: str = "") -> None:
        """Empty tables and broker, and a relay with or without the guard."""
        if without != self.without:
            self.kill("relay")
            self.without = without
            self.start("relay")
        self.execute("DELETE FROM outbox_job")
        self.execute("DELETE FROM effect")
        self.flush_broker()
        self.trials += 1
        self.held = self.folder / f"trial-{self.trials}"
        self.held.mkdir()

    def ask(self, items: range, *, together: bool = True) -> None:
        jobs = [{"item": item, "together": together} for item in items]
        for job in jobs:
            if job["item"] in HELD_ITEMS:
                job["held"] = str(self.sign(job["item"]))
        self.execute(
            "INSERT INTO outbox_job (kind, key, payload, state, priority, not_before, starts, last_error,"
            " created_at) SELECT %s, '', job, 'waiting', 0, now(), 0, '', now()"
            " FROM jsonb_array_elements(%s::jsonb) AS job",
            [KIND, json.dumps(jobs)],
        )

    def sign(self, item: int) -> Path:
        return self.held / f"item-{item}"

    def wait_until_held(self) -> None:
        wait_for(
            lambda: all(self.sign(item).exists() for item in HELD_ITEMS),
            "both processes hold an effect that is written and not committed",
        )

    def let_go(self) -> None:
        (self.held / LET_GO).touch()

    def unfinished(self) -> int:
        return self.execute("SELECT count(*) FROM outbox_job WHERE kind = %s AND state <> 'done'", [KIND])[0][
            0
        ]

    def wait_until_done(self) -> None:
        wait_for(lambda: not self.unfinished(), "all jobs done")

    def wait_until_still(self) -> None:
        """Done, or without any movement for longer than every guard takes."""
        last, since = self.unfinished(), time.monotonic()
        while last and time.monotonic() - since < STILL_SECONDS:
            time.sleep(0.1)
            if (now := self.unfinished()) != last:
                last, since = now, time.monotonic()

    def outcome(self) -> Outcome:
        effects = Counter(item for (item,) in self.execute("SELECT item FROM effect"))
        return Outcome(
            lost=sum(effects[item] == 0 for item in range(ITEMS)),
            doubled=sum(effects[item] > 1 for item in range(ITEMS)),
        )

    def flush_broker(self) -> None:
        with socket.socket(socket.AF_UNIX) as broker:
            broker.connect(str(self.servers.valkey.socket))
            broker.sendall(b"FLUSHALL\r\n")
            assert broker.recv(5) == b"+OK\r\n"

    def signal_broker(self, sent: signal.Signals) -> None:
        pid = self.servers.valkey.process.pid()
        assert pid is not None
        os.kill(pid, sent)
