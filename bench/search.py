"""Directory and search on the clock: 35,000 firms, 150,000 statements, requests that arrive evenly.

`python bench/search.py` builds a database with servers of its own, starts the product's own web command on it, and
prints the milliseconds of each page beside an empty page of the same run, and the processor time that a request
takes. `--keep FOLDER` leaves the database there and takes what it finds there.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import serving  # noqa: E402
from bench.serving import EMPTY, EMPTY_PAGE, Asked  # noqa: E402

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


def pages() -> list[Asked]:
    """Directory and search in turn, the three languages in turn, an empty page after every two."""
    found = []
    for number in range(len(QUERIES) * len(DIRECTORY)):
        site = f"/{('th', 'ja', 'en')[number % 3]}/companies/"
        found.append(Asked("directory", site + DIRECTORY[number % len(DIRECTORY)]))
        found.append(Asked("search", f"{site}?q={quote(QUERIES[number % len(QUERIES)])}"))
        found.append(Asked(EMPTY_PAGE, EMPTY))
    return found


def build(environment: dict[str, str], kept: Path | None, firms: int, statements: int) -> None:
    """Unless the kept database was built before, in the same size."""
    built, size = kept / "built" if kept else None, f"{firms} {statements}"
    if built and built.exists():
        if built.read_text() != size:
            sys.exit(
                f"{kept} holds a database of {built.read_text()} firms and statements: take another folder"
            )
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
        return
    started = time.monotonic()
    make = [sys.executable, "-m", "bench.search_market", *size.split()]
    subprocess.run(make, cwd=ROOT, env=environment, check=True)
    print(f"built in {time.monotonic() - started:.0f} s", file=sys.stderr)
    if built:
        built.write_text(size)


def arguments(about: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--firms", type=int, default=35_000)
    parser.add_argument("--statements", type=int, default=150_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--keep", type=Path, help="folder of a database that stays for the next time")
    parser.add_argument("--bind", default="127.0.0.1:8229")
    parser.add_argument("--json", action="store_true")
    return parser


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--rate", type=float, default=15.0, help="requests a second")
    given = parser.parse_args()
    with serving.database(given.keep) as environment:
        build(environment, given.keep, given.firms, given.statements)
        with serving.web(environment, given.bind) as site:
            site.evenly(pages(), 4.0, min(given.seconds, 20.0))
            spent = site.processor(pages()[: 3 * len(QUERIES)])
            figures = serving.figures_of(site.evenly(pages(), given.rate, given.seconds), spent)
            load = os.getloadavg()
    print(json.dumps(figures, indent=1) if given.json else serving.as_table(figures))
    print(f"load average {load[0]:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
