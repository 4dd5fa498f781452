"""The cases behind the figures, a column a fact, and what of them counts where."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from companies.enums import BandKind
from companies.models import Band, Cluster
from matching.enums import Answer, MatchState, SilentSide, Step
from matching.models import Corridor, SecondReading
from matching.statistics import facts
from matching.statistics.facts import NEVER, WORDS, Facts, Rows
from matching.statistics.periods import Period

Mask = NDArray[np.bool_]
MOMENTS = {
    Step.PROPOSED: "proposed_at",
    Step.APPROVED: "approved_at",
    Step.INTRODUCED: "introduced_at",
    Step.CONNECTED: "connected_at",
    Step.AGREED: "ended_at",
}
SECOND = 1_000_000


@dataclass(frozen=True)
class Groups:
    """Which rows belong to which of some codes; a row may belong to several, or to none."""

    codes: Sequence[str]
    mask: Mask

    def of(self, code: str) -> Mask:
        """Those of one group; of an unknown one, none."""
        own = np.array([each == code for each in self.codes], bool)
        return np.asarray(self.mask[:, own].any(axis=1))


@dataclass(frozen=True)
class Cases:
    """Rows as `facts` keeps them; for each the places of its firms in `firms`, with their clusters and sizes.

    `opinions`: key of two opinions -> which cases were read so.
    """

    rows: Rows
    thai: NDArray[np.int64]
    japanese: NDArray[np.int64]
    places: NDArray[np.int32]
    clusters: Groups
    sizes: Groups
    opinions: Mapping[str, Mask]

    def __len__(self) -> int:
        return len(self.rows)

    def in_state(self, *states: MatchState) -> Mask:
        return np.isin(self.rows["state"], [WORDS.number(state) for state in states])

    def has(self, name: str, word: str) -> Mask:
        found: Mask = self.rows[name] == WORDS.number(word)
        return found

    def moment(self, step: Step) -> NDArray[np.int64]:
        """When each case came to a step, in microseconds of 1970; `NEVER` where it has not."""
        at: NDArray[np.int64] = self.rows[MOMENTS[step]]
        return np.where(self.in_state(MatchState.AGREED), at, NEVER) if step == Step.AGREED else at

    def came_to(self, step: Step) -> Mask:
        return self.moment(step) != NEVER

    @cached_property
    def accepted(self) -> Mask:
        return self.came_to(Step.CONNECTED)

    @cached_property
    def answered(self) -> Mask:
        """Both said yes, one said no, or the promised days passed."""
        return self.accepted | self.in_state(MatchState.DECLINED, MatchState.UNANSWERED)

    def silent(self, side: SilentSide) -> Mask:
        """Where that side, or both, let an introduction lapse."""
        quiet = [self.has(name, Answer.NONE) for name in ("thai_answer", "japanese_answer")]
        thai, japanese = quiet
        sides = {
            SilentSide.BOTH: thai & japanese,
            SilentSide.THAI: thai & ~japanese,
            SilentSide.JAPANESE: ~thai,
        }
        return self.in_state(MatchState.UNANSWERED) & sides[side]

    @property
    def provinces(self) -> NDArray[np.int32]:
        return self.places[self.thai]

    @property
    def prefectures(self) -> NDArray[np.int32]:
        return self.places[self.japanese]

    @cached_property
    def clusters_of_both(self) -> Groups:
        return Groups(self.clusters.codes, self.clusters.mask[self.thai] | self.clusters.mask[self.japanese])

    @cached_property
    def sizes_of_both(self) -> Groups:
        return Groups(self.sizes.codes, self.sizes.mask[self.thai] | self.sizes.mask[self.japanese])

    def served(self, giver: str, seeker: str) -> Mask:
        """Where a firm of the one cluster meets a need of a firm of the other."""
        gives, seeks = self.clusters.of(giver), self.clusters.of(seeker)
        to_thai = self.rows["thai_seeks"] & gives[self.japanese] & seeks[self.thai]
        to_japanese = self.rows["japanese_seeks"] & gives[self.thai] & seeks[self.japanese]
        found: Mask = to_thai | to_japanese
        return found


def cases_in(corridors: QuerySet[Corridor], period: Period, *, agency: int | None = None) -> Cases:
    """Those of the corridors proposed in the period; with second readings of one desk, or of all."""
    found, keys = facts.current(), list(corridors.order_by().values_list("pk", flat=True))
    begin, end = (round(moment.timestamp() * SECOND) for moment in (period.start, period.end))
    at = found.cases["proposed_at"]
    rows = found.cases[(at >= begin) & (at < end) & np.isin(found.cases["corridor_id"], keys)]
    return with_facts(found, rows, opinions_in(rows["pk"], agency))


def with_facts(found: Facts, rows: Rows, opinions: Mapping[str, Mask]) -> Cases:
    return Cases(
        rows=rows,
        thai=np.searchsorted(found.firms["pk"], rows["thai_id"]),
        japanese=np.searchsorted(found.firms["pk"], rows["japanese_id"]),
        places=found.firms["location"],
        clusters=clusters_of(found),
        sizes=sizes_of(found),
        opinions=opinions,
    )


def clusters_of(found: Facts) -> Groups:
    """Of each firm, a subsector counting as its cluster."""
    parents = dict(Cluster.objects.values_list("pk", "parent_id"))
    tops = sorted(pk for pk, parent in parents.items() if parent is None)
    mask = np.zeros((len(found.firms), len(tops)), bool)
    firms = np.searchsorted(found.firms["pk"], found.members["firm"])
    for cluster, parent in parents.items():
        if (parent or cluster) in tops:
            mask[firms[found.members["cluster"] == WORDS.number(cluster)], tops.index(parent or cluster)] = (
                True
            )
    return Groups(tops, mask)


def sizes_of(found: Facts) -> Groups:
    """Of each firm its one band; "" for firms that do not say, or that are in none."""
    bands, employees = list(Band.objects.filter(kind=BandKind.EMPLOYEES)), found.firms["employees"]
    mask = np.zeros((len(employees), len(bands) + 1), bool)
    free = employees >= 0
    for column, band in enumerate(bands):
        most = np.inf if band.maximum is None else band.maximum
        mask[:, column] = free & (employees >= band.minimum) & (employees <= most)
        free &= ~mask[:, column]
    mask[:, -1] = ~mask.any(axis=1)
    return Groups([*(band.code for band in bands), ""], mask)


def opinions_in(keys: NDArray[np.int64], agency: int | None) -> dict[str, Mask]:
    """What two officers thought of a case who did not know of each other; in a desk, or in all for None."""
    given = SecondReading.objects.given()
    if agency is not None:
        given = given.filter(agency=agency)
    cases: dict[str, list[int]] = defaultdict(list)
    for match, first, second in given.order_by().values_list("match_id", "first", "second"):
        cases[opinions_key(first, second)].append(match)
    return {key: np.isin(keys, found) for key, found in cases.items()}


def opinions_key(first: str, second: str) -> str:
    return f"{first}-{second}"
