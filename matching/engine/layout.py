"""Statements of some firms laid out for whole-block work: all first ones, then all second ones, and so on.

The best statement of every firm is then the maximum of a few contiguous blocks, where a reduction over owners would
walk through memory row by row.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.constraints.planes import Conditions
from matching.engine.market import Group
from matching.engine.products import Coded
from matching.engine.tags import Taxonomy
from matching.engine.types import Floats

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Layout:
    """`rows`: statements of a group, plane by plane; a firm with more statements stands before one with fewer."""

    rows: Numbers
    sizes: tuple[int, ...]  # firms in each plane
    place: Numbers  # (firms,) where each firm stands in the first plane

    @property
    def firms(self) -> int:
        return len(self.place)

    @property
    def planes(self) -> list[slice]:
        ends = np.cumsum(self.sizes)
        return [slice(int(end) - size, int(end)) for end, size in zip(ends, self.sizes, strict=True)]


def layout_of(group: Group, first: int, last: int) -> Layout:
    """Of the companies first..last-1 of the group's country."""
    starts = np.searchsorted(group.owners, np.arange(first, last + 1))
    counts = np.diff(starts)
    order = np.argsort(-counts, kind="stable")
    sizes = tuple(int((counts > plane).sum()) for plane in range(counts.max(initial=0)))
    rows = [starts[order[:size]] + plane for plane, size in enumerate(sizes)]
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return Layout(np.concatenate([np.zeros(0, np.int64), *rows]), sizes, place)


@dataclass(frozen=True)
class Named:
    """Which statements name what, by number, so that two sets are joined without looking at all pairs."""

    numbers: Numbers  # ascending
    rows: Numbers
    weights: Floats

    @classmethod
    def of(cls, numbers: NDArray[np.int64], weights: Floats) -> "Named":
        rows, columns = np.nonzero(weights > 0)
        named = numbers[rows, columns]
        order = np.argsort(named, kind="stable")
        return cls(named[order], rows[order], weights[rows, columns][order])

    def joined(self, other: "Named") -> tuple[Numbers, Numbers]:
        """(entries of this, entries of the other) that name the same."""
        return joined(self.numbers, other.numbers)


def joined(numbers: Numbers, others: Numbers) -> tuple[Numbers, Numbers]:
    """Places of equal numbers in two ascending lists, every combination once."""
    first = np.searchsorted(others, numbers, side="left")
    counts = np.searchsorted(others, numbers, side="right") - first
    mine = np.repeat(np.arange(len(numbers)), counts)
    before = np.cumsum(counts) - counts
    return mine, np.arange(counts.sum()) - np.repeat(before - first, counts)


@dataclass(frozen=True)
class Part:
    """The statements of a layout with all that the first pass reads of them."""

    layout: Layout
    coded: Coded
    hubness: Floats
    branches: dict[
        int, tuple[Numbers, Floats]
    ]  # by branch: rows with tags in it, and those columns of profiles
    named: Named
    conditions: Conditions
    kinds: Numbers

    @cached_property
    def stated(self) -> tuple[Numbers, Numbers]:
        """(codes ascending, rows) of the figures stated."""
        rows, codes = np.nonzero(~np.isnan(self.conditions.low) | ~np.isnan(self.conditions.high))
        order = np.argsort(codes, kind="stable")
        return codes[order], rows[order]

    @cached_property
    def asking(self) -> Numbers:
        """Rows that state certificates."""
        return np.flatnonzero(self.conditions.certificates.any(axis=1))

    def __len__(self) -> int:
        return len(self.layout.rows)


def part_of_group(group: Group, coded: Coded, taxonomy: Taxonomy, first: int, last: int) -> Part:
    layout = layout_of(group, first, last)
    rows = layout.rows
    things = group.things[rows]
    return Part(
        layout=layout,
        coded=coded[rows],
        hubness=group.hubness[rows],
        branches=branches_of(group.profiles[rows], taxonomy.branches),
        named=Named.of(things.numbers, things.weights),
        conditions=group.conditions[rows],
        kinds=group.kinds[rows],
    )


def branches_of(profiles: Floats, branches: list[Any]) -> dict[int, tuple[Numbers, Floats]]:
    """Capabilities of two branches have no closeness: each branch is a small product of its own."""
    found = {}
    for number, columns in enumerate(branches):
        held = profiles[:, columns]
        rows = np.flatnonzero(held.any(axis=1))
        if len(rows):
            found[number] = (rows, np.ascontiguousarray(held[rows]))
    return found
