"""How the proposals of a run spread over its firms: by country, size, cluster, province and prefecture."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from companies.enums import BandKind, Country
from companies.models import Band, Cluster, Company, Location
from matching.corridors import CorridorMap
from matching.engine.metrics import gini
from matching.engine.types import ScoredPair
from matching.enums import ExposureBy
from matching.models import Run

# A group's share of the proposals over its share of the firms counts as even between these.
EVEN_FROM, EVEN_TO = 0.8, 1.25


@dataclass(frozen=True)
class Exposure:
    """One group of firms of one country. `key` is a code, "" where the firms say nothing of it.

    `coverage` and `gini` in [0, 1], `max_load` the proposals of the firm with most, `expected` the sum of
    the chances. A proposal counts once for the group of its Thai firm and once for that of its Japanese
    firm; firms of several clusters count in each.
    """

    by: str
    country: str
    key: str
    firms: int
    reached: int
    coverage: float
    gini: float
    max_load: int
    proposals: int
    expected: float


def report(run: Run, made: Sequence[ScoredPair]) -> list[dict[str, Any]]:
    """Every group of the firms whose corridors the run served; sizes in their order, else the largest first."""
    firms = {company for _key, company, *_rest in run.statements}
    groups = group_firms(firms, [lane["corridor"] for lane in run.parameters["corridors"]])
    loads = Counter(int(firm) for pair in made for firm in (pair.thai_id, pair.japanese_id))
    expected: dict[int, float] = defaultdict(float)
    for pair in made:
        for firm in (pair.thai_id, pair.japanese_id):
            expected[int(firm)] += pair.p_both
    rows = [asdict(measure(*group, members, loads, expected)) for group, members in groups.items()]
    order, sizes = list(ExposureBy.values), band_order()
    return sorted(
        rows,
        key=lambda row: (
            order.index(row["by"]),
            row["country"] != Country.THAILAND,
            sizes.get(row["key"], len(sizes)) if row["by"] == ExposureBy.SIZE else -row["firms"],
            row["key"],
        ),
    )


def band_order() -> dict[str, int]:
    codes = Band.objects.filter(kind=BandKind.EMPLOYEES).order_by("minimum").values_list("code", flat=True)
    return {code: place for place, code in enumerate(codes)}


def measure(
    by: str,
    country: str,
    key: str,
    members: Sequence[int],
    loads: Mapping[int, int],
    expected: Mapping[int, float],
) -> Exposure:
    own = [loads.get(firm, 0) for firm in members]
    reached = sum(load > 0 for load in own)
    return Exposure(
        by=by,
        country=country,
        key=key,
        firms=len(own),
        reached=reached,
        coverage=round(reached / len(own), 4),
        gini=round(gini(own), 4),
        max_load=max(own),
        proposals=sum(own),
        expected=round(sum(expected.get(firm, 0.0) for firm in members), 2),
    )


def group_firms(firms: Iterable[int], corridors: Sequence[int]) -> dict[tuple[str, str, str], list[int]]:
    """(by, country, key) -> firms that at least one of these corridors could propose."""
    map_ = CorridorMap(firms)
    band_of = band_finder()
    tops = set(Cluster.objects.filter(parent=None).values_list("pk", flat=True))
    rows = Company.objects.filter(pk__in=list(map_.prefecture_of)).order_by("pk")
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for pk, country, employees, place in rows.values_list("pk", "country", "employees", "location__code"):
        if not map_.is_served(pk, country, corridors):
            continue
        groups[ExposureBy.COUNTRY, country, country].append(pk)
        groups[ExposureBy.SIZE, country, band_of(employees)].append(pk)
        groups[ExposureBy.PLACE, country, place].append(pk)
        for cluster in sorted(map_.clusters_of[pk] & tops) or [""]:
            groups[ExposureBy.CLUSTER, country, cluster].append(pk)
    return groups


def band_finder() -> Callable[[int | None], str]:
    bands = list(Band.objects.filter(kind=BandKind.EMPLOYEES))

    @cache
    def band_of(employees: int | None) -> str:
        if employees is None:
            return ""
        return next((band.code for band in bands if holds(band, employees)), "")

    return band_of


def holds(band: Band, employees: int) -> bool:
    return band.minimum <= employees and (band.maximum is None or employees <= band.maximum)


@dataclass(frozen=True)
class GroupShown:
    """A row as page and file show it; `before` is the same group in the run before, if it had one."""

    label: str
    country: str
    figures: Mapping[str, Any]
    before: Mapping[str, Any] | None
    firm_share: float
    proposal_share: float

    @property
    def ratio(self) -> float:
        """Share of the country's proposals over share of its firms; 1 is even."""
        return self.proposal_share / self.firm_share

    @property
    def is_even(self) -> bool:
        return EVEN_FROM <= self.ratio <= EVEN_TO

    @property
    def change(self) -> int | None:
        """Coverage now less coverage before, in whole points of a hundred."""
        if self.before is None:
            return None
        return round(100 * self.figures["coverage"]) - round(100 * self.before["coverage"])

    @property
    def fall(self) -> int:
        return -(self.change or 0)


@dataclass(frozen=True)
class TableShown:
    by: str
    title: str
    rows: Sequence[GroupShown]

    @property
    def is_long(self) -> bool:
        """Folded on the page until it is asked for."""
        return self.by == ExposureBy.PLACE

    @property
    def compares_shares(self) -> bool:
        """A whole country is always its own share."""
        return self.by != ExposureBy.COUNTRY


def shown(run: Run, previous: Run | None) -> list[TableShown]:
    """The stored report in the reader's language, one table for each kind of group."""
    before = {key_of(row): row for row in (previous.report if previous else [])}
    totals = {row["country"]: row for row in run.report if row["by"] == ExposureBy.COUNTRY}
    labels = labels_of(run.report)
    tables: dict[str, list[GroupShown]] = defaultdict(list)
    for row in run.report:
        whole = totals[row["country"]]
        tables[row["by"]].append(
            GroupShown(
                label=labels.get((row["by"], row["key"]), ""),
                country=row["country"],
                figures=row,
                before=before.get(key_of(row)),
                firm_share=row["firms"] / whole["firms"],
                proposal_share=row["proposals"] / whole["proposals"] if whole["proposals"] else 0.0,
            )
        )
    return [TableShown(by, str(ExposureBy(by).label), rows) for by, rows in tables.items()]


def key_of(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["by"], row["country"], row["key"]


def labels_of(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """(by, key) -> name in the reader's language."""
    names: dict[tuple[str, str], str] = {
        (ExposureBy.COUNTRY, country): str(Country(country).label) for country in Country.values
    }
    keys = {row["key"] for row in rows}
    for band in Band.objects.filter(code__in=keys):
        names[ExposureBy.SIZE, band.code] = band.name
    for place in Location.objects.filter(code__in=keys):
        names[ExposureBy.PLACE, place.code] = place.name
    for cluster in Cluster.objects.filter(code__in=keys):
        names[ExposureBy.CLUSTER, cluster.code] = cluster.name
    return names
