"""Tables on paper: cells wrap, rows stay whole, and the head stands again on every page."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.paper.sheet import INDIGO, INDIGO_TINT, INK_2, LEFT, RIGHT, WIDTH, Sheet, Style

CELL, HEAD = Style(9.5), Style(8.5, bold=True, colour=INK_2)
PAD = 1.6
FEWEST_BELOW_HEAD = 2
BAR_HEIGHT = 2.6


@dataclass(frozen=True)
class Line:
    """A row: its labels, its figures, and a bar of `bar` per cent of the room between them."""

    labels: Sequence[str]
    figures: Sequence[str]
    bar: float | None = None


@dataclass(frozen=True)
class Columns:
    """`firsts` head the labels, which share the left; figures stand right, each column `each` wide."""

    firsts: Sequence[str]
    headings: Sequence[str]
    each: float = 26
    has_bars: bool = False

    @property
    def bars(self) -> float:
        """Room of the bars."""
        return 44.0 if self.has_bars else 0.0

    @property
    def label(self) -> float:
        """Width of the column of one label."""
        return (WIDTH - self.bars - self.each * len(self.headings)) / len(self.firsts)


def table(sheet: Sheet, columns: Columns, rows: Sequence[Line]) -> None:
    head = Line(columns.firsts, columns.headings)
    first = sum(row_height(sheet, columns, row, CELL) for row in rows[:FEWEST_BELOW_HEAD])
    sheet.need(row_height(sheet, columns, head, HEAD) + first)
    draw_head(sheet, columns, head)
    for row in rows:
        height = row_height(sheet, columns, row, CELL)
        if sheet.need(height):
            draw_head(sheet, columns, head)
        draw_row(sheet, columns, row, CELL, height)
        sheet.rule(sheet.y)
    sheet.y += 5


def draw_head(sheet: Sheet, columns: Columns, head: Line) -> None:
    draw_row(sheet, columns, head, HEAD, row_height(sheet, columns, head, HEAD))
    sheet.rule(sheet.y, colour=INK_2)


def row_height(sheet: Sheet, columns: Columns, row: Line, style: Style) -> float:
    count = max(len(lines) for lines, _x, _align in cells(sheet, columns, row, style))
    return count * sheet.height(style) + PAD


def cells(
    sheet: Sheet, columns: Columns, row: Line, style: Style
) -> list[tuple[list[list[str]], float, str]]:
    """(lines, x, alignment) of each cell."""
    found = [
        (sheet.lines(label, columns.label - PAD, style), LEFT + columns.label * number, "L")
        for number, label in enumerate(row.labels)
    ]
    for number, figure in enumerate(row.figures):
        x = RIGHT - columns.each * (len(columns.headings) - 1 - number)
        found.append((sheet.lines(figure, columns.each - PAD, style), x, "R"))
    return found


def draw_row(sheet: Sheet, columns: Columns, row: Line, style: Style, height: float) -> None:
    """The last lines of all cells stand level in a head, the first ones in a row."""
    top = sheet.y + PAD / 2
    for lines, x, align in cells(sheet, columns, row, style):
        sink = height - PAD - len(lines) * sheet.height(style) if style is HEAD else 0.0
        for number, line in enumerate(lines):
            shown = [*line[:-1], line[-1].rstrip()] if line and align == "R" else line
            sheet.line_of(shown, x, top + sink + number * sheet.height(style), style, align)
    if row.bar is not None:
        y, x = top + (sheet.height(style) - BAR_HEIGHT) / 2, LEFT + columns.label * len(row.labels)
        sheet.block(x, y, columns.bars - 4, BAR_HEIGHT, INDIGO_TINT)
        sheet.block(x, y, (columns.bars - 4) * row.bar / 100, BAR_HEIGHT, INDIGO)
    sheet.y += height
