"""Directory and search on the clock: 35,000 firms, 150,000 statements, requests that arrive evenly.

`python bench/search.py` builds a throw-away database with servers of its own, starts the product's own web
command on it, and prints the seconds of each page beside an empty page of the same run. Arrivals are open: a slow
answer does not slow the next request down, and waiting counts.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

QUERIES = (
    "めっき", "研削", "心なし研削", "SUS304", "ชุบนิกเกิล", "โรงชุบในนากาโน", "wire harness", "powder caoting",
    "アユタヤ", "M6", "บริษัทที่สอนลดเวลาตั้งเครื่อง", "spring", "諏訪", "CNC turning Thailand", "金型",
)  # fmt: skip
DIRECTORY = (
    "",
    "?country=JP",
    "?cluster=MC&country=TH",
    "?capability=machining&page=7",
    "?sort=newest&language=ja",
)
EMPTY = "/healthz"


def pages() -> list[tuple[str, str]]:
    """(what, path), directory and search in turn, the three languages in turn, an empty page after every two."""
    found = []
    for number in range(len(QUERIES) * len(DIRECTORY)):
        language = ("th", "ja", "en")[number % 3]
        listed = DIRECTORY[number % len(DIRECTORY)]
        found.append(("directory", f"/{language}/companies/{listed}"))
        asked = f"{QUERIES[number % len(QUERIES)]}"
        found.append(("search", f"/{language}/companies/?q={quote(asked)}"))
        found.append(("empty page", EMPTY))
    return found


@contextmanager
def throwaway() -> Iterator[dict[str, str]]:
    """Environment of servers that live as long as the block."""
    from config.embedded.running import Servers

    with tempfile.TemporaryDirectory() as folder:
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
            servers.stop()
            servers.close()


@contextmanager
def served(environment: dict[str, str], bind: str) -> Iterator[str]:
    from config.processes import web_command

    command = [sys.executable, "-m", *web_command(bind)]
    web = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://{bind}{EMPTY}")
        yield f"http://{bind}"
    finally:
        web.terminate()
        web.wait()


def wait_for(address: str) -> None:
    for _attempt in range(600):
        try:
            urllib.request.urlopen(address, timeout=5).read()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer")


def asked_evenly(site: str, rate: float, seconds: float) -> dict[str, list[float]]:
    """What -> seconds from the moment a request was due to its last byte."""
    taken: dict[str, list[float]] = defaultdict(list)
    queue, started, threads = pages(), time.monotonic() + 0.5, []

    def ask(due: float, what: str, path: str) -> None:
        time.sleep(max(due - time.monotonic(), 0))
        urllib.request.urlopen(site + path, timeout=60).read()
        taken[what].append(time.monotonic() - due)

    for number in range(int(rate * seconds)):
        what, path = queue[number % len(queue)]
        threads.append(threading.Thread(target=ask, args=(started + number / rate, what, path)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if sum(map(len, taken.values())) != len(threads):
        raise RuntimeError("some requests were not answered")
    return taken


def quantile(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=35_000)
    parser.add_argument("--statements", type=int, default=150_000)
    parser.add_argument("--rate", type=float, default=15.0, help="requests a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--bind", default="127.0.0.1:8229")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with throwaway() as environment:
        built = time.monotonic()
        make = [sys.executable, "-m", "bench.search_market", str(given.firms), str(given.statements)]
        subprocess.run(make, cwd=ROOT, env=environment, check=True)
        print(f"built in {time.monotonic() - built:.0f} s", file=sys.stderr)
        with served(environment, given.bind) as site:
            asked_evenly(site, 4.0, 20.0)
            figures = report(asked_evenly(site, given.rate, given.seconds))
    print(json.dumps(figures, indent=1) if given.json else as_table(figures))


def report(taken: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    return {
        what: {
            "requests": len(seconds),
            "p50 ms": 1000 * quantile(seconds, 0.5),
            "p95 ms": 1000 * quantile(seconds, 0.95),
        }
        for what, seconds in sorted(taken.items())
    }


def as_table(figures: dict[str, dict[str, float]]) -> str:
    lines = [f"{'':12}{'requests':>10}{'p50 ms':>10}{'p95 ms':>10}"]
    lines += [
        f"{what:12}" + "".join(f"{value:10.0f}" for value in row.values()) for what, row in figures.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
