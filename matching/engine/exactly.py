"""Exact float32 fits of chosen pairs of firms: the same sums in the same order as fit.py, bit for bit."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.engine.constraints.codes import NUMERIC
from matching.engine.constraints.comparing import RULES
from matching.engine.constraints.planes import BROKEN_IS, GAINS, SHARES, Bits, Conditions, Counts
from matching.engine.fit import BY_MEANING, BY_TAGS, CSLS_HIGH, CSLS_LOW, DECIMALS
from matching.engine.kinds import ANSWERS, BY_KIND
from matching.engine.market import Group
from matching.engine.types import Floats

Numbers = NDArray[np.int64]
# Pairs of statements worked on at once: some twenty arrays of that length stay in the cache.
AT_ONCE = 65_536
# Reading so many columns of a row one by one costs less than reading the row.
FEW_NODES = 48


def best_fits(own: Group, partners: Group, firms: Numbers, others: Numbers, *, own_needs: bool) -> Floats:
    """Best fit of each firm with the other beside it; 0 where one says nothing.

    `firms` ascend: what a firm says is multiplied with what all its partners say at once. `own_needs`: the needs are
    those of `firms`, the offers those of `others`, else the other way round.
    """
    found = np.zeros(len(firms), np.float32)
    runs = np.flatnonzero(np.diff(firms, prepend=-1))
    of_own, of_partners = starts_of(own, firms[runs]), starts_of(partners, others)
    batch = Batch(own, partners, own_needs)
    for number, (first, last) in enumerate(pairwise([*runs.tolist(), len(firms)])):
        batch.add(slice(first, last), of_own[:, number], of_partners[:, first:last])
        if batch.size >= AT_ONCE:
            batch.write(found)
    batch.write(found)
    return found


def starts_of(group: Group, firms: Numbers) -> Numbers:
    """(2, firms): where each firm's statements begin and end."""
    return np.stack([np.searchsorted(group.owners, firms), np.searchsorted(group.owners, firms + 1)])


class Batch:
    """Some firms with all their partners: every statement of the one with every statement of the others."""

    def __init__(self, own: Group, partners: Group, own_needs: bool) -> None:
        self.own, self.partners, self.own_needs = own, partners, own_needs
        self.clear()

    def clear(self) -> None:
        self.size = 0
        self.rows: list[tuple[Numbers, Numbers]] = []
        self.products: list[tuple[Floats, Floats]] = []
        self.runs: list[tuple[slice, int, Numbers]] = []

    def add(self, pairs: slice, of_own: Numbers, of_partners: Numbers) -> None:
        mine = np.arange(*of_own)
        lengths = of_partners[1] - of_partners[0]
        theirs = np.repeat(of_partners[0] - (np.cumsum(lengths) - lengths), lengths) + np.arange(
            lengths.sum()
        )
        if not len(mine) or not len(theirs):
            return
        cosines = self.own.vectors[mine] @ self.partners.vectors[theirs].T
        profiles = self.profiles(mine, theirs)
        self.rows.append((np.repeat(mine, len(theirs)), np.tile(theirs, len(mine))))
        self.products.append((cosines.reshape(-1), profiles.reshape(-1)))
        self.runs.append((pairs, len(mine), lengths))
        self.size += cosines.size

    def profiles(self, mine: Numbers, theirs: Numbers) -> Floats:
        """Only over the nodes a firm's statements have, which are few; on the grid no order of sums matters."""
        own = self.own.profiles[mine]
        nodes = np.flatnonzero(own.any(axis=0))
        if len(nodes) > FEW_NODES:
            return own @ self.partners.profiles[theirs].T
        return own[:, nodes] @ self.partners.profiles[theirs[:, None], nodes].T

    def write(self, found: Floats) -> None:
        """The best of each pair, into its place in `found`."""
        if not self.size:
            return
        mine, theirs = (np.concatenate(column) for column in zip(*self.rows, strict=True))
        cosine, agreement = (np.concatenate(column) for column in zip(*self.products, strict=True))
        sides = (self.own, self.partners, mine, theirs)
        needs, offers, need, offer = sides if self.own_needs else (sides[1], sides[0], sides[3], sides[2])
        fits = fit_of_statements(needs, offers, need, offer, cosine, agreement)
        start = 0
        for pairs, count_of_own, lengths in self.runs:
            end = start + count_of_own * int(lengths.sum())
            best = fits[start:end].reshape(count_of_own, -1).max(axis=0)
            said = np.flatnonzero(lengths)
            found[pairs][said] = np.maximum.reduceat(best, (np.cumsum(lengths) - lengths)[said])
            start = end
        self.clear()


def fit_of_statements(
    needs: Group, offers: Group, need: Numbers, offer: Numbers, cosine: Floats, agreement: Floats
) -> Floats:
    """fit.fit_needs_to_offers for a list of pairs and their products."""
    near = 2 * cosine - needs.hubness[need] - offers.hubness[offer]
    meaning = np.clip((near - CSLS_LOW) / (CSLS_HIGH - CSLS_LOW), 0, 1)
    add_shared(agreement, needs, offers, need, offer)
    trade = BY_MEANING * meaning + BY_TAGS * np.minimum(agreement, 1)
    weigh_conditions(trade, needs.conditions, offers.conditions, need, offer)
    kinds = needs.kinds[need], offers.kinds[offer]
    return np.round(np.minimum(trade * ANSWERS[kinds] + BY_KIND[kinds], 1), DECIMALS)


def add_shared(agreement: Floats, needs: Group, offers: Group, need: Numbers, offer: Numbers) -> None:
    """Thing by thing in the order of their numbers, as things.add_shared."""
    mine, theirs = needs.things, offers.things
    both = np.flatnonzero(mine.marks[need] & theirs.marks[offer])
    wanted, given = mine.numbers[need[both]], theirs.numbers[offer[both]]
    pairs, i, j = np.nonzero(wanted[:, :, None] == given[:, None, :])
    shares = mine.weights[need[both[pairs]], i] * theirs.weights[offer[both[pairs]], j]
    real = shares > 0
    order = np.lexsort((wanted[pairs, i][real], pairs[real]))
    np.add.at(agreement, both[pairs[real]][order], shares[real][order])


def weigh_conditions(
    trade: Floats, wanted: Conditions, given: Conditions, need: Numbers, offer: Numbers
) -> None:
    """planes.weigh_conditions for a list of pairs."""
    counts = count(wanted, given, need, offer)
    where = np.flatnonzero(counts)
    found, before = counts[where], trade[where]
    trade[where] = (before + GAINS[found] * before * (1 - before)) * SHARES[found]


def count(wanted: Conditions, given: Conditions, need: Numbers, offer: Numbers) -> Counts:
    """Met + 32 x broken of each pair."""
    counts = np.zeros(len(need), np.int64)
    states, answers = wanted.stating, given.stating
    both = states[need] & answers[offer]
    some = np.flatnonzero(both)
    both = both[some]
    for number, code in enumerate(NUMERIC):
        pairs = some[(both >> np.uint32(number)) & np.uint32(1) == 1]
        if len(pairs):
            bounds = [plane[need[pairs], number] for plane in (wanted.low, wanted.high)]
            bounds += [plane[offer[pairs], number] for plane in (given.low, given.high)]
            met, broken = RULES[code.rule](*bounds)
            counts[pairs] += met + BROKEN_IS * broken
    words = (
        (wanted.materials, given.materials, 0, 0),
        (wanted.certificates, given.certificates, 1, BROKEN_IS),
    )
    for needed, offered, column, breaks in words:
        pairs = np.flatnonzero(wanted.naming[need, column] & given.naming[offer, column])
        met = are_met(needed[need[pairs]], offered[offer[pairs]], wanted.any_of[need[pairs], column])
        counts[pairs] += np.where(met, 1, breaks)
    return counts


def are_met(needed: Bits, offered: Bits, any_of: NDArray[np.bool_]) -> NDArray[np.bool_]:
    shared = np.any((needed & offered) != 0, axis=1)
    missing = np.any((needed & ~offered) != 0, axis=1)
    met: NDArray[np.bool_] = np.where(any_of, shared, ~missing)
    return met
