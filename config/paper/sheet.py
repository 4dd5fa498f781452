"""A4 paper in the reader's language: text, headings with bookmarks, running feet; lengths in millimetres."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from fpdf import FPDF
from fpdf.drawing_primitives import DeviceRGB
from fpdf.fonts import TTFFont
from fpdf.output import PDFResourceType
from fpdf.prefs import ViewerPreferences

from config.paper.breaking import THAI, lines
from config.paper.searching import tell_sara_am

FONTS = Path(__file__).parent / "fonts"
MARK = settings.BASE_DIR / "static" / "img" / "mark.svg"
FACES = {"thai": "NotoSansThai", "japanese": "NotoSansJP"}
# Printed for a sign that no font of ours has, as Japanese printers do.
GETA = "〓"
LEFT, TOP, RIGHT, FOOT = 20.0, 20.0, 190.0, 275.0
WIDTH = RIGHT - LEFT
MM_A_POINT = 25.4 / 72
LEADING = {"th": 1.6, "ja": 1.55}

Colour = tuple[int, int, int]
INK, INK_2, RULE, SUNKEN = (28, 32, 56), (77, 81, 105), (217, 213, 203), (235, 232, 225)
INDIGO, INDIGO_TINT = (42, 60, 143), (228, 232, 248)
NO_COLOUR = DeviceRGB(0, 1, 0)
GOLD, PERSIMMON = (186, 131, 0), (221, 106, 53)


@dataclass(frozen=True)
class Style:
    """`size` in points."""

    size: float = 10
    bold: bool = False
    colour: Colour = INK


BODY, SMALL, STRONG = Style(), Style(8.5, colour=INK_2), Style(bold=True)
HEADINGS = (Style(26, True), Style(15, True), Style(11.5, True))


class Sheet(FPDF):
    """`y` is the cursor; pages are added where what comes next has no room."""

    def __init__(self, *, language: str, title: str, foot: str, first_foot: int = 1) -> None:
        super().__init__(unit="mm", format="A4")
        self.language, self.foot, self.first_foot = language, foot, first_foot
        self.first, other = ("japanese", "thai") if language == "ja" else ("thai", "japanese")
        for name, file in FACES.items():
            self.add_font(name, "", FONTS / f"{file}-Regular.ttf")
            self.add_font(name, "B", FONTS / f"{file}-Bold.ttf")
        self.set_fallback_fonts([other])
        self.set_text_shaping(True)
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0
        self.known = known_signs()
        self.widths: dict[tuple[Style, str], float] = {}
        self.cuts: dict[tuple[Style, float, str], list[list[str]]] = {}
        self.drawings: dict[tuple[Style, str], bytes] = {}
        self.set_lang(language)
        self.set_title(title)
        self.set_author("Otagai")
        self.set_creator("Otagai")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)

    def as_bytes(self) -> bytes:
        for font in self.fonts.values():
            tell_sara_am(cast(TTFFont, font))
        return bytes(self.output())

    def footer(self) -> None:
        """From the page `first_foot` on: a title page has none."""
        if self.page_no() < self.first_foot:
            return
        place = self.y
        self.rule(FOOT + 4)
        self.line_of([self.foot], LEFT, FOOT + 6, SMALL)
        self.set_style(SMALL)
        # The number of pages takes the place of {nb} at the end, when all are written.
        self.set_xy(RIGHT - self.measure(f"{self.page_no()} / 00", SMALL), FOOT + 6)
        self.cell(0, self.height(SMALL), f"{self.page_no()} / {{nb}}")
        self.y = place

    def height(self, style: Style) -> float:
        """Of one line."""
        return style.size * LEADING.get(self.language, 1.42) * MM_A_POINT

    def set_style(self, style: Style) -> None:
        self.set_font(self.first, "B" if style.bold else "", style.size)
        self.set_text_color(*style.colour)

    def measure(self, text: str, style: Style) -> float:
        key = (style, text)
        if key not in self.widths:
            self.set_style(style)
            self.widths[key] = self.get_string_width(text)
        return self.widths[key]

    def lines(self, text: str, width: float, style: Style) -> list[list[str]]:
        """Of printable signs."""
        key = (style, width, text)
        if key not in self.cuts:
            self.cuts[key] = lines(self.printable(text), width, lambda piece: self.measure(piece, style))
        return self.cuts[key]

    def printable(self, text: str) -> str:
        """Signs of no font as geta; joiners and marks of direction, which would print nothing, left out."""
        return "".join(
            sign if ord(sign) in self.known or sign == "\n" else GETA
            for sign in unicodedata.normalize("NFC", text)
            if unicodedata.category(sign) not in ("Cf", "Cc") or sign == "\n"
            if not 0xFE00 <= ord(sign) <= 0xFE0F
        )

    def line_of(self, pieces: Sequence[str], x: float, y: float, style: Style, align: str = "L") -> None:
        """One line at (x, y): from it, to it ("R") or around it ("C")."""
        runs = list(runs_of(pieces))
        widths = [self.measure(run, style) for run in runs]
        x -= {"L": 0.0, "C": 0.5, "R": 1.0}[align] * sum(widths)
        for run, width in zip(runs, widths, strict=True):
            self._out(f"q 1 0 0 1 {x * self.k:.2f} {-y * self.k:.2f} cm")
            self._out(self.drawing(run, style))
            self._out("Q")
            x += width

    def drawing(self, run: str, style: Style) -> bytes:
        """What draws a run at the upper left corner. The same words stand in many rows and are shaped once."""
        if (style, run) not in self.drawings:
            cursor, page = self.y, cast(bytearray, self.pages[self.page].contents)
            start = len(page)
            self.set_style(style)
            # A drawing that stands alone names its font and its colour itself: no state of the page will do.
            self.current_font_is_set_on_page = False
            self.fill_color = NO_COLOUR
            self.set_xy(0, 0)
            self.cell(self.measure(run, style), self.height(style), run)
            self.current_font_is_set_on_page = False
            self.y = cursor
            self.drawings[style, run] = with_its_text(run, bytes(page[start:]))
            del page[start:]
        return self.drawings[style, run]

    def add_page(self, *args: Any, **options: Any) -> None:
        """A drawing made on one page finds its font on every other."""
        super().add_page(*args, **options)
        for font in self.fonts.values():
            self._resource_catalog.add(PDFResourceType.FONT, font.i, self.page)
        self.y = TOP

    def label(self, text: str, x: float, y: float, style: Style, align: str = "L") -> None:
        """A text of one line."""
        pieces = [piece for line in self.lines(text, 1000, style) for piece in line]
        self.line_of(pieces, x, y, style, align)

    def paragraph(self, text: str, style: Style = BODY, x: float = LEFT, width: float = WIDTH) -> None:
        for line in self.lines(text, width, style):
            self.need(self.height(style))
            self.line_of(line, x, self.y, style)
            self.y += self.height(style)

    def heading(self, text: str, level: int, room: float = 40) -> None:
        """With a bookmark; never the last on its page: `room` is what must fit below it."""
        style = HEADINGS[level]
        self.need(self.height(style) + room)
        self.start_section(self.printable(text), level=max(level - 1, 0))
        self.paragraph(text, style)
        self.y += 2

    def mark(self) -> None:
        """Whose paper it is."""
        self.image(MARK, LEFT, TOP + 8, 22)
        self.label("Otagai", LEFT + 28, TOP + 8 + (22 - self.height(HEADINGS[1])) / 2, HEADINGS[1])

    def need(self, height: float) -> bool:
        """A new page unless `height` is left on this one; whether there was one."""
        if self.y + height <= FOOT:
            return False
        self.add_page()
        return True

    def rule(self, y: float, x: float = LEFT, end: float = RIGHT, colour: Colour = RULE) -> None:
        self.set_draw_color(*colour)
        self.set_line_width(0.2)
        self.line(x, y, end, y)

    def block(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        if width > 0 and height > 0:
            self.set_fill_color(*colour)
            self.rect(x, y, width, height, style="F")


def with_its_text(run: str, drawn: bytes) -> bytes:
    """Thai marks are placed one by one: readers and searches are told the word as it was typed."""
    if not THAI.search(run):
        return drawn
    told = run.encode("utf-16-be").hex()
    return f"/Span <</ActualText <FEFF{told}>>> BDC\n".encode() + drawn + b"EMC"


def runs_of(pieces: Sequence[str]) -> Iterator[str]:
    """Thai words one by one, anything else in one run."""
    for is_thai, group in groupby(pieces, lambda piece: bool(THAI.search(piece))):
        run = list(group)
        yield from run if is_thai else ["".join(run)]


@cache
def known_signs() -> frozenset[int]:
    """Code points of our fonts."""
    from fontTools.ttLib import TTFont

    fonts = [TTFont(FONTS / f"{file}-Regular.ttf", lazy=True) for file in FACES.values()]
    return frozenset(code for font in fonts for code in font.getBestCmap())
