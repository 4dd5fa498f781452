"""Arrays as the kernels read them, and the figures they share; without numba, whose loading takes a second."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine.types import Floats

Numbers = NDArray[np.int64]
NAMES_MATERIALS, NAMES_CERTIFICATES = np.uint32(1 << 30), np.uint32(1 << 31)
BROKEN_IS = 32
# Coordinates of vectors are multiples of 1/GRID, see center.py.
GRID = 2048
RULES = ("finest", "covers", "reaches", "within", "fits")


class Tables(NamedTuple):
    """Figures of fit.py, kinds.py and constraints/planes.py."""

    by_meaning: np.float32
    by_tags: np.float32
    csls_low: np.float32
    csls_span: np.float32
    steps: np.float32  # 10 ^ decimals of a fit
    answers: Floats  # (kinds, kinds) of need and offer
    by_kind: Floats
    gains: NDArray[np.float64]  # by count of conditions
    shares: NDArray[np.float64]
    rules: Numbers  # by numeric code


class Stating(NamedTuple):
    """Conditions of n statements."""

    mask: NDArray[np.uint32]  # (n,) a bit for each numeric code, and for materials and certificates
    low: Floats
    high: Floats
    materials: NDArray[np.uint64]
    certificates: NDArray[np.uint64]
    any_of: NDArray[np.bool_]

    def of(self, rows: Any) -> "Stating":
        return Stating(*(plane[rows] for plane in self))


class Said(NamedTuple):
    """n statements in the order of their owners, for exact fits of chosen pairs."""

    vectors: NDArray[np.int16]  # in steps of the grid
    profiles: NDArray[np.int16]
    numbers: Numbers  # (n, things) ascending in each row
    weights: Floats
    marks: NDArray[np.uint64]  # a bit for each thing: without a common one no thing is shared
    hubness: Floats
    kinds: Numbers
    stating: Stating


class Rows(NamedTuple):
    """Statements of some firms of one country, in the order of their owners."""

    scales: Floats  # of the codes
    hubness: Floats
    kinds: Numbers
    profiles: Floats  # (n, nodes) branch by branch
    numbers: Numbers
    weights: Floats
    stating: Stating
    owners: Numbers  # (n,) from 0


class Columns(NamedTuple):
    """Statements of some firms of the other country: all first ones, then all second ones, and so on."""

    scales: Floats
    hubness: Floats
    answers: Floats  # (kinds, n) by the kind of a row
    by_kind: Floats
    node_first: Numbers  # (branches + 1,) nodes of each branch, in the order of Rows.profiles
    branch_first: Numbers  # (branches + 1,) into branch_rows
    branch_rows: NDArray[np.uint32]
    value_first: Numbers  # (branches + 1,) into values
    values: Floats  # of each branch (nodes, rows)
    thing_first: Numbers  # (things + 2,) into thing_rows
    thing_rows: NDArray[np.uint32]
    thing_weights: Floats
    code_first: Numbers  # (codes + 3,) into code_rows: by numeric code, then materials, then certificates
    code_rows: NDArray[np.uint32]
    stating: Stating  # bounds by code and column
    plane_first: Numbers
    place: Numbers  # (firms,) where each firm stands in the first plane
