"""Where a line may end: at spaces, between Thai words, and between Japanese signs as their printers do it."""

import re
import unicodedata
from collections.abc import Callable, Iterator

THAI = re.compile(r"[\u0e00-\u0e7f]")
PIECES = re.compile(
    r"(?P<thai>[\u0e00-\u0e7f]+)"
    r"|[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
    r"|[^\s\u0e00-\u0e7f\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef/-]*[/-]?"
)
# Signs that begin no line, and signs that end none.
NOT_FIRST = frozenset(
    "、。，．・：；？！ー々ゝゞ〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ）〕］｝〉》」』】〟’”％"
    "ๆฯ)]}%,.;:!?…·"
)
NOT_LAST = frozenset("（〔［｛〈《「『【〝‘“￥＄([{")
# Sara am takes the place of a mark and a vowel; neither begins a line.
SARA_AM = "\u0e33"


def thai_words(run: str) -> list[str]:
    from pythainlp.tokenize import word_tokenize  # a second to load: by those who read Thai only

    return list(word_tokenize(run, engine="newmm"))


def pieces(text: str) -> list[str]:
    """The text cut after every place where a line may end; spaces stay with what they follow."""
    found: list[str] = []
    for piece in raw_pieces(text):
        if found and stays_with(found[-1], piece):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def raw_pieces(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        match = PIECES.match(text, place)
        if match is None or match.end() == place:
            yield text[place]
            place += 1
            continue
        yield from thai_words(match[0]) if match["thai"] else [match[0]]
        place = match.end()


def stays_with(before: str, piece: str) -> bool:
    """A space, a closing sign or a mark with what stands before it; a unit with its number."""
    first, last = piece[0], before[-1]
    if first.isspace() or first in NOT_FIRST or is_mark(first):
        return True
    return last in NOT_LAST or (last.isdigit() and unicodedata.east_asian_width(first) in "WF")


def is_mark(sign: str) -> bool:
    """Of Thai vowels and tones `unicodedata.combining` knows only some."""
    return sign == SARA_AM or unicodedata.category(sign) == "Mn"


def lines(text: str, width: float, measure: Callable[[str], float]) -> list[list[str]]:
    """Lines of pieces, none wider than `width` in the units of `measure`, unless one sign alone is."""
    found: list[list[str]] = []
    for paragraph in text.split("\n"):
        line: list[str] = []
        room = width
        for piece in fitting(pieces(paragraph), width, measure):
            needed = measure(piece.rstrip())
            if line and needed > room:
                found.append(line)
                line, room = [], width
            line.append(piece)
            room -= measure(piece)
        found.append(line)
    return found


def fitting(parts: list[str], width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """A piece wider than a line is cut between signs."""
    for part in parts:
        if measure(part.rstrip()) <= width:
            yield part
            continue
        cut = ""
        for sign in part:
            if cut and not is_mark(sign) and measure(cut + sign) > width:
                yield cut
                cut = ""
            cut += sign
        yield cut
