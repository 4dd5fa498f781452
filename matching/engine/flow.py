"""The best set of arcs between two sides whose nodes have few places, each dearer than the one before.

A min-cost flow, solved over the arcs that are likely to matter and then proved on all: the prices of places and budget
that the solution implies say of every other arc whether it could raise the sum. Those that could join the next round.
When none is left the sum is that of the whole model, by the duality of linear programs; all figures are whole numbers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

Numbers = NDArray[np.int64]
Chosen = NDArray[np.bool_]
# The cost of a place that a node has not: more than anything can be worth, and far from where sums overflow.
NONE = 1 << 40
# Arcs of the first round for every unit of the budget, and the likeliest of each node among which they are taken.
FIRST_FOR_A_UNIT, FIRST_OF_A_NODE = 16, 10
# Arcs that fall short of the prices by less join with those that gain, since the next prices are a little lower.
NEAR = 300
# A first round of more than a third of the arcs costs more than it saves.
WORTH_WHILE = 3
# Alternating paths of that length are not followed; the whole model is solved instead.
SWEEPS = 500


@dataclass(frozen=True)
class Arcs:
    """`left` and `right` number the nodes of each arc from 0, `worth` is what it brings; all of one length."""

    left: Numbers
    right: Numbers
    worth: Numbers

    def __len__(self) -> int:
        return len(self.worth)

    def __getitem__(self, which: Numbers | Chosen) -> "Arcs":
        return Arcs(self.left[which], self.right[which], self.worth[which])


@dataclass(frozen=True)
class Places:
    """Costs of the places of every node, (nodes, places + 1), never falling; NONE from the first it has not."""

    left: Numbers
    right: Numbers

    def first_costs(self, arcs: Arcs) -> Numbers:
        return self.left[arcs.left, 0] + self.right[arcs.right, 0]


@dataclass(frozen=True)
class Prices:
    """What a place of each node costs; those of the right hold a unit of the budget as well."""

    left: Numbers
    right: Numbers

    def gains(self, arcs: Arcs) -> Numbers:
        return arcs.worth - self.left[arcs.left] - self.right[arcs.right]


def best_arcs(
    arcs: Arcs, places: Places, budget: int, *, first: int = FIRST_FOR_A_UNIT, sweeps: int = SWEEPS
) -> Chosen:
    """Which arcs to take, at most `budget`; `first` and `sweeps` change the work and never the sum."""
    gains = arcs.worth - places.first_costs(arcs)
    useful = np.flatnonzero(gains > 0)
    chosen = np.zeros(len(arcs), bool)
    if budget and len(useful):
        chosen[useful] = of_useful(arcs[useful], gains[useful], places, budget, first * budget, sweeps)
    return chosen


def of_useful(arcs: Arcs, gains: Numbers, places: Places, budget: int, room: int, sweeps: int) -> Chosen:
    kept = likely(arcs, gains, room) if room * WORTH_WHILE < len(arcs) else np.ones(len(arcs), bool)
    while True:
        chosen = np.zeros(len(arcs), bool)
        tried = np.flatnonzero(kept)
        chosen[tried] = solve(arcs[tried], places, budget)
        if len(tried) == len(arcs):
            return chosen
        joining = np.flatnonzero(~kept)
        if prices := prices_of(arcs[tried], chosen[tried], places, sweeps):
            gains = prices.gains(arcs[joining])
            if gains.max() <= 0:
                return chosen
            room *= 2
            near = gains > -NEAR
            joining = joining[near][largest(gains[near], room)]
        kept[joining] = True


def likely(arcs: Arcs, gains: Numbers, room: int) -> Chosen:
    """About `room` arcs of the highest gains among the first of each node."""
    near = np.zeros(len(arcs), bool)
    for nodes in (arcs.left, arcs.right):
        near[first_of_each(nodes, gains)] = True
    found = np.flatnonzero(near)
    kept = np.zeros(len(arcs), bool)
    kept[found[largest(gains[found], room)]] = True
    return kept


def first_of_each(nodes: Numbers, gains: Numbers) -> Numbers:
    """The FIRST_OF_A_NODE arcs of each node with the highest gains, of equals the first; all gain something."""
    places = np.arange(len(nodes))
    # One sort of whole numbers, each its own, is ten times as fast as a stable sort by two columns.
    keys = ((nodes + 1) * gains.max() - gains) * len(nodes) + places
    order = np.sort(keys) % len(nodes)
    owners = nodes[order]
    rank = places - np.searchsorted(owners, owners)
    return order[rank < FIRST_OF_A_NODE]


def largest(values: Numbers, count: int) -> Numbers:
    """Places of the `count` largest, of equals the first."""
    if count >= len(values):
        return np.arange(len(values))
    keys = values * len(values) + np.arange(len(values))[::-1]
    return np.flatnonzero(keys >= np.partition(keys, -count)[-count])


def solve(arcs: Arcs, places: Places, budget: int) -> Chosen:
    """The cheapest flow of `budget` units through these arcs; what would cost more than it brings flows past."""
    source, sink = 0, 1
    left, right = np.unique(arcs.left), np.unique(arcs.right)
    in_left, left_costs = places_of(places.left, left)
    out_of_right, right_costs = places_of(places.right, right)
    after_left, after_right = sink + 1, sink + 1 + len(left)
    tails = (
        after_left + np.searchsorted(left, arcs.left),
        np.full_like(in_left, source),
        after_right + out_of_right,
        [source],
    )
    heads = (
        after_right + np.searchsorted(right, arcs.right),
        after_left + in_left,
        np.full_like(out_of_right, sink),
        [sink],
    )
    costs = np.concatenate([-arcs.worth, left_costs, right_costs, [0]])
    capacities = np.ones(len(costs), np.int64)
    capacities[-1] = budget
    flow = flow_of(np.concatenate(tails), np.concatenate(heads), capacities, costs, budget)
    return flow[: len(arcs)] > 0


def places_of(costs: Numbers, nodes: Numbers) -> tuple[Numbers, Numbers]:
    """(place of the node in `nodes`, cost) of every place they have."""
    rows, columns = np.nonzero(costs[nodes] < NONE)
    return rows, costs[nodes[rows], columns]


def flow_of(tails: Numbers, heads: Numbers, capacities: Numbers, costs: Numbers, supply: int) -> Numbers:
    """Flow on each arc of the cheapest flow of `supply` units from node 0 to node 1."""
    solver = min_cost_flow.SimpleMinCostFlow()
    indices = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
    solver.set_nodes_supplies(np.array([0, 1]), np.array([supply, -supply]))
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the assignment has no solution: {status}")
    return solver.flows(indices)


def prices_of(arcs: Arcs, chosen: Chosen, places: Places, sweeps: int) -> Prices | None:
    """Prices at which no arc that was left out gains and no chosen one loses; None where `sweeps` do not find them.

    A place in use costs at least what it cost its node, a free one at most that, and likewise the budget. Lengths of
    shortest paths in what the flow leaves open keep all of these; no cycle is negative, because the flow is optimal.
    """
    taken, left_out = arcs[chosen], arcs[~chosen]
    used = [np.bincount(nodes, minlength=len(costs)) for nodes, costs in
            ((taken.left, places.left), (taken.right, places.right))]  # fmt: skip
    free = places.left[np.arange(len(used[0])), used[0]], places.right[np.arange(len(used[1])), used[1]]
    last = np.where(used[1] > 0, places.right[np.arange(len(used[1])), used[1] - 1], -NONE)
    left, budget = free[0], 0
    for _sweep in range(sweeps):
        right = budget + last
        np.maximum.at(right, left_out.right, left_out.worth - left[left_out.left])
        now = free[0].copy()
        np.minimum.at(now, taken.left, taken.worth - right[taken.right])
        rise = max(0, int((right - free[1]).max()))
        if rise == budget and np.array_equal(now, left):
            # The highest of the right that these allow: the fewest arcs seem to gain.
            highest = budget + free[1]
            np.minimum.at(highest, taken.right, taken.worth - left[taken.left])
            return Prices(left, highest)
        left, budget = now, rise
    return None
