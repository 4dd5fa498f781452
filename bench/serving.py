"""The product's own web command on the clock: servers for a bench, requests that arrive evenly, processor time.

Arrivals are open: a slow answer does not slow the next request down, and waiting counts. On a machine that others use
too, the seconds say little by themselves: read them beside the empty page of the same run, and beside the processor
time that each page takes of the web and of PostgreSQL.
"""

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
EMPTY = "/healthz"
TICKS = os.sysconf("SC_CLK_TCK")
EMPTY_PAGE = "empty page"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Asked:
    """One request: `body` makes it a form that is posted; `to` are the statuses that count as answered."""

    what: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    to: tuple[int, ...] = (200,)


@contextmanager
def database(kept: Path | None = None) -> Iterator[dict[str, str]]:
    """Environment of servers that live as long as the block; with `kept`, their data stays for the next time."""
    from config.embedded.running import Servers

    with nullcontext(str(kept)) if kept else tempfile.TemporaryDirectory() as folder:
        servers = Servers(Path(folder), throwaway=True)
        urls = servers.open()
        try:
            yield os.environ | {
                "OPENBLAS_NUM_THREADS": "1",
                "OMP_NUM_THREADS": "1",
                "DATABASE_URL": urls.database,
                "REDIS_URL": urls.broker,
                "DJANGO_SETTINGS_MODULE": "config.settings",
            }
        finally:
            servers.close()
            if kept is None:
                servers.remove_data()


@contextmanager
def web(environment: dict[str, str], bind: str) -> Iterator["Web"]:
    from config.processes import web_command

    command = [sys.executable, "-m", *web_command(bind)]
    running = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    site = Web(bind, running.pid, environment["DATABASE_URL"])
    try:
        site.wait()
        yield site
    finally:
        running.terminate()
        running.wait()


class Web:
    def __init__(self, bind: str, pid: int, database_url: str) -> None:
        self.bind, self.pid = bind, pid
        self.sockets = Path(urlsplit(database_url).path).parent

    def wait(self) -> None:
        for _attempt in range(600):
            try:
                self.ask(Asked("", EMPTY))
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{self.bind} does not answer")

    def ask(self, asked: Asked) -> http.client.HTTPResponse:
        """The answer, read to its end; another status than expected is an error that names the page."""
        connection = http.client.HTTPConnection(self.bind, timeout=60)
        headers = ({"Content-Type": FORM} if asked.body is not None else {}) | asked.headers
        try:
            connection.request("GET" if asked.body is None else "POST", asked.path, asked.body, headers)
            answer = connection.getresponse()
            said = answer.read()
        finally:
            connection.close()
        if answer.status not in asked.to:
            raise RuntimeError(f"{asked.path} answered {answer.status}: {said[:500].decode()}")
        return answer

    def evenly(self, queue: Sequence[Asked], rate: float, seconds: float) -> dict[str, list[float]]:
        """What -> seconds from the moment a request was due to its last byte; the queue begins anew at its end."""
        taken: dict[str, list[float]] = defaultdict(list)
        started, faults = time.monotonic() + 0.5, []

        def ask(due: float, asked: Asked) -> None:
            time.sleep(max(due - time.monotonic(), 0))
            try:
                self.ask(asked)
            except (OSError, RuntimeError) as fault:
                faults.append(fault)
            taken[asked.what].append(time.monotonic() - due)

        threads = [
            threading.Thread(target=ask, args=(started + number / rate, queue[number % len(queue)]))
            for number in range(int(rate * seconds))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults:
            raise RuntimeError(f"{len(faults)} requests failed, the first: {faults[0]}")
        return taken

    def processor(self, queue: Sequence[Asked], rounds: int = 1) -> dict[str, tuple[float, float]]:
        """What -> processor milliseconds of web and of PostgreSQL for a request, one at a time."""
        pages: dict[str, list[Asked]] = defaultdict(list)
        for asked in queue:
            pages[asked.what].append(asked)
        spent = {}
        for what, asked_of_page in pages.items():
            before = self.seconds()
            for _round in range(rounds):
                for asked in asked_of_page:
                    self.ask(asked)
            number = rounds * len(asked_of_page)
            web_ms, database_ms = (
                1000 * (after - then) / number for after, then in zip(self.seconds(), before, strict=True)
            )
            spent[what] = (web_ms, database_ms)
        return spent

    def seconds(self) -> tuple[float, float]:
        """Processor seconds so far of the web command and of PostgreSQL, each with all it started."""
        lock = self.sockets / ".s.PGSQL.5432.lock"
        postgres = int(lock.read_text().split()[0])
        return tree_seconds(self.pid), tree_seconds(postgres)


def tree_seconds(root: int) -> float:
    """User and system time of a process and its descendants, those that ended included."""
    parents, spent = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(stat.parent.name)
        parents[pid] = int(fields[1])
        spent[pid] = sum(map(int, fields[11:15])) / TICKS
    return sum(seconds for pid, seconds in spent.items() if root in line_of(pid, parents))


def line_of(pid: int, parents: dict[int, int]) -> set[int]:
    line = set()
    while pid and pid not in line:
        line.add(pid)
        pid = parents.get(pid, 0)
    return line


def quantile(seconds: Sequence[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def figures_of(
    taken: dict[str, list[float]], processor: dict[str, tuple[float, float]]
) -> dict[str, dict[str, float]]:
    """By page: number of requests, milliseconds at half and 95 %, processor milliseconds of web and database."""
    return {
        what: {
            "requests": len(seconds),
            "p50 ms": round(1000 * quantile(seconds, 0.5), 1),
            "p95 ms": round(1000 * quantile(seconds, 0.95), 1),
            "web ms": round(processor[what][0], 1),
            "database ms": round(processor[what][1], 1),
        }
        for what, seconds in sorted(taken.items(), key=lambda pair: (pair[0] == EMPTY_PAGE, pair[0]))
    }


def as_table(figures: dict[str, dict[str, float]]) -> str:
    """Markdown, as the documents hold it."""
    heads = ["page", *next(iter(figures.values()))]
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    lines += [
        f"| {what} | " + " | ".join(f"{value:.0f}" for value in row.values()) + " |"
        for what, row in figures.items()
    ]
    return "\n".join(lines)
