"""What a query finds and how well: names, trades, words and meaning, their scores added.

Lists are never fused by rank: across languages the lexical one is at chance, and counts only where it is not zero.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

from companies.search import meaning, names
from companies.search.meaning import Near
from companies.search.readings import Reading
from companies.search.shelf import Shelf
from companies.search.tokens import fold, has_number, words_of
from companies.search.words import holding

THAI, JAPANESE = re.compile(r"[\u0e00-\u0e7f]"), re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
LEAST_NEAR = 0.28
SURELY = 0.9
GUESSED = 0.6
# A part of the words is worth less than its share.
COVERAGE = 1.6
# One common word of four is no ground.
LEAST_SHARE = 0.3


@dataclass(frozen=True)
class Points:
    """What each ground is worth at its best; tuned on tests/companies/labelled."""

    name: float = 3.0
    sound: float = 2.2
    offered: float = 2.0
    sought: float = 0.7
    words: float = 1.6
    meaning: float = 2.0
    place: float = 0.8


POINTS = Points()


@dataclass(frozen=True)
class Hits:
    """`scores`: of each place of the shelf, 0 where nothing was found. `named`: firms found by their name."""

    scores: NDArray[np.float64]
    named: frozenset[int] = frozenset()
    near: Mapping[int, Near] = field(default_factory=dict)


def language_of(text: str) -> str:
    if THAI.search(text):
        return "th"
    return "ja" if JAPANESE.search(text) else "en"


def find(query: str, reading: Reading, shelf: Shelf) -> Hits:
    """Every published firm with any ground for this query; anonymous needs are no ground."""
    folded = fold(query)
    words = words_of(folded)
    spelt = {} if is_code(words) else names.spelt(query, reading, shelf)
    is_found = any(map(has_number, words)) or max(spelt.values(), default=0.0) > SURELY
    heard = {} if is_found else names.heard(without_trades(folded, reading))
    near = {} if is_code(words) else meaning.nearest(folded, language_of(folded), LEAST_NEAR)
    by_name = best_of(shelf, spelt, POINTS.name, heard, POINTS.sound)
    scores = by_name + trades(shelf, reading) + worded(shelf, words)
    if by_name.max(initial=0.0) < POINTS.name or reading.capabilities:
        scores += of_firms(
            shelf,
            {pk: (n.similarity - LEAST_NEAR) / (1 - LEAST_NEAR) for pk, n in near.items()},
            POINTS.meaning,
        )
    scores = placed(shelf, reading, scores)
    scores[shelf.keys == 0] = 0
    return Hits(scores, frozenset(spelt) | frozenset(heard), near)


def is_code(words: list[str]) -> bool:
    """Nothing but model numbers, materials and sizes: these have no meaning to come near to."""
    return bool(words) and all(has_number(word) for word in words)


def without_trades(folded: str, reading: Reading) -> str:
    """What a known trade or place leaves of the query, which may be a name."""
    known = () if reading.is_guessed else reading.words
    for word in sorted(map(fold, (*known, *reading.place_words)), key=len, reverse=True):
        folded = folded.replace(word, " ")
    return folded


def of_firms(shelf: Shelf, worth: Mapping[int, float], points: float) -> NDArray[np.float64]:
    scores = np.zeros(len(shelf.keys))
    for key, value in worth.items():
        if key in shelf.place_of:
            scores[shelf.place_of[key]] = value * points
    return scores


def best_of(
    shelf: Shelf, spelt: Mapping[int, float], points: float, heard: Mapping[int, float], sound_points: float
) -> NDArray[np.float64]:
    """One name is not counted twice, as spelt and as heard."""
    return np.maximum(of_firms(shelf, spelt, points), of_firms(shelf, heard, sound_points))


def trades(shelf: Shelf, reading: Reading) -> NDArray[np.float64]:
    """By capability: what is offered weighs more than what is sought; a guessed word less than a known one."""
    offered = shelf.places(shelf.having_any(("offers", slug) for slug in sorted(reading.slugs)))
    sought = shelf.places(shelf.having_any(("seeks", slug) for slug in sorted(reading.slugs)))
    several = np.zeros(len(shelf.keys))
    for capability in reading.capabilities if len(reading.capabilities) > 1 else ():
        several += shelf.places(shelf.having(("capability", capability.slug)))
    sure = GUESSED if reading.is_guessed else 1.0
    share = several / max(len(reading.capabilities), 1)
    return sure * np.where(offered, POINTS.offered * (1 + share), sought * POINTS.sought)


def worded(shelf: Shelf, words: Iterable[str]) -> NDArray[np.float64]:
    """By the words themselves: rare ones weigh more, as does a model number; the sum is at most `words`."""
    scores, total = np.zeros(len(shelf.keys)), 0.0
    everyone = max(len(shelf.place_of), 2)
    for word in words:
        firms = [shelf.place_of[key] for key in holding(word) if key in shelf.place_of]
        weight = (1.0 + log(everyone / max(len(firms), 1)) / log(everyone)) * (
            2.0 if has_number(word) else 1.0
        )
        total += weight
        scores[firms] += weight
    if not total:
        return scores
    share = scores / total
    return np.where(share >= LEAST_SHARE, POINTS.words * share**COVERAGE, 0.0)


def placed(shelf: Shelf, reading: Reading, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """A place named with something else puts its firms first; alone it finds them."""
    if not reading.places:
        return scores
    here = shelf.places(
        shelf.having_any((kind, code) for code in reading.places for kind in ("location", "country"))
    )
    if scores.max(initial=0.0) == 0 or not reading.capabilities:
        return np.where(here, scores + POINTS.place, scores)
    return np.where(here & (scores > 0), scores + POINTS.place, scores)
