"""The cases behind the figures: one row a case, read in four queries, and what of it counts where."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.db.models import QuerySet

from companies.enums import Country
from companies.models import Cluster
from matching.corridors import clusters_by_company
from matching.enums import Answer, MatchState, Step
from matching.exposure import band_finder
from matching.models import Match, MatchLink, SecondReading
from matching.statistics.periods import Period

COLUMNS = (
    "pk",
    "corridor_id",
    "state",
    "thai_id",
    "japanese_id",
    "thai__location_id",
    "japanese__location_id",
    "thai__employees",
    "japanese__employees",
    "thai_answer",
    "japanese_answer",
    "proposed_at",
    "approved_at",
    "introduced_at",
    "connected_at",
    "ended_at",
    "reason_id",
)


MOMENTS = {
    Step.PROPOSED: "proposed_at",
    Step.APPROVED: "approved_at",
    Step.INTRODUCED: "introduced_at",
    Step.CONNECTED: "connected_at",
    Step.AGREED: "ended_at",
}


@dataclass(slots=True)
class Case:
    """Not frozen: thousands are made for a page, and a frozen one takes three times as long to make."""

    pk: int
    corridor: int
    state: str
    thai: int
    japanese: int
    province: str
    prefecture: str
    thai_size: str
    japanese_size: str
    thai_answer: str
    japanese_answer: str
    proposed_at: datetime.datetime
    approved_at: datetime.datetime | None
    introduced_at: datetime.datetime | None
    connected_at: datetime.datetime | None
    ended_at: datetime.datetime | None
    reason: str = ""
    thai_clusters: frozenset[str] = frozenset()
    japanese_clusters: frozenset[str] = frozenset()
    served: frozenset[tuple[str, str]] = frozenset()
    opinions: frozenset[str] = frozenset()

    def moment(self, step: Step) -> datetime.datetime | None:
        """When the case came to a step; None where it has not."""
        if step == Step.AGREED and self.state != MatchState.AGREED:
            return None
        found: datetime.datetime | None = getattr(self, MOMENTS[step])
        return found

    @property
    def is_answered(self) -> bool:
        """Both said yes, one said no, or the promised days passed."""
        return self.connected_at is not None or self.state in (MatchState.DECLINED, MatchState.UNANSWERED)

    @property
    def is_accepted(self) -> bool:
        return self.connected_at is not None

    @property
    def clusters(self) -> frozenset[str]:
        return self.thai_clusters | self.japanese_clusters

    @property
    def silent_side(self) -> str:
        """Who let an introduction lapse: TH, JP or both; empty for other cases."""
        if self.state != MatchState.UNANSWERED:
            return ""
        quiet = (self.thai_answer == Answer.NONE, self.japanese_answer == Answer.NONE)
        return {(True, True): "both", (True, False): "TH"}.get(quiet, "JP")


def cases_in(cases: QuerySet[Match], period: Period, *, agency: int | None = None) -> list[Case]:
    """Those proposed in the period, the first first; with second readings of one desk, or of all."""
    found = cases.filter(proposed_at__gte=period.start, proposed_at__lt=period.end).order_by("pk")
    rows = list(found.values(*COLUMNS))
    facts = Facts(rows, agency)
    return [facts.case(row) for row in rows]


class Facts:
    """Clusters and sizes of firms, and who seeks in which case, read once for all cases."""

    def __init__(self, rows: Sequence[dict[str, Any]], agency: int | None) -> None:
        firms = {row[side] for row in rows for side in ("thai_id", "japanese_id")}
        tops = set(Cluster.objects.filter(parent=None).values_list("pk", flat=True))
        found = clusters_by_company(list(firms))
        self.clusters = {firm: frozenset(found[firm] & tops) for firm in firms}
        self.seekers: dict[int, set[str]] = defaultdict(set)
        links = MatchLink.objects.filter(match__in=[row["pk"] for row in rows])
        for match, country in links.values_list("match_id", "need__company__country"):
            self.seekers[match].add(country)
        self.band_of = band_finder()
        self.opinions = opinions_in([row["pk"] for row in rows], agency)

    def case(self, row: dict[str, Any]) -> Case:
        thai, japanese = self.clusters[row["thai_id"]], self.clusters[row["japanese_id"]]
        givers_and_seekers = {Country.THAILAND: (japanese, thai), Country.JAPAN: (thai, japanese)}
        return Case(
            pk=row["pk"],
            corridor=row["corridor_id"],
            state=row["state"],
            thai=row["thai_id"],
            japanese=row["japanese_id"],
            province=row["thai__location_id"],
            prefecture=row["japanese__location_id"],
            thai_size=self.band_of(row["thai__employees"]),
            japanese_size=self.band_of(row["japanese__employees"]),
            thai_answer=row["thai_answer"],
            japanese_answer=row["japanese_answer"],
            proposed_at=row["proposed_at"],
            approved_at=row["approved_at"],
            introduced_at=row["introduced_at"],
            connected_at=row["connected_at"],
            ended_at=row["ended_at"],
            reason=row["reason_id"] or "",
            thai_clusters=thai,
            japanese_clusters=japanese,
            served=frozenset(
                pair
                for country in self.seekers[row["pk"]]
                for pair in product(*givers_and_seekers[Country(country)])
            ),
            opinions=self.opinions.get(row["pk"], frozenset()),
        )


def opinions_in(cases: Sequence[int], agency: int | None) -> dict[int, frozenset[str]]:
    """Case -> what two officers thought of it who did not know of each other; in a desk, or in all for None."""
    given = SecondReading.objects.given().filter(match__in=cases)
    if agency is not None:
        given = given.filter(agency=agency)
    found: dict[int, set[str]] = defaultdict(set)
    for match, first, second in given.values_list("match_id", "first", "second"):
        found[match].add(opinions_key(first, second))
    return {match: frozenset(pairs) for match, pairs in found.items()}


def opinions_key(first: str, second: str) -> str:
    return f"{first}-{second}"
