"""What is counted of the cases of a period. Every figure names the cases behind it by a `Narrowing`."""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise

import numpy as np

from matching.enums import MatchState, SilentSide, Step
from matching.statistics.cases import SECOND, Cases, Groups, Mask
from matching.statistics.facts import NEVER, WORDS

REASONED = (MatchState.REJECTED, MatchState.DECLINED)
# A published figure of fewer cases could be traced to firms.
LEAST_PUBLISHED = 5
MOST_MONTHS = 24
SECONDS_A_DAY = 86_400
Pair = tuple[str, str]
# Ends in the order in which they come.
ENDS = (
    MatchState.REJECTED,
    MatchState.DECLINED,
    MatchState.UNANSWERED,
    MatchState.NO_AGREEMENT,
    MatchState.SILENT,
    MatchState.WITHDRAWN,
)


@dataclass(frozen=True)
class Narrowing:
    """Which cases a figure counts; an empty part narrows nothing, "-" asks for firms that say nothing of it."""

    step: str = ""
    state: str = ""
    answered: str = ""
    accepted: str = ""
    corridor: str = ""
    cluster: str = ""
    size: str = ""
    province: str = ""
    prefecture: str = ""
    giver: str = ""
    seeker: str = ""
    silent: str = ""
    reason: str = ""
    opinions: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Narrowing":
        return cls(**{name: query[name] for name in cls.__dataclass_fields__ if query.get(name)})

    @property
    def parameters(self) -> dict[str, str]:
        return {name: value for name in self.__dataclass_fields__ if (value := getattr(self, name))}

    def mask(self, cases: Cases) -> Mask:
        """Which of the cases it keeps."""
        kept = [CHECKS[name](cases, value) for name, value in self.parameters.items()]
        if self.giver and self.seeker:
            kept.append(cases.served(self.giver, self.seeker))
        return reduce(np.logical_and, kept, np.ones(len(cases), bool))

    def keys(self, cases: Cases) -> list[int]:
        """Of the cases it keeps, the latest first."""
        rows = cases.rows[self.mask(cases)]
        found: list[int] = rows["pk"][np.lexsort((rows["pk"], rows["proposed_at"]))[::-1]].tolist()
        return found


def came_to(cases: Cases, step: str) -> Mask:
    return cases.came_to(Step(step)) if step in Step.values else nothing(cases)


def silent(cases: Cases, side: str) -> Mask:
    return cases.silent(SilentSide(side)) if side in SilentSide.values else nothing(cases)


def nothing(cases: Cases) -> Mask:
    return np.zeros(len(cases), bool)


def in_corridor(cases: Cases, key: str) -> Mask:
    found: Mask = cases.rows["corridor_id"] == (int(key) if key.isdecimal() else 0)
    return found


def serving(cases: Cases, *, giver: str = "", seeker: str = "") -> Mask:
    """Where a cluster serves, or is served by, any other."""
    found = nothing(cases)
    for other in cases.clusters.codes:
        found |= cases.served(giver or other, seeker or other)
    return found


def of_reason(cases: Cases, code: str) -> Mask:
    return cases.has("reason_id", code) & cases.in_state(*REASONED)


CHECKS: dict[str, Callable[[Cases, str], Mask]] = {
    "step": came_to,
    "state": lambda cases, state: cases.has("state", state),
    "answered": lambda cases, _yes: cases.answered,
    "accepted": lambda cases, _yes: cases.accepted,
    "corridor": in_corridor,
    "cluster": lambda cases, code: stated(cases.clusters_of_both).of(code),
    "size": lambda cases, code: stated(cases.sizes_of_both).of(code),
    "province": lambda cases, code: cases.provinces == WORDS.number(code),
    "prefecture": lambda cases, code: cases.prefectures == WORDS.number(code),
    "giver": lambda cases, code: serving(cases, giver=code),
    "seeker": lambda cases, code: serving(cases, seeker=code),
    "silent": silent,
    "opinions": lambda cases, key: cases.opinions.get(key, nothing(cases)),
    "reason": of_reason,
}
NOT_STATED = "-"


def stated(groups: Groups) -> Groups:
    """With a group of those that say nothing."""
    if "" in groups.codes:
        return Groups([code or NOT_STATED for code in groups.codes], groups.mask)
    nowhere = ~groups.mask.any(axis=1, keepdims=True)
    return Groups([*groups.codes, NOT_STATED], np.hstack([groups.mask, nowhere]))


@dataclass(frozen=True)
class Count:
    """A figure with what opens the list behind it."""

    key: str
    number: int
    narrowing: Narrowing


@dataclass(frozen=True)
class Accepted:
    """Of the introductions that are answered, how many both firms accepted."""

    key: str
    answered: int
    accepted: int
    narrowing: Narrowing

    @property
    def share(self) -> float | None:
        return self.accepted / self.answered if self.answered else None


@dataclass(frozen=True)
class Duration:
    """Median days from one step to the next, of the cases that came to it; None without any."""

    begin: Step
    end: Step
    number: int
    days: float | None


@dataclass(frozen=True)
class Cell:
    number: int
    accepted: int
    narrowing: Narrowing


@dataclass(frozen=True)
class Grid:
    """Rows and columns by key, those with most cases first."""

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[tuple[str, str], Cell]

    @cached_property
    def most(self) -> int:
        return max((cell.number for cell in self.cells.values()), default=0)


def funnel(cases: Cases) -> list[Count]:
    """How many cases came at least to each step."""
    return [Count(step, number_of(cases.came_to(step)), Narrowing(step=step)) for step in Step]


def number_of(mask: Mask) -> int:
    return int(np.count_nonzero(mask))


def ends(cases: Cases) -> list[Count]:
    """Where cases ended without an agreement."""
    return [Count(state, number_of(cases.in_state(state)), Narrowing(state=state)) for state in ENDS]


def reasons(cases: Cases) -> list[Count]:
    """Why desks rejected and firms declined, the commonest first."""
    said = cases.rows["reason_id"][cases.in_state(*REASONED)]
    codes, numbers = np.unique(said[said != WORDS.number("")], return_counts=True)
    found = {WORDS.words[code]: number for code, number in zip(codes.tolist(), numbers.tolist(), strict=True)}
    return [
        Count(code, number, Narrowing(reason=code))
        for code, number in sorted(found.items(), key=lambda item: (-item[1], item[0]))
    ]


def publishable(number: int) -> int | None:
    """A figure as the public may see it: nothing of fewer than five."""
    return number if number >= LEAST_PUBLISHED else None


def silence(cases: Cases) -> list[Count]:
    """Introductions that lapsed, by whose answer was missing."""
    return [Count(side, number_of(cases.silent(side)), Narrowing(silent=side)) for side in SilentSide]


def durations(cases: Cases) -> list[Duration]:
    return [duration(cases, begin, end) for begin, end in pairwise(Step)]


def duration(cases: Cases, begin: Step, end: Step) -> Duration:
    earlier, later = cases.moment(begin), cases.moment(end)
    both = (earlier != NEVER) & (later != NEVER)
    days = (later - earlier)[both] / (SECOND * SECONDS_A_DAY)
    return Duration(begin, end, len(days), round(float(np.median(days)), 1) if len(days) else None)


def acceptance(cases: Cases, name: str, groups: Groups) -> list[Accepted]:
    """By group, the group with most answered introductions first. `name` is the narrowing's part."""
    answered, accepted = (groups.mask[mask].sum(axis=0).tolist() for mask in (cases.answered, cases.accepted))
    found = [
        Accepted(code, all_answers, yes, Narrowing(answered="yes", **{name: code}))
        for code, all_answers, yes in zip(groups.codes, answered, accepted, strict=True)
        if all_answers
    ]
    return sorted(found, key=lambda group: (-group.answered, group.key))


def overall(cases: Cases) -> Accepted:
    """Of all cases together."""
    return Accepted("", number_of(cases.answered), number_of(cases.accepted), Narrowing(answered="yes"))


def by_corridor(cases: Cases) -> list[Accepted]:
    corridors = np.unique(cases.rows["corridor_id"])
    mask = cases.rows["corridor_id"][:, None] == corridors
    return acceptance(cases, "corridor", Groups([str(pk) for pk in corridors.tolist()], mask))


def by_cluster(cases: Cases) -> list[Accepted]:
    """A case counts once in every cluster of its two firms."""
    return acceptance(cases, "cluster", stated(cases.clusters_of_both))


def by_size(cases: Cases) -> list[Accepted]:
    """A case counts once in every size band of its two firms."""
    return acceptance(cases, "size", stated(cases.sizes_of_both))


def places(cases: Cases) -> Grid:
    """Introduced cases by Thai province and Japanese prefecture, and how many were accepted."""
    met = cases.came_to(Step.INTRODUCED)
    # Other threads may learn words meanwhile.
    base = len(WORDS.words)
    pairs = cases.provinces[met].astype(np.int64) * base + cases.prefectures[met]
    found, which, numbers = np.unique(pairs, return_inverse=True, return_counts=True)
    accepted = np.bincount(which, weights=cases.accepted[met], minlength=len(found)).astype(int)
    rows, columns = np.divmod(found, base)
    return grid(
        {
            (WORDS.words[row], WORDS.words[column]): (number, yes)
            for row, column, number, yes in zip(
                rows.tolist(), columns.tolist(), numbers.tolist(), accepted.tolist(), strict=True
            )
        },
        lambda row, column: Narrowing(step=Step.INTRODUCED, province=row, prefecture=column),
    )


def services(cases: Cases) -> Grid:
    """Introduced cases by the cluster of who offers and the cluster of who seeks."""
    met, counted = cases.came_to(Step.INTRODUCED), {}
    for giver in cases.clusters.codes:
        for seeker in cases.clusters.codes:
            served = met & cases.served(giver, seeker)
            counted[giver, seeker] = (number_of(served), number_of(served & cases.accepted))
    return grid(
        {pair: numbers for pair, numbers in counted.items() if numbers[0]},
        lambda row, column: Narrowing(step=Step.INTRODUCED, giver=row, seeker=column),
    )


def grid(counted: Mapping[Pair, tuple[int, int]], narrowing: Callable[[str, str], Narrowing]) -> Grid:
    """Of (cases, accepted ones) by row and column."""
    cells = {pair: Cell(*numbers, narrowing(*pair)) for pair, numbers in sorted(counted.items())}
    numbers = {pair: number for pair, (number, _accepted) in counted.items()}
    return Grid(ranked(numbers, 0), ranked(numbers, 1), cells)


def ranked(numbers: Mapping[Pair, int], axis: int) -> list[str]:
    totals = Counter[str]()
    for pair, number in numbers.items():
        totals[pair[axis]] += number
    return sorted(totals, key=lambda key: (-totals[key], key))


@dataclass(frozen=True)
class Span:
    """A month, or of a long period a year, by its first day."""

    first: datetime.date
    is_year: bool
    proposed: int
    accepted: int


def spans(cases: Cases, first: datetime.date, last: datetime.date, zone: datetime.tzinfo) -> list[Span]:
    """Cases proposed, and of those accepted by both, month by month; by years where there are many months."""
    by_years = (last.year - first.year) * 12 + last.month - first.month >= MOST_MONTHS
    days, begin = [], first_day(first, by_years)
    while begin <= last:
        days.append(begin)
        begin = first_day(begin + datetime.timedelta(days=366 if by_years else 31), by_years)
    starts = [datetime.datetime.combine(day, datetime.time(), zone).timestamp() for day in days]
    which = np.searchsorted(np.array(starts) * SECOND, cases.rows["proposed_at"], side="right") - 1
    proposed, accepted = (
        np.bincount(which[mask], minlength=len(days)).tolist() for mask in (slice(None), cases.accepted)
    )
    return [Span(day, by_years, *numbers) for day, *numbers in zip(days, proposed, accepted, strict=True)]


def first_day(day: datetime.date, of_year: bool) -> datetime.date:
    return day.replace(month=1, day=1) if of_year else day.replace(day=1)
