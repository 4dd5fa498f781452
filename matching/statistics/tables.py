"""The figures of a period as tables: beside each chart, on paper and in files."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import dateformat, translation
from django.utils.translation import gettext as _

from config.languages import BUDDHIST_ERA_OFFSET, year_in_words
from matching.enums import MatchState, Opinion, SilentSide, Step
from matching.statistics import agreement as agreeing
from matching.statistics import figures
from matching.statistics.cases import Cases
from matching.statistics.figures import Accepted, Count, Grid, Narrowing, Span
from matching.statistics.names import Names
from matching.statistics.periods import Period


@dataclass(frozen=True)
class Value:
    """A figure; None is "no figure". `narrowing` opens the list behind it."""

    number: float | None
    narrowing: Narrowing | None = None
    is_share: bool = False
    is_coefficient: bool = False

    @property
    def figure(self) -> str:
        """A share in per cent, days with one decimal, kappa with two, a count with commas, "–" for no figure."""
        if self.number is None:
            return "–"
        if self.is_share:
            return f"{round(100 * self.number)}%"
        if self.is_coefficient:
            return f"{self.number:.2f}"
        if isinstance(self.number, float):
            return f"{self.number:.1f}"
        # No comma to look up: of places nearly every figure.
        return str(self.number) if self.number < 1000 else intcomma(self.number)


@dataclass(frozen=True)
class Row:
    label: str
    values: Sequence[Value]


@dataclass(frozen=True)
class Table:
    """`first` heads the labels, `headings` the values."""

    code: str
    title: str
    first: str
    headings: Sequence[str]
    rows: Sequence[Row] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[str, str, str, float | None]]:
        """(figure, row, column, number), one a cell."""
        for row in self.rows:
            for heading, value in zip(self.headings, row.values, strict=True):
                yield self.title, row.label, heading, value.number


@dataclass(frozen=True)
class Drawn:
    """What is drawn as well as listed, counted once for both."""

    spans: Sequence[Span]
    places: Grid
    services: Grid

    @classmethod
    def of(cls, cases: Cases, period: Period) -> "Drawn":
        months = figures.spans(cases, period.first, period.last, period.zone)
        return cls(months, figures.places(cases), figures.services(cases))


def all_tables(cases: Cases, drawn: Drawn, names: Names) -> list[Table]:
    """Every figure, in the order of the page."""
    return [
        funnel(cases),
        spans(drawn.spans),
        ends(cases),
        reasons(cases, names),
        durations(cases),
        silence(cases),
        accepted(
            "corridors",
            _("Acceptance by corridor"),
            _("Corridor"),
            "corridor",
            figures.by_corridor(cases),
            names,
        ),
        accepted(
            "clusters", _("Acceptance by cluster"), _("Cluster"), "cluster", figures.by_cluster(cases), names
        ),
        accepted("sizes", _("Acceptance by size of firm"), _("Size"), "size", figures.by_size(cases), names),
        agreement(cases),
        grid("places", _("Thai province × Japanese prefecture"), drawn.places, "place", names),
        grid("services", _("Who serves whom"), drawn.services, "cluster", names),
    ]


def funnel(cases: Cases) -> Table:
    steps = figures.funnel(cases)
    before = [steps[0], *steps[:-1]]
    rows = [
        Row(
            str(Step(step.key).label),
            [
                Value(step.number, step.narrowing),
                Value(share(step.number, steps[0].number), is_share=True),
                Value(share(step.number, last.number), is_share=True),
            ],
        )
        for step, last in zip(steps, before, strict=True)
    ]
    headings = [_("Cases"), _("Share of the proposed"), _("Share of the step before")]
    return Table("funnel", _("From proposal to agreement"), _("Step"), headings, rows)


def share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def spans(found: Sequence[Span]) -> Table:
    rows = [Row(span_in_words(span), [Value(span.proposed), Value(span.accepted)]) for span in found]
    headings = [str(Step.PROPOSED.label), str(Step.CONNECTED.label)]
    return Table("spans", _("Proposed and accepted over time"), _("Month"), headings, rows)


def span_in_words(span: Span) -> str:
    return year_in_words(span.first.year) if span.is_year else month_in_words(span.first)


def month_in_words(first: datetime.date) -> str:
    """พ.ย. 2569, 2026年11月 or Nov 2026."""
    language = (translation.get_language() or "en")[:2]
    if language == "ja":
        return f"{first.year}年{first.month}月"
    year = first.year + BUDDHIST_ERA_OFFSET if language == "th" else first.year
    return f"{dateformat.format(first, 'M')} {year}"


def counted(rows: Sequence[tuple[str, Count]], code: str, title: str, first: str) -> Table:
    return Table(
        code, title, first, [_("Cases")], [Row(label, [Value(c.number, c.narrowing)]) for label, c in rows]
    )


def ends(cases: Cases) -> Table:
    rows = [(str(MatchState(end.key).label), end) for end in figures.ends(cases)]
    return counted(rows, "ends", _("Where cases ended without an agreement"), _("End"))


def reasons(cases: Cases, names: Names) -> Table:
    rows = [(names.name("reason", reason.key), reason) for reason in figures.reasons(cases)]
    return counted(rows, "reasons", _("Why desks rejected and firms declined"), _("Reason"))


def silence(cases: Cases) -> Table:
    rows = [(str(SilentSide(side.key).label), side) for side in figures.silence(cases)]
    return counted(rows, "silence", _("Whose answer did not come in time"), _("Side"))


def durations(cases: Cases) -> Table:
    rows = [
        Row(f"{each.begin.label} → {each.end.label}", [Value(each.days), Value(each.number)])
        for each in figures.durations(cases)
    ]
    return Table("durations", _("Days from step to step"), _("Step"), [_("Median days"), _("Cases")], rows)


def agreement(cases: Cases) -> Table:
    """Counts of pairs of opinions, then how far they agree; nothing where no case was read twice."""
    found = agreeing.agreement(cases)
    rows = [
        Row(opinions_in_words(*pair), [Value(number, agreeing.narrowing_of(*pair))])
        for pair, number in found.numbers.items()
    ]
    rows.append(Row(_("The same opinion"), [Value(found.share, is_share=True)]))
    rows.append(Row(_("Agreement beyond chance (kappa)"), [Value(found.kappa, is_coefficient=True)]))
    title = _("Agreement of two officers who did not know of each other")
    return Table(
        "agreement", title, _("First and second opinion"), [_("Cases")], rows if found.number else []
    )


def opinions_in_words(first: Opinion, second: Opinion) -> str:
    return f"{first.label} → {second.label}"


def accepted(code: str, title: str, first: str, kind: str, groups: Sequence[Accepted], names: Names) -> Table:
    rows = [
        Row(
            names.name(kind, group.key),
            [
                Value(group.share, is_share=True),
                Value(group.accepted, narrowed(group.narrowing)),
                Value(group.answered, group.narrowing),
            ],
        )
        for group in groups
    ]
    headings = [_("Acceptance"), str(Step.CONNECTED.label), _("Answered introductions")]
    return Table(code, title, first, headings, rows)


def narrowed(narrowing: Narrowing) -> Narrowing:
    return Narrowing(**{**narrowing.parameters, "accepted": "yes"})


def grid(code: str, title: str, found: Grid, kind: str, names: Names) -> Table:
    rows = [
        Row(names.name(kind, row), [value_of(found, row, column) for column in found.columns])
        for row in found.rows
    ]
    first = _("Province") if kind == "place" else _("Offered by")
    return Table(code, title, first, [names.name(kind, column) for column in found.columns], rows)


def value_of(found: Grid, row: str, column: str) -> Value:
    cell = found.cells.get((row, column))
    return Value(cell.number, cell.narrowing) if cell else Value(0)
