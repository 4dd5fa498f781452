"""Capabilities: the tree, reading them from free text, and how far two sets of them agree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine.center import neighbourhood
from matching.engine.embed import Embedder, unit_rows
from matching.engine.text import fold
from matching.engine.types import LANGUAGES, CapabilityRow, Floats, TagSuggestion

MOST_TAGS = 3
# Closeness of two nodes of the tree in [0, 1].
SAME, PARENT_CHILD, SIBLINGS, SAME_BRANCH = 1.0, 0.6, 0.3, 0.1
# How sure a capability is that no word names and meaning alone suggests.
BY_MEANING = 0.4
# Words of trades carry these around their core: งานกลึง is กลึง, 研削加工 is 研削.
THAI_PREFIXES = ("งาน", "การ", "รับ", "บริการ")
JAPANESE_SUFFIXES = ("加工", "処理", "技術", "成形", "サービス")


class Taxonomy:
    """The capability tree with its words in three languages. Order of nodes is order of rows."""

    def __init__(self, rows: Iterable[CapabilityRow]) -> None:
        self.rows = list(rows)
        self.index = {row.slug: number for number, row in enumerate(self.rows)}

    def __len__(self) -> int:
        return len(self.rows)

    def ancestors(self, slug: str) -> list[str]:
        """From the node's parent to its root."""
        found = []
        parent = self.rows[self.index[slug]].parent
        while parent is not None and parent in self.index and parent not in found:
            found.append(parent)
            parent = self.rows[self.index[parent]].parent
        return found

    def closeness(self, one: str, other: str) -> float:
        if one not in self.index or other not in self.index:
            return 0.0
        if one == other:
            return SAME
        above_one, above_other = self.ancestors(one), self.ancestors(other)
        if one in above_other[:1] or other in above_one[:1]:
            return PARENT_CHILD
        if above_one and above_other and above_one[0] == above_other[0]:
            return SIBLINGS if len(above_one) > 1 else SAME_BRANCH
        same_root = (above_one or [one])[-1] == (above_other or [other])[-1]
        return SAME_BRANCH if same_root else 0.0

    @cached_property
    def matrix(self) -> Floats:
        """closeness of every pair of nodes, shape (nodes, nodes)."""
        slugs = [row.slug for row in self.rows]
        return np.array([[self.closeness(a, b) for b in slugs] for a in slugs], np.float32).reshape(
            len(slugs), len(slugs)
        )

    @cached_property
    def words(self) -> "Words":
        return Words.of(self.rows)


@dataclass(frozen=True)
class Words:
    """Every name and synonym with its nodes, folded, longest first; Latin words match whole words only."""

    entries: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, rows: Sequence[CapabilityRow]) -> "Words":
        found: dict[str, dict[str, None]] = {}
        words = [
            (fold(word), row.slug)
            for row in rows
            for words in ([*row.names.values()], *row.synonyms.values())
            for word in words
        ]
        cores = [(core, slug) for word, slug in words for core in cores_of(word)]
        for word, slug in [*words, *cores]:
            if len(word) > 1:
                found.setdefault(word, {})[slug] = None
        entries = [(word, tuple(slugs)) for word, slugs in found.items()]
        return cls(tuple(sorted(entries, key=lambda item: (-len(item[0]), item[0]))))

    def find(self, text: str) -> list[tuple[str, str, int]]:
        """(word, slug, position) of the longest words in folded `text` that do not overlap."""
        taken = np.zeros(len(text) + 1, bool)
        found = []
        for word, slugs in self.entries:
            start = text.find(word)
            while start >= 0:
                end = start + len(word)
                if not taken[start:end].any() and stands_alone(text, start, end):
                    taken[start:end] = True
                    found += [(word, slug, start) for slug in slugs]
                start = text.find(word, end)
        return sorted(found, key=lambda item: item[2])


def cores_of(word: str) -> list[str]:
    """The word without what trades put around it; a core of one letter or three Thai ones is no word."""
    cores = [word[len(p) :] for p in THAI_PREFIXES if word.startswith(p) and len(word) - len(p) > 3]
    return cores + [word[: -len(s)] for s in JAPANESE_SUFFIXES if word.endswith(s) and len(word) - len(s) > 1]


def is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def stands_alone(text: str, start: int, end: int) -> bool:
    """A Latin word must not be a piece of a longer one; Thai and Japanese have no spaces to go by."""
    before = start > 0 and is_latin(text[start - 1]) and is_latin(text[start])
    after = end < len(text) and is_latin(text[end]) and is_latin(text[end - 1])
    return not before and not after


def suggest_capabilities(
    text: str, taxonomy: Taxonomy, embedder: Embedder | None = None, vector: Floats | None = None
) -> list[TagSuggestion]:
    """At most six capabilities the text speaks of, surest first: by words, then by meaning.

    Meaning needs an `embedder`; `vector` is the text's own, where it is known already.
    """
    folded = fold(text)
    best: dict[str, TagSuggestion] = {}
    for word, slug, position in taxonomy.words.find(folded):
        # Longer words are more telling, and what is said first is usually the trade itself.
        confidence = 0.6 + min(len(word), 12) / 40 + 0.1 * (1 - position / max(len(folded), 1))
        confidence = round(min(confidence, 0.98), 2)
        if slug not in best or confidence > best[slug].confidence:
            best[slug] = TagSuggestion(slug, confidence, word)
    found = sorted(best.values(), key=lambda item: (-item.confidence, item.slug))
    if embedder is not None and folded and len(found) < MOST_TAGS:
        meant = embedder.embed([text])[0] if vector is None else vector
        found += [item for item in suggest_by_meaning(meant, taxonomy, embedder) if item.slug not in best]
    return found[:MOST_TAGS] if len(best) < MOST_TAGS else found[:6]


def suggest_by_meaning(vector: Floats, taxonomy: Taxonomy, embedder: Embedder) -> list[TagSuggestion]:
    """The nodes whose names lie nearest to a text's vector, hubs pushed down."""
    if not len(taxonomy):
        return []
    names = NodeVectors.of(taxonomy, embedder)
    nearness = names.rows @ (vector - names.mean) - names.hubness / 2
    order = np.argsort(-nearness, kind="stable")[:MOST_TAGS]
    return [TagSuggestion(taxonomy.rows[number].slug, BY_MEANING, "") for number in order]


@dataclass(frozen=True)
class NodeVectors:
    """Every node as the mean of its three names, each language centred; kept with the taxonomy."""

    rows: Floats
    mean: Floats
    hubness: Floats

    @classmethod
    def of(cls, taxonomy: Taxonomy, embedder: Embedder) -> "NodeVectors":
        kept = taxonomy.__dict__.get("node_vectors")
        if kept is None:
            names = [
                embedder.embed([row.names.get(lang) or row.slug for row in taxonomy.rows])
                for lang in LANGUAGES
            ]
            rows = np.mean([block - block.mean(axis=0) for block in names], axis=0)
            hubness = neighbourhood(unit_rows(rows), unit_rows(rows))
            kept = cls(rows, np.mean([block.mean(axis=0) for block in names], axis=0), hubness)
            taxonomy.__dict__["node_vectors"] = kept
        return kept


def shared_capabilities(one: Sequence[str], other: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Capabilities both name, then those where one is the parent of the other (the narrower one)."""
    same = [slug for slug in one if slug in other]
    if same:
        return tuple(same)
    near = [
        (a if b in taxonomy.ancestors(a) else b)
        for a in one
        for b in other
        if taxonomy.closeness(a, b) == PARENT_CHILD
    ]
    return tuple(dict.fromkeys(near))


def tag_agreement(one: Sequence[str], other: Sequence[str], taxonomy: Taxonomy) -> float:
    """Closeness in [0, 1] of the nearest two capabilities, one from each set."""
    return max((taxonomy.closeness(a, b) for a in one for b in other), default=0.0)
