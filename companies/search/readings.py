"""A query read as capabilities and places: the trade words in it, in whichever of the three languages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from companies.models import Capability, Location
from companies.search.tokens import fold, has_number

LATIN = re.compile(r"[a-z0-9]")
SPACED = re.compile(r"[^\s,、。・/]+")
# Shorter words say too little to stand for a trade.
SHORTEST = {True: 3, False: 2}
# A fragment that begins this many capabilities is not yet a word for one.
MOST_COMPLETIONS = 3
# Share of the pairs of letters that a misspelt word has in common with the right one.
ALIKE = 0.62
SHORTEST_MISSPELT = 4
PLACE_KIND = re.compile(r"(?<=..)[県府都]$|^จังหวัด")
Word = tuple[str, Capability]


@dataclass(frozen=True)
class Reading:
    """The capabilities a query means, they and all below them, every word for them, and the places it names."""

    capabilities: tuple[Capability, ...] = ()
    subtree: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    place_words: tuple[str, ...] = ()
    slugs: frozenset[str] = frozenset()
    is_guessed: bool = False


def words_for(capability: Capability) -> Iterator[str]:
    yield from (capability.name_th, capability.name_ja, capability.name_en)
    yield from (*capability.synonyms_th, *capability.synonyms_ja, *capability.synonyms_en)


@dataclass(frozen=True)
class Lexicon:
    """The tree and the places with their words folded, the longest first."""

    tree: tuple[Capability, ...]
    words: tuple[Word, ...]
    places: tuple[tuple[str, str], ...]
    spelling: tuple[tuple[frozenset[str], str, Capability], ...]


def lexicon() -> Lexicon:
    """As the database has it now: an edited word counts at once."""
    return lexicon_of(Capability.objects.state_of_words(), Location.objects.count())


@lru_cache(maxsize=2)
def lexicon_of(state: tuple[int, int, int], places: int) -> Lexicon:
    tree = tuple(Capability.objects.all())
    words = [(fold(word), capability) for capability in tree for word in words_for(capability)]
    words.sort(key=lambda pair: (-len(pair[0]), pair[1].pk))
    named = [
        (PLACE_KIND.sub("", fold(name)), place.code)
        for place in Location.objects.all()
        for name in (place.name_th, place.name_ja, place.name_en)
    ]
    spelling = tuple((letters(word), word, capability) for word, capability in words if len(word) > 3)
    return Lexicon(tree, tuple(words), tuple(sorted(named, key=lambda pair: -len(pair[0]))), spelling)


def read_as_capabilities(query: str) -> Reading:
    """The capabilities named by the longest words found in `query`, or that it begins to name or misspells."""
    typed = fold(query)
    if len(typed) < 2:
        return Reading()
    known = lexicon()
    places = {code: word for word, code in known.places if is_within(word, typed)}
    meant, is_guessed = named_in(typed, known.words) or completed_by(typed, known.words), False
    if not meant:
        meant, is_guessed = misspelt_in(typed, known, set(places.values())), True
    below_them = below(meant, known.tree)
    said = {word for capability in meant for word in words_for(capability)}
    return Reading(
        tuple(meant),
        below_them,
        tuple(sorted(said, key=len, reverse=True)),
        tuple(places),
        tuple(places.values()),
        frozenset(capability.slug for capability in known.tree if capability.pk in below_them),
        is_guessed and bool(meant),
    )


def named_in(typed: str, words: Iterable[Word]) -> list[Capability]:
    """Longest words first; a word inside one already taken says nothing more."""
    found: list[Word] = []
    for word, capability in words:
        if is_within(word, typed) and not any(word != taken and word in taken for taken, _ in found):
            found.append((word, capability))
    return list(dict.fromkeys(capability for _, capability in found))[:MOST_COMPLETIONS]


def is_within(word: str, typed: str) -> bool:
    """Latin words whole, Thai and Japanese ones anywhere: they are written without spaces."""
    is_latin = bool(LATIN.match(word))
    if len(word) < SHORTEST[is_latin] or word not in typed:
        return False
    return not is_latin or re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", typed) is not None


def completed_by(typed: str, words: Iterable[Word]) -> list[Capability]:
    """What the person may be about to finish typing, when it can only be a few things."""
    if len(typed) < SHORTEST[bool(LATIN.match(typed))] + 1:
        return []
    meant = list(dict.fromkeys(capability for word, capability in words if typed in word))
    return meant if len(meant) <= MOST_COMPLETIONS else []


def misspelt_in(typed: str, known: Lexicon, places: set[str]) -> list[Capability]:
    """The capability whose word is most like the query or one of its words, if one is like enough."""
    pieces = [piece for piece in SPACED.findall(typed) if piece not in places and not has_number(piece)]
    best: tuple[float, Capability | None] = (ALIKE, None)
    for tried in dict.fromkeys([" ".join(pieces), *pieces]):
        if len(tried) < SHORTEST_MISSPELT:
            continue
        wanted = letters(tried)
        for pairs, _word, capability in known.spelling:
            shared = len(wanted & pairs)
            if 2 * shared > best[0] * (len(wanted) + len(pairs)):
                best = (2 * shared / (len(wanted) + len(pairs)), capability)
    return [best[1]] if best[1] else []


def letters(word: str) -> frozenset[str]:
    """Pairs of neighbouring letters, with the ends marked: one wrong letter spoils two of them."""
    marked = f" {word} "
    return frozenset(marked[start : start + 2] for start in range(len(marked) - 1))


def below(meant: list[Capability], everything: Iterable[Capability]) -> frozenset[int]:
    """They and all their descendants; parents come before children in the table."""
    keys = {capability.pk for capability in meant}
    for capability in sorted(everything, key=lambda one: one.level):
        if capability.parent_id in keys:
            keys.add(capability.pk)
    return frozenset(keys)
