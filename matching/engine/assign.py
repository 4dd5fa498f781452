"""Which proposals to make: min-cost flow with a rising cost for every further proposal to one firm.

The set maximises the sum of p_thai x p_japanese under a budget and a cap per firm, less a crowding cost that
grows with what a firm already has, so that popular firms do not drown while others see nothing, and plus
a bonus where a proposal is the first a firm deserves to be seen with. A bonus moves places among likely
pairs; it lifts no pair over the least chance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

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

    Raises ValueError for a figure out of its range, with its name; with a negative crowding cost places would get
    cheaper, and the flow no longer exact.
    """

    budget: int
    cap: int
    minimum_probability: float
    crowding: float = CROWDING

    def __post_init__(self) -> None:
        if self.crowding < 0:
            raise ValueError(f"the crowding cost is below 0: {self.crowding}")
        if not 0 <= self.minimum_probability <= 1:
            raise ValueError(f"minimum_probability is not from 0 to 1: {self.minimum_probability}")


def assign(
    pairs: Sequence[ScoredPair],
    limits: Limits,
    live: Mapping[str, int] | None = None,
    bonus: Mapping[str, float] | None = None,
) -> list[ScoredPair]:
    """The chosen pairs, best first; none without a budget, a free place or a likely pair.

    `live`: matches each firm already has, which use its first places; a firm at or above the cap gets
    nothing. `bonus`: what the first place of a firm is worth, >= 0; lost on a firm that has a live match.
    """
    live, bonus = live or {}, bonus or {}
    if any(worth < 0 for worth in bonus.values()):
        raise ValueError("a first place is worth less than nothing")
    wanted = sorted(
        (pair for pair in pairs if pair.p_both >= limits.minimum_probability and pair.p_both > 0),
        key=lambda pair: (pair.thai_id, pair.japanese_id),
    )
    if not wanted or limits.budget <= 0 or limits.cap <= 0:
        return []
    return solve(wanted, limits, live, bonus)


def solve(
    wanted: Sequence[ScoredPair], limits: Limits, live: Mapping[str, int], bonus: Mapping[str, float]
) -> list[ScoredPair]:
    source, sink = 0, 1
    thai = numbered((pair.thai_id for pair in wanted), start=2)
    japanese = numbered((pair.japanese_id for pair in wanted), start=2 + len(thai))
    arcs: list[tuple[int, int, int]] = [
        (thai[pair.thai_id], japanese[pair.japanese_id], -round(pair.p_both * SCALE)) for pair in wanted
    ]
    for name, node in thai.items():
        arcs += [(source, node, cost) for cost in place_costs(name, limits, live, bonus)]
    for name, node in japanese.items():
        arcs += [(node, sink, cost) for cost in place_costs(name, limits, live, bonus)]
    # What the budget does not use, or what would cost more than it brings, flows past for nothing.
    budget = min(limits.budget, len(wanted))
    used = flow_of([*arcs, (source, sink, 0)], [1] * len(arcs) + [budget], source, sink, budget)
    chosen = [pair for pair, flow in zip(wanted, used, strict=False) if flow]
    return sorted(chosen, key=lambda pair: (-pair.p_both, pair.thai_id, pair.japanese_id))


def numbered(names: Iterable[str], *, start: int) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(set(names)), start=start)}


def place_costs(name: str, limits: Limits, live: Mapping[str, int], bonus: Mapping[str, float]) -> list[int]:
    """Cost of each free place of a firm: the first brings its bonus, each further one costs more."""
    costs = [place * limits.crowding for place in range(limits.cap)]
    costs[0] -= bonus.get(name, 0.0)
    return [round(cost * SCALE) for cost in costs[live.get(name, 0) :]]


def flow_of(
    arcs: Sequence[tuple[int, int, int]], capacities: Sequence[int], source: int, sink: int, supply: int
) -> list[int]:
    """Flow on each arc of the cheapest flow of `supply` units from source to sink."""
    solver = min_cost_flow.SimpleMinCostFlow()
    starts, ends, costs = np.array(arcs, np.int64).T
    indices = solver.add_arcs_with_capacity_and_unit_cost(starts, ends, np.array(capacities, np.int64), costs)
    solver.set_nodes_supplies(np.array([source, sink]), np.array([supply, -supply]))
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the assignment has no solution: {status}")
    return [int(flow) for flow in solver.flows(indices)]
