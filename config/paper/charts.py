"""Vector drawings on paper: two halves that face each other, columns over time, and a field of shades."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.paper.breaking import pieces
from config.paper.sheet import (
    GOLD,
    INDIGO,
    INK_2,
    LEFT,
    PERSIMMON,
    RIGHT,
    SMALL,
    SUNKEN,
    WIDTH,
    Colour,
    Sheet,
    Style,
)

STEP_NAME = 48.0
STEP_HEIGHT, STEP_GAP = 8.0, 3.2
FIGURE = Style(13, bold=True)
# Shades of a cell from none to the strongest, each with the ink that reads on it.
SHADES: Sequence[tuple[Colour, Colour]] = (
    (SUNKEN, INK_2),
    ((228, 232, 248), (28, 32, 56)),
    ((191, 201, 238), (28, 32, 56)),
    ((133, 149, 214), (13, 17, 48)),
    ((67, 86, 173), (255, 255, 255)),
    ((28, 42, 107), (255, 255, 255)),
)
CELL_HEIGHT, CELL_GAP, FIELD_LABEL = 9.4, 0.8, 46.0
WIDEST_CELL, STANDING_HEAD = 26.0, 42.0
MOST_HEAD_LINES = 2
# Figures have no marks above or below: two lines of them come closer than lines of text.
FIGURE_LINE = 3.5


@dataclass(frozen=True)
class Stage:
    """One step of a funnel; `share` in per cent of the first."""

    label: str
    figure: str
    share: float


def funnel(sheet: Sheet, stages: Sequence[Stage]) -> None:
    """Gold from the left and persimmon from the right of one middle line."""
    room = WIDTH - STEP_NAME - 22
    middle = LEFT + STEP_NAME + room / 2
    for stage in stages:
        lines = sheet.lines(stage.label, STEP_NAME - 4, SMALL)
        height = max(STEP_HEIGHT, len(lines) * sheet.height(SMALL))
        for number, line in enumerate(lines):
            top = sheet.y + (height - len(lines) * sheet.height(SMALL)) / 2
            sheet.line_of(line, LEFT, top + number * sheet.height(SMALL), SMALL)
        half = max(room * stage.share / 200, 0.2)
        sheet.block(middle - half, sheet.y, half - 0.3, STEP_HEIGHT, GOLD)
        sheet.block(middle + 0.3, sheet.y, half - 0.3, STEP_HEIGHT, PERSIMMON)
        sheet.label(stage.figure, RIGHT, sheet.y + (height - sheet.height(FIGURE)) / 2, FIGURE, "R")
        sheet.y += height + STEP_GAP
    sheet.y += STEP_GAP


@dataclass(frozen=True)
class Pair:
    """Two columns side by side as shares of the chart's height, in [0, 1]."""

    label: str
    open_part: float
    full_part: float


def columns(
    sheet: Sheet, pairs: Sequence[Pair], scale: Sequence[tuple[float, str]], names: Sequence[str]
) -> None:
    """`scale`: lines at shares of the height; `names`: what the open and the full column count."""
    legend(sheet, names)
    left, height = LEFT + 12, 52.0
    floor = sheet.y + height
    for share, number in scale:
        sheet.rule(floor - height * share, left)
        sheet.label(number, left - 2, floor - height * share - sheet.height(SMALL) / 2, SMALL, "R")
    room = (RIGHT - left) / max(len(pairs), 1)
    bar = min(6.0, room * 0.36)
    for place, pair in enumerate(pairs):
        middle = left + room * (place + 0.5)
        open_column(sheet, middle - bar - 0.3, floor, bar, height * pair.open_part)
        sheet.block(middle + 0.3, floor - height * pair.full_part, bar, height * pair.full_part, INDIGO)
        if pair.label:
            sheet.label(pair.label, middle, floor + 1.5, SMALL, "C")
    sheet.rule(floor, left, colour=INK_2)
    sheet.y = floor + sheet.height(SMALL) + 6


def open_column(sheet: Sheet, x: float, floor: float, width: float, height: float) -> None:
    """Only its outline, so that the two columns differ without colour as well."""
    if height:
        sheet.set_draw_color(*INDIGO)
        sheet.set_fill_color(255, 255, 255)
        sheet.set_line_width(0.35)
        sheet.rect(x, floor - height, width, height, style="DF")


def legend(sheet: Sheet, names: Sequence[str]) -> None:
    x, size = LEFT, 3.0
    for name, draw in zip(names, (open_column, full_column), strict=True):
        top = sheet.y + (sheet.height(SMALL) - size) / 2
        draw(sheet, x, top + size, size, size)
        sheet.label(name, x + size + 1.5, sheet.y, SMALL)
        x += size + 8 + sheet.measure(sheet.printable(name), SMALL)
    sheet.y += sheet.height(SMALL) + 4


def full_column(sheet: Sheet, x: float, floor: float, width: float, height: float) -> None:
    sheet.block(x, floor - height, width, height, INDIGO)


@dataclass(frozen=True)
class Shade:
    """A cell: its figure, a smaller one below, and its step from 0 to 5."""

    figure: str
    small: str
    step: int


def field_height(rows: int) -> float:
    """At most, where no label wraps."""
    return STANDING_HEAD + (CELL_HEIGHT + CELL_GAP) * rows


def field(sheet: Sheet, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Shade]]]) -> None:
    """Heads stand upright over the columns where their names are longer than these are wide."""
    each = min(WIDEST_CELL, (WIDTH - FIELD_LABEL) / max(len(heads), 1))
    sheet.need(field_height(len(rows)))
    field_head(sheet, heads, each)
    for label, shades in rows:
        lines = sheet.lines(label, FIELD_LABEL - 3, SMALL)
        height = max(CELL_HEIGHT, len(lines) * sheet.height(SMALL))
        for number, line in enumerate(lines):
            top = sheet.y + (height - len(lines) * sheet.height(SMALL)) / 2
            sheet.line_of(line, LEFT, top + number * sheet.height(SMALL), SMALL)
        for number, shade in enumerate(shades):
            draw_shade(sheet, shade, LEFT + FIELD_LABEL + each * number, each, height)
        sheet.y += height + CELL_GAP
    sheet.y += 3


def draw_shade(sheet: Sheet, shade: Shade, x: float, width: float, height: float) -> None:
    ground, ink = SHADES[shade.step]
    sheet.block(x, sheet.y, width - CELL_GAP, height, ground)
    middle = x + (width - CELL_GAP) / 2
    big, small = Style(9, True, ink), Style(6.5, colour=ink)
    if not shade.small:
        sheet.label(shade.figure, middle, sheet.y + (height - sheet.height(big)) / 2, big, "C")
        return
    overlap = sheet.height(big) - FIGURE_LINE
    top = sheet.y + (height - FIGURE_LINE - sheet.height(small)) / 2
    sheet.label(shade.figure, middle, top - overlap / 2, big, "C")
    sheet.label(shade.small, middle, top + FIGURE_LINE - overlap / 4, small, "C")


def field_head(sheet: Sheet, heads: Sequence[str], each: float) -> None:
    width = each - 1.5
    wrapped = [sheet.lines(head, width, SMALL) for head in heads]
    widest = max(
        sheet.measure(piece.rstrip(), SMALL) for head in heads for piece in pieces(sheet.printable(head))
    )
    if widest <= width and all(len(lines) <= MOST_HEAD_LINES for lines in wrapped):
        tall = max(len(lines) for lines in wrapped) * sheet.height(SMALL)
        for number, lines in enumerate(wrapped):
            for place, line in enumerate(lines):
                x = LEFT + FIELD_LABEL + each * (number + 0.5) - CELL_GAP / 2
                sheet.line_of(
                    line, x, sheet.y + tall - (len(lines) - place) * sheet.height(SMALL), SMALL, "C"
                )
        sheet.y += tall + 1
        return
    standing_head(sheet, heads, each)


def standing_head(sheet: Sheet, heads: Sequence[str], each: float) -> None:
    """Names turned by a quarter, read from below, in as many lines as the columns are wide."""
    most = max(1, int(each // sheet.height(SMALL)))
    turned = [sheet.lines(head, STANDING_HEAD, SMALL)[:most] for head in heads]
    tall = max(sum(sheet.measure(piece, SMALL) for piece in line) for lines in turned for line in lines)
    floor = sheet.y + tall
    for number, lines in enumerate(turned):
        x = LEFT + FIELD_LABEL + each * (number + 0.5) - CELL_GAP / 2 - len(lines) * sheet.height(SMALL) / 2
        for place, line in enumerate(lines):
            with sheet.rotation(90, x + place * sheet.height(SMALL), floor):
                sheet.line_of(line, x + place * sheet.height(SMALL), floor, SMALL)
    sheet.y = floor + 1.5
