"""Conditions of many statements as arrays, and what met and broken ones do to the fit of many pairs at once."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.arrays import BROKEN_IS, NAMES_CERTIFICATES, NAMES_MATERIALS, Stating
from matching.engine.constraints.codes import NUMERIC
from matching.engine.constraints.comparing import RULES, stated_by, widened, with_held
from matching.engine.constraints.vocabulary import NAMES
from matching.engine.types import Floats, Stated, Statement

Bits = NDArray[np.uint64]
Counts = NDArray[np.int64]
Places = NDArray[np.int64]
# Each broken condition leaves this share of a fit.
BROKEN_LEAVES = 0.8
# Each met one closes this share of the way that f (1 - f) leaves: most for a middling fit, never above 1.
MET_CLOSES = 0.12
WIDTH = 64
# By count: met in the lower five bits, broken above them; no statement has as many as 32 codes.
COUNTS = np.arange(BROKEN_IS**2)
GAINS = 1 - (1 - MET_CLOSES) ** (COUNTS % BROKEN_IS)
SHARES = BROKEN_LEAVES ** (COUNTS // BROKEN_IS)


@dataclass(frozen=True)
class Conditions:
    """Of n statements: bounds by numeric code (NaN for open) and bit sets of words; slicing slices all."""

    low: Floats  # (n, numeric codes)
    high: Floats  # (n, numeric codes)
    materials: Bits  # (n, words of 64 bits); an offer's with the families of its grades
    certificates: Bits  # (n, words of 64 bits); an offer's with those its firm holds
    any_of: NDArray[np.bool_]  # (n, 2): any of the materials, any of the certificates will do

    @cached_property
    def stating(self) -> Stating:
        """For the kernels."""
        said = ~np.isnan(self.low) | ~np.isnan(self.high)
        mask = (said << np.arange(said.shape[1], dtype=np.uint32)).sum(axis=1, dtype=np.uint32)
        mask |= self.materials.any(axis=1) * NAMES_MATERIALS
        mask |= self.certificates.any(axis=1) * NAMES_CERTIFICATES
        return Stating(mask, self.low, self.high, self.materials, self.certificates, self.any_of)

    def __getitem__(self, rows: Any) -> "Conditions":
        return Conditions(*(getattr(self, plane.name)[rows] for plane in fields(self)))


def conditions_of(statements: Sequence[Statement], held: Sequence[tuple[str, ...]]) -> Conditions:
    """`held`: for each statement the certificates of its firm, which count for offers only."""
    size = len(statements)
    low = np.full((size, len(NUMERIC)), np.nan, np.float32)
    high = low.copy()
    bits = {code: np.zeros((size, -(-len(names) // WIDTH)), np.uint64) for code, names in NAMES.items()}
    any_of = np.zeros((size, len(NAMES)), bool)
    for row, (statement, certificates) in enumerate(zip(statements, held, strict=True)):
        stated = stated_by(statement)
        if statement.side == "offer":
            stated = with_held(stated, certificates)
        for column, code in enumerate(NUMERIC):
            if found := stated.get(code.name):
                low[row, column] = np.nan if found.low is None else found.low
                high[row, column] = np.nan if found.high is None else found.high
        for column, code_name in enumerate(NAMES):
            if found := stated.get(code_name):
                bits[code_name][row] = bits_of(found, code_name, widen=statement.side == "offer")
                any_of[row, column] = found.any_of
    return Conditions(low, high, bits["material"], bits["certificate"], any_of)


def bits_of(stated: Stated, code: str, *, widen: bool) -> Bits:
    """One bit a name of the vocabulary; names it does not have are left out."""
    names = widened(stated.words) if widen else set(stated.words)
    row = np.zeros(-(-len(NAMES[code]) // WIDTH), np.uint64)
    for place, name in enumerate(NAMES[code]):
        if name in names:
            row[place // WIDTH] |= np.uint64(1) << np.uint64(place % WIDTH)
    return row


def count_conditions(needs: Conditions, offers: Conditions) -> tuple[Places, Counts]:
    """Pairs with a met or broken condition, as row * offers + column, ascending; and met + 32 x broken of each.

    Only rows and columns that state a code are worked on: in a market few pairs share one.
    """
    found: list[tuple[Places, int]] = []
    size = len(offers.low)
    for column, code in enumerate(NUMERIC):
        rows, columns = stating(needs, column), stating(offers, column)
        if not len(rows) or not len(columns):
            continue
        bounds = [plane[rows, column][:, None] for plane in (needs.low, needs.high)]
        bounds += [plane[columns, column][None, :] for plane in (offers.low, offers.high)]
        met, broken = RULES[code.rule](*bounds)
        found += [(places(rows, columns, met, size), 1), (places(rows, columns, broken, size), BROKEN_IS)]
    found += words_found(needs.materials, offers.materials, needs.any_of[:, 0], breaks=0)
    found += words_found(needs.certificates, offers.certificates, needs.any_of[:, 1], breaks=BROKEN_IS)
    where = np.concatenate([pairs for pairs, _points in found] or [np.zeros(0, np.int64)])
    points = np.repeat([points for _pairs, points in found], [len(pairs) for pairs, _points in found])
    pairs, which = np.unique(where, return_inverse=True)
    return pairs, np.bincount(which, points, len(pairs)).astype(np.int64)


def places(rows: Places, columns: Places, flags: NDArray[np.bool_], size: int) -> Places:
    """The pairs flagged in a block of some rows and columns, by their place in the whole."""
    row, column = np.nonzero(flags)
    return rows[row] * size + columns[column]


def stating(conditions: Conditions, column: int) -> Places:
    return np.flatnonzero(~np.isnan(conditions.low[:, column]) | ~np.isnan(conditions.high[:, column]))


def words_found(
    wanted: Bits, given: Bits, any_of: NDArray[np.bool_], *, breaks: int
) -> list[tuple[Places, int]]:
    """1 where the words are met, `breaks` (unless 0) where an offer that names some lacks them."""
    rows, columns = np.flatnonzero(wanted.any(axis=1)), np.flatnonzero(given.any(axis=1))
    if not len(rows) or not len(columns):
        return []
    shared = np.zeros((len(rows), len(columns)), bool)
    missing = shared.copy()
    for place in range(wanted.shape[1]):
        need, offer = wanted[rows, place][:, None], given[columns, place][None, :]
        shared |= (need & offer) != 0
        missing |= (need & ~offer) != 0
    met = np.where(any_of[rows][:, None], shared, ~missing)
    found = [(places(rows, columns, met, len(given)), 1)]
    return [*found, (places(rows, columns, ~met, len(given)), breaks)] if breaks else found


def weigh_conditions(fit: Floats, needs: Conditions, offers: Conditions) -> Floats:
    """Fit in [0, 1], shape (needs, offers), after its met and broken conditions: (f + g f (1 - f)) s, where
    g = 1 - 0.88^met and s = 0.8^broken. It grows with f, stays in [0, 1], and no broken condition raises it.
    The array given is changed and returned.
    """
    pairs, counts = count_conditions(needs, offers)
    rows, columns = np.divmod(pairs, max(len(offers.low), 1))
    before = fit[rows, columns]
    fit[rows, columns] = (before + GAINS[counts] * before * (1 - before)) * SHARES[counts]
    return fit
