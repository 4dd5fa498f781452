"""A statement in the light of what else its firm says: a short need is read as its firm means it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matching.engine.center import on_grid
from matching.engine.embed import unit_rows
from matching.engine.tags import Taxonomy, tag_rows
from matching.engine.types import Floats

# How long the firm's other statements together are beside a statement of length 1, in meaning and on the tree.
# docs/matching.md has what neighbouring values do to the labelled sets.
BY_MEANING, BY_TAGS = 0.4, 0.2
# Confidences have two decimals: what is left of a sum after taking one out is rounded to them.
DECIMALS = 2


class Spoken(Protocol):
    """n statements of one country and side, by the numbers of their firms, ascending."""

    @property
    def owners(self) -> NDArray[np.int64]: ...
    @property
    def vectors(self) -> Floats: ...
    @property
    def tags(self) -> NDArray[np.int64]: ...
    @property
    def confidence(self) -> Floats: ...


@dataclass(frozen=True)
class Context:
    """All that the firms of one country say, added up: meaning (firms, d), confidences (firms, nodes)."""

    meaning: Floats
    tags: Floats
    taxonomy: Taxonomy

    @classmethod
    def of(cls, sides: Sequence[Spoken], firms: int, taxonomy: Taxonomy) -> "Context":
        meaning = [sums_of_firms(side.vectors, side.owners, firms) for side in sides if len(side.owners)]
        tags = [
            sums_of_firms(tag_rows(side.tags, side.confidence, taxonomy), side.owners, firms)
            for side in sides
        ]
        return cls(np.asarray(sum(meaning), np.float32), np.asarray(sum(tags), np.float32), taxonomy)

    def around(self, spoken: Spoken) -> tuple[Floats, Floats]:
        """(n, d) unit rows on the grid and (n, nodes) confidences, each with the firm's other statements in it."""
        plain = tag_rows(spoken.tags, spoken.confidence, self.taxonomy)
        if not len(plain):
            return spoken.vectors, plain
        others = unit_rows(self.meaning[spoken.owners] - spoken.vectors)
        meaning = on_grid(unit_rows(spoken.vectors + np.float32(BY_MEANING) * others))
        others = np.round(self.tags[spoken.owners] - plain, DECIMALS)
        return meaning, plain + np.float32(BY_TAGS) * self.unit_on_tree(others)

    def unit_on_tree(self, rows: Floats) -> Floats:
        lengths = self.taxonomy.lengths(rows)
        return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)


def sums_of_firms(rows: Floats, owners: NDArray[np.int64], firms: int) -> Floats:
    """(firms, d): the rows of each firm added up."""
    found = np.zeros((firms, rows.shape[1]), np.float32)
    if len(owners):
        present, starts = np.unique(owners, return_index=True)
        found[present] = np.add.reduceat(rows, starts, axis=0)
    return found
