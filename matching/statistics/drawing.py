"""Geometry of the charts, so that templates write plain SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from matching.statistics.figures import Grid, Span
from matching.statistics.names import Names
from matching.statistics.tables import Table, Value, month_in_words, span_in_words

HEAT_STEPS = 5
MOST_ROWS, MOST_COLUMNS = 12, 10
GRID_LINES = 3


@dataclass(frozen=True)
class Bar:
    """One row of a funnel or a rank: its width in [0, 100], and the half that the funnel draws twice."""

    label: str
    value: Value
    width: float
    stage: int = 1

    @property
    def half(self) -> str:
        return f"{max(self.width / 2 - 0.3, 0.0):.1f}"

    @property
    def half_left(self) -> str:
        return f"{50 - max(self.width / 2, 0.3):.1f}"

    @property
    def drawn(self) -> str:
        return f"{self.width:.1f}"


def bars(table: Table, column: int = 0) -> list[Bar]:
    """The rows of a table by one of its columns; shares against 1, numbers against the largest."""
    numbers = [row.values[column].number or 0 for row in table.rows]
    is_share = any(row.values[column].is_share for row in table.rows)
    most = 1 if is_share else max(numbers, default=0)
    return [
        Bar(row.label, row.values[column], 100 * number / most if most else 0.0, stage)
        for stage, (row, number) in enumerate(zip(table.rows, numbers, strict=True), start=1)
    ]


@dataclass(frozen=True)
class Column:
    label: str
    proposed: int
    accepted: int
    left: float
    middle: float
    right: float
    open_y: float
    full_y: float
    has_label: bool


@dataclass(frozen=True)
class Chart:
    """Columns on a sheet of `width` by `height`; `floor` is where they stand."""

    name: str
    width: int
    height: int
    floor: int
    bar: float
    columns: Sequence[Column]
    lines: Sequence[tuple[float, int]]


def chart(spans: Sequence[Span], name: str, width: int, height: int, labels: int) -> Chart:
    """Two bars a month side by side. `labels`: how many fit below it."""
    left, top, floor = 44, 30, height - 44
    most = nice(max((span.proposed for span in spans), default=0))
    room = (width - left) / max(len(spans), 1)
    bar = min(30.0, room * 0.36)
    every = ceil(len(spans) / labels)

    def y(number: int) -> float:
        return round(floor - (floor - top) * number / most, 1)

    columns = [
        Column(
            label=short(span),
            proposed=span.proposed,
            accepted=span.accepted,
            left=round(middle - bar - 1, 1),
            middle=round(middle, 1),
            right=round(middle + 1, 1),
            open_y=y(span.proposed),
            full_y=y(span.accepted),
            has_label=number % every == 0,
        )
        for number, span in enumerate(spans)
        for middle in [left + room * (number + 0.5)]
    ]
    lines = [(y(most * step // GRID_LINES), most * step // GRID_LINES) for step in range(1, GRID_LINES + 1)]
    return Chart(name, width, height, floor, round(bar, 1), columns, lines)


def nice(most: int) -> int:
    """The next of 3, 6, 9, 15, 30, 60 ... that three even lines divide."""
    if most <= 3:
        return 3
    unit = 10 ** int(log10(most))
    steps = (1.5, 3, 6, 9, 15)
    found = next(step for step in steps if step * unit >= most)
    return max(3, int(found * unit))


def short(span: Span) -> str:
    words = span_in_words(span)
    if span.is_year:
        return words
    month = month_in_words(span.first)
    return month.split()[0] if " " in month else month.partition("年")[2]


def charts(spans: Sequence[Span]) -> list[Chart]:
    """For a wide page and for a phone."""
    return [chart(spans, "chart", 620, 300, 12), chart(spans, "chart chart--s", 360, 260, 6)]


@dataclass(frozen=True)
class HeatCell:
    value: Value
    accepted: int
    css: str


@dataclass(frozen=True)
class Heat:
    """The busiest rows and columns of a grid; `is_cut` where there are more."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[HeatCell]]]
    is_cut: bool


def heat(grid: Grid, kind: str, names: Names) -> Heat:
    rows, columns = grid.rows[:MOST_ROWS], grid.columns[:MOST_COLUMNS]
    return Heat(
        [names.name(kind, column) for column in columns],
        [(names.name(kind, row), [heat_cell(grid, row, column) for column in columns]) for row in rows],
        len(grid.rows) > MOST_ROWS or len(grid.columns) > MOST_COLUMNS,
    )


def heat_cell(grid: Grid, row: str, column: str) -> HeatCell:
    cell = grid.cells.get((row, column))
    if cell is None:
        return HeatCell(Value(0), 0, "")
    step = max(1, ceil(HEAT_STEPS * cell.number / grid.most))
    return HeatCell(Value(cell.number, cell.narrowing), cell.accepted, f"h{step}")
