"""A query read as capabilities and places: the trade words in it, in whichever of the three languages."""

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from companies.enums import Country
from companies.models import Capability, Location
from companies.search.sounds import ONSET_NG
from companies.search.tokens import fold, has_number, words_of
from companies.search.words import are_all_held

LATIN = re.compile(r"[a-z0-9]")
SPACED = re.compile(r"[^\s,、。・/]+")
# Shorter words say too little to stand for a trade.
SHORTEST = {True: 3, False: 2}
# A fragment that begins this many capabilities is not yet a word for one.
MOST_COMPLETIONS = 3
# Share of the pairs of letters that a misspelt word has in common with the right one.
ALIKE = 0.62
# One word among others says less.
ALIKE_ALONE = 0.75
SHORTEST_MISSPELT = 4
# Of what was typed, the share that must be understood for the rest not to be a misspelling.
COVERED = 0.8
# Not within a longer borrowed word, as タイ is in タイヤ.
COUNTRIES = {
    Country.THAILAND: re.compile(r"(?<![ァ-ヺー])タイ国?(?![ァ-ヺー])|(ประเทศ)?ไทย|\b(thailand|thai)\b"),
    Country.JAPAN: re.compile(r"日本|(ประเทศ)?ญี่ปุ่น|\b(japan|japanese)\b"),
}
PLACE_KIND = re.compile(r"(?<=..)[県府都]$|^จังหวัด")
THAI_MARKS = re.compile("[ะ-ฺ็-๎]")
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
    """The tree and the places with their words folded, the longest first; and words by their pairs of letters.

    `holding`: pair -> numbers of the words that have it. `spelt`, `sizes`: of each such word, its capability and
    how many pairs it has.
    """

    tree: tuple[Capability, ...]
    words: tuple[Word, ...]
    places: tuple[tuple[str, str], ...]
    spelt: tuple[Capability, ...]
    sizes: NDArray[np.int64]
    holding: Mapping[str, NDArray[np.int64]]


def lexicon() -> Lexicon:
    """As the database has it now: an edited word counts at once. Built by one thread while others wait."""
    state, places = Capability.objects.state_of_words(), Location.objects.count()
    with _building:
        return lexicon_of(state, places)


_building = threading.Lock()


@lru_cache(maxsize=2)
def lexicon_of(state: tuple[int, int, int], places: int) -> Lexicon:
    tree = tuple(Capability.objects.all())
    words = [(fold(word), capability) for capability in tree for word in words_for(capability)]
    words.sort(key=lambda pair: (-len(pair[0]), pair[1].pk))
    named = [(word, place.code) for place in Location.objects.all() for word in words_for_place(place)]
    long = [(letters(word), capability) for word, capability in words if len(word) >= SHORTEST_MISSPELT]
    holding: dict[str, list[int]] = defaultdict(list)
    for number, (pairs, _capability) in enumerate(long):
        for pair in pairs:
            holding[pair].append(number)
    return Lexicon(
        tree,
        tuple(words),
        tuple(sorted(named, key=lambda pair: -len(pair[0]))),
        tuple(capability for _pairs, capability in long),
        np.array([len(pairs) for pairs, _capability in long]),
        {pair: np.array(numbers) for pair, numbers in holding.items()},
    )


def words_for_place(place: Location) -> set[str]:
    """Its names in three languages, and in Thai as people also write Japanese ones: นางาโนะ is นากาโน."""
    names = {PLACE_KIND.sub("", fold(name)) for name in (place.name_th, place.name_ja, place.name_en)}
    if place.country == Country.JAPAN:
        names |= {ONSET_NG.sub("ก", name) for name in names}
        names |= {name.removesuffix("ะ") for name in names if len(name) > SHORTEST_MISSPELT}
    return names


def read_as_capabilities(query: str) -> Reading:
    """The capabilities named by the longest words found in `query`, or that it begins to name or misspells."""
    typed = fold(query)
    if len(typed) < 2:
        return Reading()
    known = lexicon()
    places = {code: word for word, code in known.places if is_within(word, typed)}
    places |= {code: hit[0] for code, words in COUNTRIES.items() if (hit := words.search(typed))}
    meant, is_guessed = named_in(typed, known.words) or completed_by(typed, known.words), False
    if not covers(meant, typed, places.values()) and not are_all_held(words_of(typed)):
        guessed = misspelt_in(typed, known, set(places.values()), whole=bool(meant))
        meant, is_guessed = (guessed, guessed != meant) if guessed else (meant, False)
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
        if (
            word in typed
            and is_within(word, typed)
            and not any(word != taken and word in taken for taken, _ in found)
        ):
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


def covers(meant: list[Capability], typed: str, place_words: Iterable[str]) -> bool:
    """Whether the words understood make up most of what was typed, places aside."""
    rest = typed
    for word in place_words:
        rest = rest.replace(word, "")
    said = [fold(word) for capability in meant for word in words_for(capability)]
    understood = max((len(word) for word in said if word in rest), default=0)
    return understood >= COVERED * len(rest)


def misspelt_in(typed: str, known: Lexicon, places: set[str], *, whole: bool) -> list[Capability]:
    """The capability whose word is most like the query, or unless `whole` like one of its words."""
    pieces = [piece for piece in SPACED.findall(typed) if piece not in places and not has_number(piece)]
    singly = [] if whole else sorted(pieces, key=len, reverse=True)
    whole_query = " ".join(pieces)
    for tried in dict.fromkeys([whole_query, *singly]):
        least = ALIKE if tried == whole_query else ALIKE_ALONE
        if len(tried) >= SHORTEST_MISSPELT and (capability := most_alike(letters(tried), known, least)):
            return [capability]
    return []


def most_alike(wanted: frozenset[str], known: Lexicon, least: float) -> Capability | None:
    """By Dice's coefficient of the pairs of letters; None where nothing is alike enough."""
    places = [known.holding[pair] for pair in wanted if pair in known.holding]
    if not places:
        return None
    shared = np.bincount(np.concatenate(places), minlength=len(known.sizes))
    alike = 2 * shared / (known.sizes + len(wanted))
    best = int(np.argmax(alike))
    return known.spelt[best] if alike[best] > least else None


def letters(word: str) -> frozenset[str]:
    """Pairs of neighbouring letters, with the ends marked: one wrong letter spoils two of them.

    Thai signs above and below the line are left out: they are what is misspelt most.
    """
    marked = f" {THAI_MARKS.sub('', word)} "
    return frozenset(marked[start : start + 2] for start in range(len(marked) - 1))


def below(meant: list[Capability], everything: Iterable[Capability]) -> frozenset[int]:
    """They and all their descendants; parents come before children in the table."""
    keys = {capability.pk for capability in meant}
    for capability in sorted(everything, key=lambda one: one.level):
        if capability.parent_id in keys:
            keys.add(capability.pk)
    return frozenset(keys)
