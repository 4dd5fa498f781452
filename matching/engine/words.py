"""The words of the capability tree, found in a text whatever their spelling, longest first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from matching.engine.segment import inner_places
from matching.engine.text import normalise
from matching.engine.types import CapabilityRow

# Words of trades carry these around their core: งานกลึง is กลึง, 研削加工 is 研削.
THAI_PREFIXES = ("งาน", "การ", "รับ", "บริการ")
JAPANESE_SUFFIXES = ("加工", "処理", "技術", "成形", "サービス")
BETWEEN = " -・."
LATIN_RUN = re.compile(r"[a-z0-9]+")
# Loanwords are written with and without these marks; elsewhere a tone tells words apart (ไม่, ไม้).
THAI_MARKS = re.compile("[\u0e47\u0e4a-\u0e4e]|(?<=\u0e34)[\u0e48\u0e49](?=\u0e07)")
# セン・サー and セン・サ are one word; ルーター keeps its first long vowel.
KATAKANA_LONG = re.compile(r"(?<=[ァ-ヺ]{3})ー|(?<=[ァ-ヺ]ー[ァ-ヺ])ー|(?<=[ァ-ヺ]{3}ー[ァ-ヺ])ー")
ENGLISH_SPELLINGS = (
    ("mould", "mold"),
    ("aluminium", "aluminum"),
    ("fibre", "fiber"),
    ("centre", "center"),
    ("sulph", "sulf"),
    ("colour", "color"),
    ("gauge", "gage"),
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
)
# Trades written in either syllabary.
IN_KATAKANA = {
    word: word.translate({c: c + 0x60 for c in range(0x3041, 0x3097)})
    for word in ("めっき", "ねじ", "ばね", "はんだ", "ろう付")
}


@dataclass(frozen=True)
class Folded:
    """A text in the spelling words are compared in, and where each character stood before."""

    text: str
    origin: tuple[int, ...]


@dataclass(frozen=True)
class Hit:
    """A word of the tree found in a text; positions are those of the normalised text."""

    word: str
    slugs: tuple[str, ...]
    start: int
    end: int


def stem(word: str) -> str:
    """One form of an English word for its British and American spelling, singular and plural."""
    for british, american in ENGLISH_SPELLINGS:
        word = word.replace(british, american)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """(position, what is left of the character or word there) of a normalised lower-case text."""
    place = 0
    while place < len(text):
        if latin := LATIN_RUN.match(text, place):
            yield place, stem(latin[0])
            place = latin.end()
        elif KATAKANA_LONG.match(text, place) or THAI_MARKS.match(text, place):
            place += 1
        else:
            yield place, text[place]
            place += 1


def fold_words(normalised: str) -> Folded:
    """Lower case, one spelling for variants; spaces and hyphens stay between Latin words only."""
    letters: list[str] = []
    origin: list[int] = []
    gap = False
    for place, piece in pieces(one_syllabary(normalised.lower())):
        if piece in BETWEEN:
            gap = True
            continue
        if gap and letters and is_latin(letters[-1]) and is_latin(piece[0]):
            letters.append(" ")
            origin.append(place - 1)
        gap = False
        letters += piece
        origin += range(place, place + len(piece))
    return Folded("".join(letters), (*origin, len(normalised)))


def one_syllabary(text: str) -> str:
    """Same length: the words of trades that are written in hiragana or katakana, in katakana."""
    for hiragana, katakana in IN_KATAKANA.items():
        text = text.replace(hiragana, katakana)
    return text


def is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def cores_of(word: str) -> list[str]:
    """The word without what trades put around it; a core of one letter or three Thai ones is no word."""
    cores = [word[len(p) :] for p in THAI_PREFIXES if word.startswith(p) and len(word) - len(p) > 3]
    return cores + [word[: -len(s)] for s in JAPANESE_SUFFIXES if word.endswith(s) and len(word) - len(s) > 1]


@dataclass(frozen=True)
class Words:
    """Every name and synonym, folded, with its spelling in the tree and its nodes."""

    entries: dict[str, tuple[str, tuple[str, ...]]]
    lengths: dict[str, tuple[int, ...]] = field(repr=False)

    @classmethod
    def of(cls, rows: Sequence[CapabilityRow]) -> "Words":
        found: dict[str, tuple[str, dict[str, None]]] = {}
        for word, slug in spellings(rows):
            folded = fold_words(word).text
            if len(folded) > 1:
                found.setdefault(folded, (word, {}))[1][slug] = None
        entries = {folded: (word, tuple(slugs)) for folded, (word, slugs) in found.items()}
        lengths: dict[str, set[int]] = {}
        for folded in entries:
            lengths.setdefault(folded[:2], set()).add(len(folded))
        return cls(entries, {head: tuple(sorted(sizes)) for head, sizes in lengths.items()})

    def candidates(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of every entry in a folded text, Latin ones as whole words only."""
        for start in range(len(text) - 1):
            for length in self.lengths.get(text[start : start + 2], ()):
                end = start + length
                if end <= len(text) and text[start:end] in self.entries and stands_alone(text, start, end):
                    yield start, end

    def find(self, text: str) -> list[Hit]:
        """The longest words that do not overlap, in the order of the normalised `text`."""
        text = normalise(text)
        folded = fold_words(text)
        spans = sorted(self.candidates(folded.text), key=lambda span: (span[0] - span[1], span[0]))
        inner = inner_places(text) if spans else set()
        taken: set[int] = set()
        hits = []
        for start, end in spans:
            # A mark or a plural folded away still belongs to the word, a space behind it does not.
            first, after = folded.origin[start], folded.origin[end]
            if (is_short(folded.text[start:end]) and {first, after} & inner) or taken & set(
                range(start, end)
            ):
                continue
            taken |= set(range(start, end))
            word, slugs = self.entries[folded.text[start:end]]
            hits.append(Hit(word, slugs, first, len(text[:after].rstrip(BETWEEN))))
        return sorted(hits, key=lambda hit: hit.start)


def spellings(rows: Iterable[CapabilityRow]) -> Iterator[tuple[str, str]]:
    """(word, slug) of every name, its core and every synonym, as written."""
    for row in rows:
        for name in map(normalise, row.names.values()):
            for word in (name, *cores_of(name)):
                yield word, row.slug
        for synonyms in row.synonyms.values():
            for word in map(normalise, synonyms):
                yield word, row.slug


def is_short(folded: str) -> bool:
    """Whether the word may be a piece of others by chance."""
    return len(folded) < (7 if "\u0e00" <= folded[0] <= "\u0e7f" else 4)


def stands_alone(text: str, start: int, end: int) -> bool:
    """A Latin word must not be a piece of a longer one."""
    before = start > 0 and is_latin(text[start - 1]) and is_latin(text[start])
    after = end < len(text) and is_latin(text[end]) and is_latin(text[end - 1])
    return not before and not after
