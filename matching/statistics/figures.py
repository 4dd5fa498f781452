"""What is counted of the cases of a period. Every figure names the cases behind it by a `Narrowing`."""

import datetime
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matching.enums import MatchState, SilentSide, Step
from matching.statistics.cases import Case

REASONED = (MatchState.REJECTED, MatchState.DECLINED)
# A published figure of fewer cases could be traced to firms.
LEAST_PUBLISHED = 5
MOST_MONTHS = 24
SECONDS_A_DAY = 86_400
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

    def keeps(self, case: Case) -> bool:
        return all(CHECKS[name](case, value) for name, value in self.parameters.items()) and (
            not (self.giver and self.seeker) or (self.giver, self.seeker) in case.served
        )

    def cases(self, cases: Iterable[Case]) -> list[Case]:
        return [case for case in cases if self.keeps(case)]


def came_to(case: Case, step: str) -> bool:
    return step in Step.values and case.moment(Step(step)) is not None


CHECKS: dict[str, Callable[[Case, str], bool]] = {
    "step": came_to,
    "state": lambda case, state: case.state == state,
    "answered": lambda case, _yes: case.is_answered,
    "accepted": lambda case, _yes: case.is_accepted,
    "corridor": lambda case, pk: str(case.corridor) == pk,
    "cluster": lambda case, code: code in stated(case.clusters),
    "size": lambda case, code: code in stated({case.thai_size, case.japanese_size}),
    "province": lambda case, code: case.province == code,
    "prefecture": lambda case, code: case.prefecture == code,
    "giver": lambda case, code: any(code == giver for giver, _seeker in case.served),
    "seeker": lambda case, code: any(code == seeker for _giver, seeker in case.served),
    "silent": lambda case, side: case.silent_side == side,
    "opinions": lambda case, key: key in case.opinions,
    "reason": lambda case, code: case.reason == code and case.state in REASONED,
}
NOT_STATED = "-"


def stated(codes: Iterable[str]) -> set[str]:
    return {code or NOT_STATED for code in codes} or {NOT_STATED}


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

    @property
    def most(self) -> int:
        return max((cell.number for cell in self.cells.values()), default=0)


def funnel(cases: Sequence[Case]) -> list[Count]:
    """How many cases came at least to each step."""
    return [
        Count(step, sum(case.moment(step) is not None for case in cases), Narrowing(step=step))
        for step in Step
    ]


def ends(cases: Sequence[Case]) -> list[Count]:
    """Where cases ended without an agreement."""
    numbers = Counter(case.state for case in cases)
    return [Count(state, numbers[state], Narrowing(state=state)) for state in ENDS]


def reasons(cases: Sequence[Case]) -> list[Count]:
    """Why desks rejected and firms declined, the commonest first."""
    numbers = Counter(case.reason for case in cases if case.reason and case.state in REASONED)
    return [
        Count(code, number, Narrowing(reason=code))
        for code, number in sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    ]


def publishable(number: int) -> int | None:
    """A figure as the public may see it: nothing of fewer than five."""
    return number if number >= LEAST_PUBLISHED else None


def silence(cases: Sequence[Case]) -> list[Count]:
    """Introductions that lapsed, by whose answer was missing."""
    numbers = Counter(case.silent_side for case in cases)
    return [Count(side, numbers[side], Narrowing(silent=side)) for side in SilentSide]


def durations(cases: Sequence[Case]) -> list[Duration]:
    return [duration(cases, begin, end) for begin, end in pairwise(Step)]


def duration(cases: Sequence[Case], begin: Step, end: Step) -> Duration:
    spans = [
        (later - earlier).total_seconds() / SECONDS_A_DAY
        for case in cases
        if (earlier := case.moment(begin)) and (later := case.moment(end))
    ]
    return Duration(begin, end, len(spans), round(statistics.median(spans), 1) if spans else None)


def acceptance(cases: Sequence[Case], name: str, keys: Callable[[Case], Iterable[str]]) -> list[Accepted]:
    """By group, the group with most answered introductions first. `name` is the narrowing's part."""
    answered, accepted = Counter[str](), Counter[str]()
    for case in cases:
        if case.is_answered:
            answered.update(keys(case))
        if case.is_accepted:
            accepted.update(keys(case))
    return [
        Accepted(key, answered[key], accepted[key], Narrowing(answered="yes", **{name: key}))
        for key in sorted(answered, key=lambda key: (-answered[key], key))
    ]


def overall(cases: Sequence[Case]) -> Accepted:
    """Of all cases together."""
    answered = sum(case.is_answered for case in cases)
    accepted = sum(case.is_accepted for case in cases)
    return Accepted("", answered, accepted, Narrowing(answered="yes"))


def by_corridor(cases: Sequence[Case]) -> list[Accepted]:
    return acceptance(cases, "corridor", lambda case: [str(case.corridor)])


def by_cluster(cases: Sequence[Case]) -> list[Accepted]:
    """A case counts once in every cluster of its two firms."""
    return acceptance(cases, "cluster", lambda case: stated(case.clusters))


def by_size(cases: Sequence[Case]) -> list[Accepted]:
    """A case counts once in every size band of its two firms."""
    return acceptance(cases, "size", lambda case: stated({case.thai_size, case.japanese_size}))


def places(cases: Sequence[Case]) -> Grid:
    """Introduced cases by Thai province and Japanese prefecture, and how many were accepted."""
    met = [case for case in cases if case.introduced_at]
    return grid(
        met,
        lambda case: [(case.province, case.prefecture)],
        lambda row, column: Narrowing(step=Step.INTRODUCED, province=row, prefecture=column),
    )


def services(cases: Sequence[Case]) -> Grid:
    """Introduced cases by the cluster of who offers and the cluster of who seeks."""
    met = [case for case in cases if case.introduced_at]
    return grid(
        met,
        lambda case: case.served,
        lambda row, column: Narrowing(step=Step.INTRODUCED, giver=row, seeker=column),
    )


def grid(
    cases: Sequence[Case],
    pairs: Callable[[Case], Iterable[tuple[str, str]]],
    narrowing: Callable[[str, str], Narrowing],
) -> Grid:
    numbers, accepted = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for case in cases:
        numbers.update(pairs(case))
        if case.is_accepted:
            accepted.update(pairs(case))
    cells = {pair: Cell(number, accepted[pair], narrowing(*pair)) for pair, number in sorted(numbers.items())}
    return Grid(ranked(numbers, 0), ranked(numbers, 1), cells)


def ranked(numbers: Mapping[tuple[str, str], int], axis: int) -> list[str]:
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


def spans(
    cases: Sequence[Case], first: datetime.date, last: datetime.date, zone: datetime.tzinfo
) -> list[Span]:
    """Cases proposed, and of those accepted by both, month by month; by years where there are many months."""
    by_years = (last.year - first.year) * 12 + last.month - first.month >= MOST_MONTHS
    proposed, accepted = Counter[datetime.date](), Counter[datetime.date]()
    for case in cases:
        begin = first_day(case.proposed_at.astimezone(zone).date(), by_years)
        proposed[begin] += 1
        accepted[begin] += case.is_accepted
    found, begin = [], first_day(first, by_years)
    while begin <= last:
        found.append(Span(begin, by_years, proposed[begin], accepted[begin]))
        begin = first_day(begin + datetime.timedelta(days=366 if by_years else 31), by_years)
    return found


def first_day(day: datetime.date, of_year: bool) -> datetime.date:
    return day.replace(month=1, day=1) if of_year else day.replace(day=1)
