"""The desk's pages on the clock: 35,000 firms, 20,000 matches, requests of six officers that arrive evenly.

`python bench/desk.py` builds the market of bench/search.py with a desk's years in it (bench/desk_market.py), starts the
product's own web command, and prints the milliseconds of each page beside an empty page of the same run, and the
processor time that a request takes. `--keep FOLDER` leaves the database there and takes what it finds there.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import serving  # noqa: E402
from bench.search import QUERIES, arguments, build  # noqa: E402
from bench.serving import EMPTY, EMPTY_PAGE, Asked  # noqa: E402

TOKEN = "a" * 32
QUEUES = (
    "",
    "?cluster=MC",
    "?chance=60&order=waiting",
    "?whose=free&age=7",
    "?firm=no&page=5",
    "?conflict=no",
)
PERIODS = ("", "?period=thai-2026", "?period=japanese-2025")
EVER = "?period=days&from=2021-01-01&to=2026-12-31"
FIGURES = ("?step=introduced", "?state=declined", "?step=connected&period=thai-2026")
LISTS = (
    "desk/questions/",
    "desk/reports/",
    "desk/imports/",
    "desk/merges/",
    "desk/conflicts/",
    "desk/settings/changes/",
    "needs/",
    "needs/?order=closing&page=9",
)
API = (
    "/api/v1/matches/",
    "/api/v1/matches/?order=waiting&chance=40",
    "/api/v1/runs/",
    "/api/v1/companies/?country=JP",
)
DECISIONS = ("claim", "approve", "park", "reject")
# A page, or nothing where the page is still right.
ANSWERED = (200, 204)


class Hour:
    """What officers ask for, every page in turn; a case is decided once while there are undecided ones."""

    def __init__(self, stock: dict[str, Any]) -> None:
        self.stock, self.officers = stock, cycle(stock["cookies"])
        self.languages, self.number = cycle(("th", "ja", "en")), 0
        # Read from the top of the queue, decided from its end.
        self.read = cycle([*stock["waiting"][: len(stock["waiting"]) // 2], *stock["past"]])
        self.undecided = cycle(stock["waiting"][::-1])

    def asked(self, what: str, path: str, **more: Any) -> Asked:
        address = path if path.startswith("/") else f"/{next(self.languages)}/{path}"
        return Asked(what, address, {"Cookie": next(self.officers)}, **more)

    def decided(self) -> Asked:
        """By htmx, as the page does it: the answer is the next case."""
        move, pk = DECISIONS[self.number % len(DECISIONS)], next(self.undecided)
        body = {"reason": "weak_match", "note": ""}
        if move == "park":
            body = {"until": "2031-03-03", "reason": "หลังงานแสดงสินค้า"}
        asked = self.asked(f"decide: {move}", f"desk/review/{pk}/{move}/", body=urlencode(body), to=ANSWERED)
        asked.headers.update({"X-CSRFToken": TOKEN, "HX-Request": "true"})
        asked.headers["Cookie"] += f"; csrftoken={TOKEN}"
        return asked

    def round(self) -> Iterator[Asked]:
        number = self.number
        yield self.asked("today", "today/")
        yield self.asked("review queue", f"desk/review/{QUEUES[number % len(QUEUES)]}")
        yield self.asked("one case", f"desk/review/{next(self.read)}/{QUEUES[number % 3]}")
        yield self.decided()
        yield Asked(EMPTY_PAGE, EMPTY)
        yield self.asked("state of a case", f"desk/review/{next(self.read)}/state/?seen=0", to=ANSWERED)
        yield self.asked("companies to verify", f"desk/companies/{('', '?page=2')[number % 2]}")
        yield self.asked("runs", "desk/runs/")
        yield self.asked("one run", f"desk/runs/{self.stock['runs'][number % len(self.stock['runs'])]}/")
        yield self.asked("statistics of a year", f"desk/statistics/{PERIODS[number % len(PERIODS)]}")
        if number % 6 == 0:
            yield self.asked("statistics of all years", f"desk/statistics/{EVER}")
        yield self.asked("lists", LISTS[number % len(LISTS)])
        yield self.asked("cases behind a figure", f"desk/statistics/cases/{FIGURES[number % len(FIGURES)]}")
        yield self.asked("search", f"companies/?q={quote(QUERIES[number % len(QUERIES)])}")
        yield self.asked("API", API[number % len(API)])
        self.number += 1

    def rounds(self, number: int) -> list[Asked]:
        return [asked for _ in range(number) for asked in self.round()]


def stock(environment: dict[str, str]) -> dict[str, Any]:
    make = [sys.executable, "-m", "bench.desk_market"]
    done = subprocess.run(make, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def build_desk(environment: dict[str, str], kept: Path | None, matches: int) -> None:
    """On top of the market, unless it is there already."""
    built = kept / "desk" if kept else None
    if built and built.exists():
        return
    make = [sys.executable, "-m", "bench.desk_market", str(matches)]
    subprocess.run(make, cwd=ROOT, env=environment, check=True)
    if built:
        built.touch()


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--matches", type=int, default=20_000)
    parser.add_argument("--rate", type=float, default=10.0, help="requests a second")
    given = parser.parse_args()
    with serving.database(given.keep) as environment:
        build(environment, given.keep, given.firms, given.statements)
        build_desk(environment, given.keep, given.matches)
        found = stock(environment)
        hour = Hour(found)
        warming, measured = hour.rounds(2), hour.rounds(12)
        with serving.web(environment, given.bind) as site:
            site.evenly(warming, 3.0, len(warming) / 3.0)
            spent = site.processor(measured)
            rounds = hour.rounds(max(1, round(given.seconds * given.rate / len(list(Hour(found).round())))))
            figures = serving.figures_of(site.evenly(rounds, given.rate, len(rounds) / given.rate), spent)
            load = os.getloadavg()
    if given.json:
        print(json.dumps({"matches": found["matches"], "load": load[0], "pages": figures}, indent=1))
    else:
        print(serving.as_table(figures))
        print(f"{found['matches']:,} matches; load average {load[0]:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
