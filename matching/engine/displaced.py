"""What an assignment nearly chose, and what stood in the way of each pair."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from matching.engine.assign import SCALE, Limits, Standing, place_costs
from matching.engine.types import ScoredPair

Obstacle = Literal["budget", "thai_cap", "japanese_cap", "crowded"]


@dataclass(frozen=True)
class Near:
    """A pair that could have been proposed. `better`: chosen pairs in its way, the weakest first."""

    pair: ScoredPair
    obstacle: Obstacle
    better: tuple[ScoredPair, ...]


def nearly_chosen(
    pairs: Sequence[ScoredPair],
    chosen: Sequence[ScoredPair],
    limits: Limits,
    live: Mapping[str, int],
    bonus: Mapping[str, float],
    most: int,
) -> list[Near]:
    """The likeliest `most` of the allowed pairs that `assign` left out, best first.

    The arguments are those that `assign` was given, and what it chose.
    """
    taken = {(pair.thai_id, pair.japanese_id) for pair in chosen}
    left = [
        pair
        for pair in pairs
        if pair.p_both >= limits.minimum_probability
        and pair.p_both > 0
        and (pair.thai_id, pair.japanese_id) not in taken
    ]
    left.sort(key=lambda pair: (-pair.p_both, pair.thai_id, pair.japanese_id))
    table = Places(chosen, limits, live, bonus)
    return [table.near(pair) for pair in left[:most]]


class Places:
    """What each firm holds after the choice, and what its next place would cost."""

    def __init__(
        self,
        chosen: Sequence[ScoredPair],
        limits: Limits,
        live: Mapping[str, int],
        bonus: Mapping[str, float],
    ) -> None:
        self.limits, self.bonus = limits, bonus
        self.weakest_first = sorted(chosen, key=lambda pair: (pair.p_both, pair.thai_id, pair.japanese_id))
        self.held: Counter[str] = Counter(live)
        self.of_firm: dict[str, list[ScoredPair]] = defaultdict(list)
        for pair in self.weakest_first:
            for firm in (pair.thai_id, pair.japanese_id):
                self.held[firm] += 1
                self.of_firm[firm].append(pair)

    def near(self, pair: ScoredPair) -> Near:
        """A cap comes before the cost, the cost before the budget: lifting the later ones would not help."""
        costs = [self.next_cost(firm) for firm in (pair.thai_id, pair.japanese_id)]
        if costs[0] is None:
            return Near(pair, "thai_cap", tuple(self.of_firm[pair.thai_id]))
        if costs[1] is None:
            return Near(pair, "japanese_cap", tuple(self.of_firm[pair.japanese_id]))
        if costs[0] + costs[1] >= round(pair.p_both * SCALE):
            beside = {*self.of_firm[pair.thai_id], *self.of_firm[pair.japanese_id]}
            return Near(pair, "crowded", tuple(p for p in self.weakest_first if p in beside))
        return Near(pair, "budget", tuple(self.weakest_first[:1]))

    def next_cost(self, firm: str) -> int | None:
        """In units of `SCALE`; None where the firm is at its cap."""
        if self.held[firm] >= self.limits.cap:
            return None
        place = Standing(np.array([self.held[firm]]), np.array([self.bonus.get(firm, 0.0)]))
        return int(place_costs(place, self.limits, 1)[0, 0])
