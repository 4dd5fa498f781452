"""Which proposals to make: min-cost flow with a rising cost for every further proposal to one firm.

The set maximises the sum of p_thai x p_japanese under a budget and a cap per firm, less a crowding cost that
grows with what a firm already has, so that popular firms do not drown while others see nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from matching.engine.types import ScoredPair

SCALE = 10_000
# Each further live match of a firm costs this much of an expected match.
CROWDING = 0.08


@dataclass(frozen=True)
class Limits:
    """Proposals at most, live matches a firm at most, and the least p_both worth proposing."""

    budget: int
    cap: int
    minimum_probability: float


def assign(
    pairs: Sequence[ScoredPair], limits: Limits, live: Mapping[str, int] | None = None
) -> list[ScoredPair]:
    """The chosen pairs, best first. `live`: matches each firm already has, which use its first places."""
    live = live or {}
    wanted = sorted(
        (pair for pair in pairs if pair.p_both >= limits.minimum_probability and pair.p_both > 0),
        key=lambda pair: (pair.thai_id, pair.japanese_id),
    )
    if not wanted or limits.budget <= 0 or limits.cap <= 0:
        return []
    return solve(wanted, limits, live)


def solve(wanted: Sequence[ScoredPair], limits: Limits, live: Mapping[str, int]) -> list[ScoredPair]:
    thai = {name: number for number, name in enumerate(sorted({pair.thai_id for pair in wanted}))}
    japanese = {name: number for number, name in enumerate(sorted({pair.japanese_id for pair in wanted}))}
    source, sink = 0, 1
    thai_node = {name: 2 + number for name, number in thai.items()}
    japanese_node = {name: 2 + len(thai) + number for name, number in japanese.items()}
    arcs: list[tuple[int, int, int]] = [
        (thai_node[pair.thai_id], japanese_node[pair.japanese_id], -round(pair.p_both * SCALE))
        for pair in wanted
    ]
    for name, node in thai_node.items():
        arcs += [(source, node, cost) for cost in place_costs(live.get(name, 0), limits.cap)]
    for name, node in japanese_node.items():
        arcs += [(node, sink, cost) for cost in place_costs(live.get(name, 0), limits.cap)]
    # What the budget does not use, or what would cost more than it brings, flows past for nothing.
    budget = min(limits.budget, len(wanted))
    used = flow_of([*arcs, (source, sink, 0)], [1] * len(arcs) + [budget], source, sink, budget)
    chosen = [pair for pair, flow in zip(wanted, used, strict=False) if flow]
    return sorted(chosen, key=lambda pair: (-pair.p_both, pair.thai_id, pair.japanese_id))


def place_costs(taken: int, cap: int) -> list[int]:
    """Cost of each free place of a firm: the first is free, each further one costs more."""
    return [round(place * CROWDING * SCALE) for place in range(taken, cap)]


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
