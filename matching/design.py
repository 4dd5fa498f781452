"""The tokens of the stylesheets as the design page shows them: colours with their contrast, type, space."""

import re
from dataclasses import dataclass
from itertools import chain

from django.conf import settings

TOKENS = settings.BASE_DIR / "static" / "css" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+):\s*(?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));")
SIZE = re.compile(r"--(t-\w|s-\d): ([^;]+);")
# What WCAG AA asks of text, and of a mark that carries meaning.
TEXT, MARK = 4.5, 3.0

GROUNDS = ("paper", "surface", "sunken")
PAIRS = [
    *((ink, ground, TEXT) for ground in GROUNDS for ink in ("ink", "ink-2", "indigo", "unmet")),
    ("on-indigo", "indigo", TEXT),
    ("on-indigo", "indigo-strong", TEXT),
    ("indigo-strong", "indigo-tint", TEXT),
    ("on-vat", "vat", TEXT),
    ("on-vat-2", "vat", TEXT),
    *((f"{side}-ink", f"{side}-{ground}", TEXT) for side in ("th", "jp") for ground in ("tint", "wash")),
    *((sign, f"{sign}-tint", TEXT) for sign in ("met", "unmet", "unknown")),
    *((f"heat-{step}-ink", f"heat-{step}", TEXT) for step in range(1, 6)),
    *((mark, ground, MARK) for ground in GROUNDS[:2] for mark in ("th", "jp", "rule-strong")),
]


@dataclass(frozen=True)
class Swatch:
    """Two colours as they meet; `ratio` is their contrast in [1, 21]."""

    ink: str
    ground: str
    theme: str
    ink_colour: str
    ground_colour: str
    wanted: float

    @property
    def ratio(self) -> float:
        return contrast(self.ink_colour, self.ground_colour)

    @property
    def is_enough(self) -> bool:
        return self.ratio >= self.wanted


def contrast(one: str, other: str) -> float:
    """As WCAG computes it; colours as #rrggbb."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def colours() -> dict[str, tuple[str, str]]:
    """Light and dark by name."""
    found = COLOUR.findall(TOKENS.read_text(encoding="utf-8"))
    return {name: (light or both, dark or both) for name, light, dark, both in found}


def swatches() -> list[tuple[Swatch, Swatch]]:
    """Each pair in light and in dark."""
    known = colours()
    return [
        (
            Swatch(ink, ground, "light", known[ink][0], known[ground][0], wanted),
            Swatch(ink, ground, "dark", known[ink][1], known[ground][1], wanted),
        )
        for ink, ground, wanted in PAIRS
    ]


def too_faint() -> list[Swatch]:
    return [swatch for swatch in chain.from_iterable(swatches()) if not swatch.is_enough]


def sizes(prefix: str) -> list[tuple[str, str]]:
    """Name and value of the sizes of type (`t`) or space (`s`)."""
    found = SIZE.findall(TOKENS.read_text(encoding="utf-8"))
    return [(name, value) for name, value in found if name.startswith(f"{prefix}-")]
