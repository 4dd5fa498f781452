"""A text in one spelling, each character knowing its place in the text as it was written."""

import unicodedata
from dataclasses import dataclass

# Half-width voicing marks and combining ones belong to the character before them.
JOINS = frozenset("\u3099\u309a\uff9e\uff9f")
SIGNS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("〜～∼˜", "~")
    | dict.fromkeys("✕✖╳⨯", "×")
    | {
        "≦": "≤",
        "≧": "≥",
        "⌀": "φ",
        "Ø": "φ",
        "ø": "φ",
        "Φ": "φ",
        "∅": "φ",
        "\t": " ",
        "\n": " ",
        "\r": " ",
        "”": " ",
        "“": " ",
    }
)
THAI_ZERO = 0x0E50


def plain(text: str) -> str:
    """One spelling of digits (also Thai ones), dashes, waves, widths; what patterns are written in."""
    return Plain.of(text).text


def plain_character(piece: str) -> str:
    folded = unicodedata.normalize("NFKC", piece).translate(SIGNS)
    return "".join(chr(ord("0") + ord(c) - THAI_ZERO) if "๐" <= c <= "๙" else c for c in folded)


@dataclass(frozen=True)
class Plain:
    """`starts[i]` is where character i of `text` begins in the original, `starts[len]` the original's end."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> "Plain":
        characters: list[str] = []
        starts: list[int] = []
        at = 0
        while at < len(original):
            end = at + 1
            while end < len(original) and original[end] in JOINS:
                end += 1
            for character in plain_character(original[at:end]):
                characters.append(character)
                starts.append(at)
            at = end
        return cls("".join(characters), (*starts, len(original)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the original; a character that became several is never cut."""
        last = end
        while last < len(self.text) and last > start and self.starts[last] == self.starts[last - 1]:
            last += 1
        return self.starts[start], self.starts[last]
