"""Capabilities: the tree, and how far what two statements name on it agrees."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.engine.center import on_grid
from matching.engine.types import CapabilityRow, Floats
from matching.engine.words import Words

MOST_TAGS = 4
# Closeness of two nodes of the tree in [0, 1].
SAME, PARENT_CHILD, SIBLINGS, SAME_BRANCH = 1.0, 0.6, 0.3, 0.1


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

    @cached_property
    def lines(self) -> list[list[str]]:
        """For each node the way from itself to its root."""
        return [[row.slug, *self.ancestors(row.slug)] for row in self.rows]

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

    def lengths(self, rows: Floats) -> Floats:
        """(n, 1) lengths of rows of confidences, close nodes counting as partly the same."""
        return np.sqrt(np.einsum("ij,ij->i", rows @ self.matrix, rows))[:, None]

    @cached_property
    def branches(self) -> list[NDArray[np.int64]]:
        """The nodes under each root; those of two roots have no closeness."""
        roots: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines):
            roots.setdefault(line[-1], []).append(number)
        return [np.array(nodes, np.int64) for nodes in roots.values()]

    @cached_property
    def words(self) -> Words:
        return Words.of(self.rows)


def tag_arrays(
    tags: Sequence[Sequence[tuple[str, float]]], taxonomy: Taxonomy
) -> tuple[NDArray[np.int64], Floats]:
    """(n, MOST_TAGS) node numbers and confidences, padded with the node after the last and 0."""
    nodes = np.full((len(tags), MOST_TAGS), len(taxonomy), np.int64)
    confidence = np.zeros((len(tags), MOST_TAGS), np.float32)
    for row, pairs in enumerate(tags):
        known = [(taxonomy.index[slug], sure) for slug, sure in pairs if slug in taxonomy.index][:MOST_TAGS]
        for column, (node, sure) in enumerate(known):
            nodes[row, column], confidence[row, column] = node, sure
    return nodes, confidence


def tag_rows(nodes: NDArray[np.int64], confidence: Floats, taxonomy: Taxonomy) -> Floats:
    """(n, nodes of the tree) confidences, 0 for what is not named."""
    rows = np.zeros((len(nodes), len(taxonomy) + 1), np.float32)
    for column in range(nodes.shape[1]):
        rows[np.arange(len(nodes)), nodes[:, column]] += confidence[:, column]
    return rows[:, :-1]


def profiles(rows: Floats, others: Floats, side: str, taxonomy: Taxonomy) -> tuple[Floats, Floats]:
    """(n, nodes of the tree) rows whose product over a need and an offer is their tag agreement; (n, 1) lengths.

    With c(a) the confidences of a statement (`rows`), K the closeness of nodes and o(a) what else it is about
    (squared, `others`), agreement is c(need) K c(offer) / sqrt((c(need) K c(need) + o(need)) (c(offer) K c(offer) +
    o(offer))): a cosine, in [0, 1]. A need's row carries K.
    """
    lengths = np.sqrt(taxonomy.lengths(rows) ** 2 + others[:, None])
    if side == "need":
        rows = rows @ taxonomy.matrix
    return on_grid(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)), lengths


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
