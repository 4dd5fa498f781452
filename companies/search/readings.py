"""A query read as capabilities: the trade words in it, in whichever of the three languages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from companies.models import Capability
from companies.search.texts import fold

LATIN = re.compile(r"[a-z0-9]")
# Shorter words say too little to stand for a trade.
SHORTEST = {True: 3, False: 2}
# A fragment that begins this many capabilities is not yet a word for one.
MOST_COMPLETIONS = 3


@dataclass(frozen=True)
class Reading:
    """The capabilities a query means, they and all below them, and every word for them."""

    capabilities: tuple[Capability, ...] = ()
    subtree: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()


def words_for(capability: Capability) -> Iterator[str]:
    yield from (capability.name_th, capability.name_ja, capability.name_en)
    yield from (*capability.synonyms_th, *capability.synonyms_ja, *capability.synonyms_en)


def read_as_capabilities(query: str) -> Reading:
    """The capabilities named by the longest words found in `query`, or that it begins to name."""
    typed = fold(query)
    if len(typed) < 2:
        return Reading()
    tree = {capability.pk: capability for capability in Capability.objects.all()}
    words = [(fold(word), capability) for capability in tree.values() for word in words_for(capability)]
    meant = named_in(typed, words) or completed_by(typed, words)
    subtree = below(meant, tree.values())
    said = {word for capability in meant for word in words_for(capability)}
    return Reading(tuple(meant), subtree, tuple(sorted(said, key=len, reverse=True)))


def named_in(typed: str, words: list[tuple[str, Capability]]) -> list[Capability]:
    """Longest words first; a word inside one already taken says nothing more."""
    found: list[tuple[str, Capability]] = []
    for word, capability in sorted(words, key=lambda pair: (-len(pair[0]), pair[1].pk)):
        if is_within(word, typed) and not any(word != taken and word in taken for taken, _ in found):
            found.append((word, capability))
    return list(dict.fromkeys(capability for _, capability in found))[:MOST_COMPLETIONS]


def is_within(word: str, typed: str) -> bool:
    """Latin words whole, Thai and Japanese ones anywhere: they are written without spaces."""
    is_latin = bool(LATIN.match(word))
    if len(word) < SHORTEST[is_latin]:
        return False
    if is_latin:
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", typed) is not None
    return word in typed


def completed_by(typed: str, words: list[tuple[str, Capability]]) -> list[Capability]:
    """What the person may be about to finish typing, when it can only be a few things."""
    if len(typed) < SHORTEST[bool(LATIN.match(typed))] + 1:
        return []
    meant = list(dict.fromkeys(capability for word, capability in words if typed in word))
    return meant if len(meant) <= MOST_COMPLETIONS else []


def below(meant: list[Capability], everything: Iterable[Capability]) -> frozenset[int]:
    """They and all their descendants; parents come before children in the table."""
    keys = {capability.pk for capability in meant}
    for capability in sorted(everything, key=lambda one: one.level):
        if capability.parent_id in keys:
            keys.add(capability.pk)
    return frozenset(keys)
