"""Which proposals to make: min-cost flow with a rising cost for every further proposal to one firm.

The set maximises the sum of p_thai x p_japanese under a budget and a cap per firm, less a crowding cost that
grows with what a firm already has, so that popular firms do not drown while others see nothing, and plus
a bonus where a proposal is the first a firm deserves to be seen with. A bonus moves places among likely
pairs; it lifts no pair over the least chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.flow import NONE, Arcs, Numbers, Places, best_arcs
from matching.engine.types import ScoredPair

SCALE = 10_000
# Each further live match of a firm costs this much of an expected match; bench/assignment.py has the sweep.
CROWDING = 0.2
# What the first live match of a firm never proposed before, and of a small one, is worth beside its chance.
NEW_FIRM_BONUS = 0.05
SMALL_FIRM_BONUS = 0.03


@dataclass(frozen=True)
class Limits:
    """Proposals at most, live matches a firm at most, the least p_both worth proposing, the rise of the cost.

    Raises ValueError for a figure out of its range, with its name. With a negative crowding cost places would get
    cheaper, and the flow no longer exact.
    """

    budget: int
    cap: int
    minimum_probability: float
    crowding: float = CROWDING

    def __post_init__(self) -> None:
        for name in ("budget", "cap", "crowding"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is below 0: {getattr(self, name)}")
        if not 0 <= self.minimum_probability <= 1:
            raise ValueError(f"minimum_probability is not from 0 to 1: {self.minimum_probability}")

    @property
    def least_units(self) -> float:
        """The least chance as chances are counted here; one of four decimals is met, whatever its binary fraction."""
        return round(self.minimum_probability * SCALE, 6)


@dataclass(frozen=True)
class Standing:
    """Of each firm of one country, in the order of their names: live matches, and the worth of its first place."""

    live: Numbers
    bonus: NDArray[np.float64]


def choose(arcs: Arcs, thai: Standing, japanese: Standing, limits: Limits) -> Numbers:
    """Places in `arcs` of the chosen pairs, the best first, of equals the first; they come sorted by both numbers.

    `worth` is the chance that both say yes, in whole units of 1 / SCALE. A firm at or above the cap gets nothing. The
    bonus of a firm that has a live match is lost. Raises ValueError for a bonus below 0.
    """
    if min((side.bonus.min() for side in (thai, japanese) if len(side.bonus)), default=0) < 0:
        raise ValueError("a first place is worth less than nothing")
    likely = np.flatnonzero((arcs.worth >= limits.least_units) & (arcs.worth > 0))
    if not len(likely):
        return np.zeros(0, np.int64)
    wanted = arcs[likely]
    most = int(max(np.bincount(wanted.left).max(), np.bincount(wanted.right).max()))
    places = Places(place_costs(thai, limits, most), place_costs(japanese, limits, most))
    chosen = likely[best_arcs(wanted, places, limits.budget)]
    return chosen[np.argsort(-arcs.worth[chosen], kind="stable")]


def place_costs(side: Standing, limits: Limits, most: int) -> Numbers:
    """(firms, at most `most` + 1) costs of the free places of each firm, then NONE, in units of 1 / SCALE.

    The first place brings the bonus, each further one costs more.
    """
    place = side.live[:, None] + np.arange(min(limits.cap, most) + 1)
    costs = place * limits.crowding - np.where(place == 0, side.bonus[:, None], 0.0)
    return np.where(place < limits.cap, np.rint(costs * SCALE), NONE).astype(np.int64)


def assign(
    pairs: Sequence[ScoredPair],
    limits: Limits,
    live: Mapping[str, int] | None = None,
    bonus: Mapping[str, float] | None = None,
) -> list[ScoredPair]:
    """As `choose`, of pairs in any order and firms by their names."""
    pairs = sorted(pairs, key=lambda pair: (pair.thai_id, pair.japanese_id))
    thai, ours = numbered([pair.thai_id for pair in pairs], live or {}, bonus or {})
    japanese, theirs = numbered([pair.japanese_id for pair in pairs], live or {}, bonus or {})
    worth = np.array([round(pair.p_both * SCALE) for pair in pairs], np.int64)
    return [pairs[place] for place in choose(Arcs(thai, japanese, worth), ours, theirs, limits)]


def numbered(
    names: Sequence[str], live: Mapping[str, int], bonus: Mapping[str, float]
) -> tuple[Numbers, Standing]:
    """The number of each name in their order, and what is known of every one."""
    known, numbers = np.unique(np.array(names, str), return_inverse=True)
    side = Standing(
        np.array([live.get(name, 0) for name in known.tolist()], np.int64),
        np.array([bonus.get(name, 0.0) for name in known.tolist()], np.float64),
    )
    return numbers, side
