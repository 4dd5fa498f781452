"""Statements of some firms laid out for the kernels of the first pass.

The partners lie plane by plane, all first statements, then all second ones: the best of every firm is then the
maximum of a few contiguous stretches, where a maximum over owners would walk through memory firm by firm.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.engine.arrays import NAMES_CERTIFICATES, NAMES_MATERIALS, Columns, Numbers, Rows
from matching.engine.constraints.codes import NUMERIC
from matching.engine.fit import TABLES
from matching.engine.glossary import glossary
from matching.engine.market import Group, rows_of
from matching.engine.products import Coded
from matching.engine.tags import Taxonomy
from matching.engine.types import Floats


@dataclass(frozen=True)
class Layout:
    """`rows`: statements of a group, plane by plane; a firm with more statements stands before one with fewer."""

    rows: Numbers
    sizes: tuple[int, ...]  # firms in each plane
    place: Numbers  # (firms,) where each firm stands in the first plane

    @cached_property
    def plane_first(self) -> Numbers:
        """Where each plane begins, and the last ends."""
        return np.cumsum([0, *self.sizes], dtype=np.int64)


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


def rows_for(group: Group, coded: Coded, taxonomy: Taxonomy, first: int, last: int) -> tuple[Coded, Rows]:
    """What the companies first..last-1 say, in the order of their owners."""
    where = rows_of(group, first, last)
    said = group.said
    rows = Rows(
        scales=coded.scales[where],
        hubness=said.hubness[where],
        kinds=said.kinds[where],
        profiles=group.profiles[where][:, branch_by_branch(taxonomy)],
        numbers=said.numbers[where],
        weights=said.weights[where],
        stating=said.stating.of(where),
        owners=group.owners[where] - first,
    )
    return coded[where], rows


def columns_for(
    group: Group, coded: Coded, taxonomy: Taxonomy, first: int, last: int, *, are_offers: bool
) -> tuple[Coded, Columns]:
    """What the companies first..last-1 say, plane by plane."""
    layout = layout_of(group, first, last)
    where, said = layout.rows, group.said
    things = named(said.numbers[where], said.weights[where])
    stating = said.stating.of(where)
    answers, by_kind = (table if are_offers else table.T for table in (TABLES.answers, TABLES.by_kind))
    columns = Columns(
        coded.scales[where],
        said.hubness[where],
        np.ascontiguousarray(answers[:, said.kinds[where]]),
        np.ascontiguousarray(by_kind[:, said.kinds[where]]),
        *branches_of(group.profiles[where], taxonomy),
        *things,
        *stated(stating.mask),
        stating=stating._replace(
            low=np.ascontiguousarray(stating.low.T), high=np.ascontiguousarray(stating.high.T)
        ),
        plane_first=layout.plane_first,
        place=layout.place,
    )
    return coded[where], columns


def branch_by_branch(taxonomy: Taxonomy) -> Numbers:
    """The nodes, those of one branch side by side."""
    return np.concatenate([np.zeros(0, np.int64), *taxonomy.branches])


def branches_of(
    profiles: Floats, taxonomy: Taxonomy
) -> tuple[Numbers, Numbers, NDArray[np.uint32], Numbers, Floats]:
    """(node_first, branch_first, branch_rows, value_first, values) of kernels.Columns.

    Capabilities of two branches have no closeness, and few statements speak of more than two.
    """
    rows, values = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    for nodes in taxonomy.branches:
        held = profiles[:, nodes]
        rows.append(np.flatnonzero(held.any(axis=1)))
        values.append(np.ascontiguousarray(held[rows[-1]].T).reshape(-1))
    lengths = [len(nodes) for nodes in taxonomy.branches]
    return (
        np.cumsum([0, *lengths]),
        np.cumsum([len(found) for found in rows]),
        np.concatenate(rows).astype(np.uint32),
        np.cumsum([len(found) for found in values]),
        np.concatenate(values),
    )


def named(numbers: Numbers, weights: Floats) -> tuple[Numbers, NDArray[np.uint32], Floats]:
    """(thing_first, thing_rows, thing_weights) of kernels.Columns."""
    rows, columns = np.nonzero(weights > 0)
    order = np.argsort(numbers[rows, columns], kind="stable")
    rows, columns = rows[order], columns[order]
    first = np.searchsorted(numbers[rows, columns], np.arange(len(glossary()) + 2))
    return first, rows.astype(np.uint32), weights[rows, columns]


def stated(mask: NDArray[np.uint32]) -> tuple[Numbers, NDArray[np.uint32]]:
    """(code_first, code_rows) of kernels.Columns."""
    bits = (*(np.uint32(1 << code) for code in range(len(NUMERIC))), NAMES_MATERIALS, NAMES_CERTIFICATES)
    rows = [np.flatnonzero(mask & bit) for bit in bits]
    return np.cumsum([0, *map(len, rows)]), np.concatenate(rows).astype(np.uint32)
