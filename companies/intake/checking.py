"""What each row of a file would do: its values or faults, and against the firm as it stands, field by field."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from companies.enums import CompanyState, RowVerdict
from companies.intake.columns import BY_NAME, OF_THE_SOURCE, REQUIRED, SETS
from companies.intake.faults import Fault
from companies.intake.values import Known, known_for
from companies.models import Company, CompanySource, ImportFile, ImportRow
from companies.name_keys import name_key

FIRMS_AT_ONCE = 1000
Change = list[Any]


@dataclass
class Market:
    """What is here already, read once: who has which number, key or name."""

    known: Known
    by_key: dict[str, int]
    by_number: dict[str, tuple[int, str]]
    names: dict[str, str]
    owned: set[int]
    facts: dict[int, dict[str, Any]]
    rows_by_key: dict[str, int] = field(default_factory=dict)
    rows_by_number: dict[str, int] = field(default_factory=dict)


def market_of(file: ImportFile) -> Market:
    country = file.agency.country
    sources = list(
        CompanySource.objects.filter(agency=file.agency).values_list("external_id", "company", "facts")
    )
    firms = Company.objects.filter(country=country)
    numbers = firms.exclude(registration_number="").values_list("registration_number", "pk", "name_native")
    standing = firms.exclude(state=CompanyState.ARCHIVED)
    names = {}
    for keys, name in standing.values_list("name_key", "name_native").iterator():
        names.update(dict.fromkeys(filter(None, keys.split("\n")), name))
    owned = firms.filter(memberships__ended_at__isnull=True).exclude(memberships=None)
    return Market(
        known_for(country),
        {key: company for key, company, _facts in sources},
        {number: (pk, name) for number, pk, name in numbers},
        names,
        set(owned.values_list("pk", flat=True)),
        {company: facts for _key, company, facts in sources},
    )


def check(file: ImportFile, rows: Iterable[tuple[int, tuple[object, ...]]]) -> Iterator[list[ImportRow]]:
    """Rows as they would be stored, some at a time."""
    market = market_of(file)
    places = {int(place): name for place, name in file.columns.items() if name}
    waiting = iter(rows)
    while batch := list(islice(waiting, FIRMS_AT_ONCE)):
        checked = [read_row(file, number, cells, places, market) for number, cells in batch]
        compare(checked, market)
        yield checked


def read_row(
    file: ImportFile,
    number: int,
    cells: tuple[object, ...],
    places: Mapping[int, str],
    market: Market,
) -> ImportRow:
    values, faults = {}, []
    for place, name in places.items():
        cell = cells[place] if place < len(cells) else None
        if cell is None or cell == "":
            continue
        try:
            values[name] = BY_NAME[name].read(cell, market.known)
        except Fault as fault:
            faults.append([name, fault.code, fault.figures])
    row = ImportRow(file=file, number=number, values=values, faults=faults)
    row.external_id = str(values.get("external_id", ""))
    row.name = str(values.get("name_native", ""))
    add_repeated(row, market)
    return row


def add_repeated(row: ImportRow, market: Market) -> None:
    """A key or registration number that an earlier row has."""
    for name, seen in (("external_id", market.rows_by_key), ("registration_number", market.rows_by_number)):
        if value := row.values.get(name):
            first = seen.setdefault(value, row.number)
            if first != row.number:
                row.faults.append([name, "twice", {"row": first}])


def compare(rows: list[ImportRow], market: Market) -> None:
    """Find the firm of each row, and say what would change in it."""
    found = {row.number: firm_of(row, market) for row in rows}
    keys = {key for key in found.values() if key}
    firms = Company.objects.filter(pk__in=keys).prefetch_related("clusters").in_bulk()
    for row in rows:
        firm = firms.get(found[row.number] or 0)
        add_missing(row, firm)
        if firm is None:
            row.looks_like = market.names.get(name_key(row.name), "") if row.name else ""
            row.verdict = RowVerdict.FAULTY if row.faults else RowVerdict.NEW
            continue
        weigh(row, firm, market)


def firm_of(row: ImportRow, market: Market) -> int | None:
    """By the key of its source, else by its registration number."""
    known = market.by_key.get(row.external_id)
    holder, name = market.by_number.get(row.values.get("registration_number", ""), (None, ""))
    if known and holder and known != holder:
        row.faults.append(["registration_number", "number_taken", {"name": name}])
    return known or holder


def add_missing(row: ImportRow, firm: Company | None) -> None:
    """A firm that is here needs its key alone; an empty cell leaves what stands."""
    wanted = REQUIRED if firm is None else ("external_id",)
    faulty = {name for name, _code, _figures in row.faults}
    row.faults += [[name, "required", {}] for name in wanted if name not in row.values and name not in faulty]


def weigh(row: ImportRow, firm: Company, market: Market) -> None:
    row.company, row.company_version = firm, firm.version
    row.name = row.name or firm.name_native
    if firm.country != market.known.country:
        row.faults.append(["external_id", "country_differs", {"name": firm.name_native}])
    elif firm.state == CompanyState.ARCHIVED:
        row.faults.append(["external_id", "archived", {"name": firm.name_native}])
    before = market.facts.get(firm.pk)
    row.changes = changes_of(row.values, facts_of(firm), before, firm.pk in market.owned)
    # A firm first found by its number gets the source's key, even where no fact differs.
    is_known = row.external_id in market.by_key
    if row.faults:
        row.verdict = RowVerdict.FAULTY
    elif any(change[3] for change in row.changes):
        row.verdict = RowVerdict.CONFLICT
    else:
        row.verdict = RowVerdict.CHANGED if row.changes or not is_known else RowVerdict.UNCHANGED


def changes_of(
    values: Mapping[str, Any], now: Mapping[str, Any], before: Mapping[str, Any] | None, is_owned: bool
) -> list[Change]:
    """Three ways: the file against the firm's words, and both against what the source gave last time.

    What the source did not change since stays as the firm has it. What both changed, or what a firm with people of
    its own holds and no source ever gave, is marked as edited by the firm.
    """
    changes = []
    for name, after in values.items():
        if name in OF_THE_SOURCE or now[name] == after:
            continue
        given = (before or {}).get(name)
        if given == after:
            continue
        is_theirs = (
            now[name] not in ("", None, []) and now[name] != given and (is_owned or before is not None)
        )
        changes.append([name, now[name], after, is_theirs])
    return changes


def facts_of(firm: Company) -> dict[str, Any]:
    """The firm as a row of the file would hold it."""
    plain = [name for name in BY_NAME if name not in OF_THE_SOURCE | SETS | {"location", "languages"}]
    return {name: getattr(firm, name) for name in plain} | {
        "location": firm.location_id,
        "clusters": sorted(cluster.pk for cluster in firm.clusters.all()),
        "languages": sorted(firm.languages),
    }
