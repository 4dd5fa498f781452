"""A stored file as rows under headings: which sheet, where the headings stand, and the rows below them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from companies.intake import csv_files, workbooks
from companies.intake.columns import heading_key, meaning_of
from companies.intake.faults import Unreadable

MOST_BYTES = 30 * 2**20
MOST_COLUMNS = 100
MOST_ROWS = 50_000
HEADINGS_WITHIN = 15
SAMPLES = 3
LEAST_KNOWN = 2
ZIP = b"PK\x03\x04"
Rows = Iterator[tuple[int, tuple[object, ...]]]


@dataclass(frozen=True)
class Layout:
    """Where the headings stand; `body` is the first row below them, titles are (place, heading, samples)."""

    sheet: str
    row: int
    body: int
    titles: list[tuple[int, str, list[str]]]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == ZIP


def refuse_at_sight(path: Path) -> None:
    """Before reading: size, kind, password, bomb."""
    size = path.stat().st_size
    if not size:
        raise Unreadable("empty")
    if size > MOST_BYTES:
        raise Unreadable("too_big", limit=MOST_BYTES // 2**20)
    with path.open("rb") as file:
        start = file.read(8)
    if start == workbooks.OLD_OFFICE:
        workbooks.refuse_old_office(path)
    if start.startswith(b"PK"):
        workbooks.refuse_other_archives(path)
    elif start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z")):
        raise Unreadable("unknown_kind")


def rows_of(path: Path, sheet: str) -> Rows:
    return workbooks.rows_of(path, sheet) if is_workbook(path) else csv_files.rows_of(path)


def layout_of(path: Path) -> Layout:
    """The sheet and row with the most headings we know."""
    names = workbooks.sheet_names(path) if is_workbook(path) else [""]
    tops = {name: list(islice(rows_of(path, name), HEADINGS_WITHIN + SAMPLES)) for name in names}
    sheet = max(names, key=lambda name: max((known_in(cells) for _n, cells in tops[name]), default=0))
    top = tops[sheet]
    if not top:
        raise Unreadable("empty")
    place = max(range(min(len(top), HEADINGS_WITHIN)), key=lambda at: (known_in(top[at][1]), -at))
    if known_in(top[place][1]) < LEAST_KNOWN:
        raise Unreadable("no_headings", rows=HEADINGS_WITHIN)
    return laid_out(sheet, top, place)


def laid_out(sheet: str, top: list[tuple[int, tuple[object, ...]]], place: int) -> Layout:
    number, cells = top[place]
    below = place + 1
    # The same headings in a second language.
    while below < len(top) and is_heading_too(top[below][1]):
        below += 1
    filled = [at for at, cell in enumerate(cells) if cell not in (None, "")]
    if len(filled) > MOST_COLUMNS:
        raise Unreadable("too_many_columns", count=len(filled), limit=MOST_COLUMNS)
    if below >= len(top):
        raise Unreadable("no_rows")
    samples = [row for _number, row in top[below : below + SAMPLES]]
    titles = [(at, " ".join(str(cells[at]).split())[:200], sampled(samples, at)) for at in filled]
    return Layout(sheet, number, top[below][0], titles)


def sampled(rows: list[tuple[object, ...]], at: int) -> list[str]:
    cells = [row[at] for row in rows if at < len(row) and row[at] not in (None, "")]
    return [str(cell)[:60] for cell in cells]


def known_in(cells: tuple[object, ...]) -> int:
    return len({name for cell in cells if cell and (name := meaning_of(str(cell)))})


def is_heading_too(cells: tuple[object, ...]) -> bool:
    filled = [cell for cell in cells if cell not in (None, "")]
    return known_in(cells) >= LEAST_KNOWN and known_in(cells) * 2 >= len(filled)


def suggested(layout: Layout, remembered: Mapping[str, str]) -> dict[str, str]:
    """Place -> column: what the agency chose for this heading before, else what it is known to mean."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for at, title, _samples in layout.titles:
        name = remembered.get(heading_key(title), meaning_of(title))
        found[str(at)] = "" if name in taken else name
        taken |= {name} - {""}
    return found


def body_of(path: Path, layout: Mapping) -> Rows:
    """The rows below the headings; raises `Unreadable` where a cell would be lost or there are too many."""
    if is_workbook(path):
        workbooks.refuse_lost_cells(path, layout["sheet"], layout["row"])
    count = 0
    for number, cells in rows_of(path, layout["sheet"]):
        if number < layout["body"]:
            continue
        count += 1
        if count > MOST_ROWS:
            raise Unreadable("too_many_rows", limit=f"{MOST_ROWS:,}")
        yield number, cells
