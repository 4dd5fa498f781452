"""The pruned flow is worth what the whole model is, on random markets and on those made to mislead it."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from matching.engine import flow
from matching.engine.flow import (
    NONE,
    Arcs,
    Places,
    Prices,
    best_arcs,
    first_of_each,
    flow_of,
    largest,
    likely,
    places_of,
    prices_of,
)

Market = tuple[Arcs, Places]


def market(links: list[tuple[int, int, int]], left: list[list[int]], right: list[list[int]]) -> Market:
    arcs = Arcs(*np.array(links, np.int64).reshape(-1, 3).T)
    return arcs, Places(padded(left), padded(right))


def padded(costs: list[list[int]]) -> np.ndarray:
    width = max((len(row) for row in costs), default=0) + 1
    return np.array([row + [NONE] * (width - len(row)) for row in costs], np.int64).reshape(-1, width)


def rising(nodes: int, cap: int, step: int, bonus: int = 0) -> list[list[int]]:
    return [[place * step - bonus * (place == 0) for place in range(cap)] for _ in range(nodes)]


def worth(arcs: Arcs, places: Places, chosen: np.ndarray, budget: int) -> int:
    """What a choice brings; a choice that breaks a limit is an error."""
    assert chosen.sum() <= budget
    total = int(arcs.worth[chosen].sum())
    for nodes, costs in ((arcs.left, places.left), (arcs.right, places.right)):
        for node, count in enumerate(np.bincount(nodes[chosen], minlength=len(costs))):
            taken = costs[node, :count]
            assert (taken < NONE).all()
            total -= int(taken.sum())
    return total


def whole(arcs: Arcs, places: Places, budget: int) -> int:
    """The unpruned model: every arc, in one flow."""
    return worth(arcs, places, flow.solve(arcs, places, budget), budget)


def hold(arcs: Arcs, places: Places, budget: int) -> None:
    """However few arcs the first round has, and where no prices are found."""
    best = whole(arcs, places, budget) if budget and len(arcs) else 0
    for ways in ({"first": 1}, {"first": 3}, {}, {"first": 1, "sweeps": 1}):
        assert worth(arcs, places, best_arcs(arcs, places, budget, **ways), budget) == best


@pytest.fixture(autouse=True)
def pruned_in_any_size(monkeypatch):
    """Small markets go through the rounds as well, and only what gains joins them."""
    monkeypatch.setattr(flow, "WORTH_WHILE", 0)
    monkeypatch.setattr(flow, "NEAR", 1)
    monkeypatch.setattr(flow, "FIRST_OF_A_NODE", 2)


nodes = some.integers(1, 6)
# Of a few units each the last unit decides; of thousands nearly nothing is equal.
figures = some.sampled_from(
    [
        (some.integers(1, 6), some.integers(-2, 3)),
        (some.sampled_from([1, 1500, 1500, 5000]) | some.integers(1, 10_000), some.integers(-500, 3000)),
    ]
)


@given(some.data())
@settings(max_examples=500, deadline=None)
def test_any_market_is_worth_what_the_whole_model_is(data):
    left, right = data.draw(nodes), data.draw(nodes)
    chances, cost = data.draw(figures)
    costs = some.lists(cost, max_size=4).map(sorted)
    links = [
        (one, other, data.draw(chances))
        for one in range(left)
        for other in range(right)
        if data.draw(some.booleans())
    ]
    hold(
        *market(
            links,
            data.draw(some.lists(costs, min_size=left, max_size=left)),
            data.draw(some.lists(costs, min_size=right, max_size=right)),
        ),
        data.draw(some.integers(0, 12)),
    )


def random_market(dice: np.random.Generator) -> Market:
    links = [
        (t, j, int(dice.integers(1, 10_000))) for t in range(40) for j in range(60) if dice.random() < 0.5
    ]
    return market(links, rising(40, 3, 2000, 500), rising(60, 3, 2000))


def one_star(dice: np.random.Generator) -> Market:
    """Everybody's likeliest partner is the same; the first round is all of it."""
    links = [
        (t, j, 9000 - t if j == 0 else int(dice.integers(2100, 2500))) for t in range(60) for j in range(60)
    ]
    return market(links, rising(60, 3, 2000), rising(60, 3, 2000))


def ties(dice: np.random.Generator) -> Market:
    return market(
        [(t, j, 2500) for t in range(50) for j in range(50)], rising(50, 2, 500), rising(50, 2, 500)
    )


def long_chain(dice: np.random.Generator) -> Market:
    """One place each: taking one end anew moves every pair along the chain."""
    links = [(n, n, 5000) for n in range(200)] + [(n + 1, n, 5000 + n % 2) for n in range(199)]
    return market(links, rising(200, 1, 0), rising(200, 1, 0))


def one_node_a_side(dice: np.random.Generator) -> Market:
    links = [(0, j, 1500) for j in range(50)]
    return market(links, rising(1, 3, 100), rising(50, 3, 100))


def nothing_gains(dice: np.random.Generator) -> Market:
    return market([(t, j, 100) for t in range(5) for j in range(5)], [[100]] * 5, [[1]] * 5)


MADE: list[Callable[[np.random.Generator], Market]] = [
    random_market, one_star, ties, long_chain, one_node_a_side, nothing_gains,
]  # fmt: skip


@pytest.mark.parametrize("make", MADE)
@pytest.mark.parametrize("budget", [0, 1, 7, 60, 10_000])
def test_a_market_made_to_mislead_is_worth_what_the_whole_model_is(make, budget):
    hold(*make(np.random.default_rng(budget)), budget)


def test_the_last_unit_is_fetched():
    """The first round holds the two arcs of the busy node; the third brings one unit more."""
    arcs, places = market([(0, 0, 10), (0, 1, 9), (1, 1, 1)], [[0], [0]], [[0], [0]])
    assert best_arcs(arcs, places, 2, first=1).tolist() == [True, False, True]


def test_a_thousand_identical_offers():
    """A thousand firms that any of three needs is met by equally well."""
    arcs, places = market(
        [(t, j, 3000) for t in range(3) for j in range(1000)], rising(3, 3, 1000), rising(1000, 3, 1000)
    )
    hold(arcs, places, 500)
    assert best_arcs(arcs, places, 500).sum() == 9


@pytest.mark.parametrize(("left", "right"), [([], []), ([[0]], []), ([], [[0]])])
def test_an_empty_side_has_nothing_to_choose(left, right):
    arcs, places = market([], left, right)
    assert not best_arcs(arcs, places, 5).any()


def test_nodes_without_places_take_nothing():
    arcs, places = market([(0, 0, 9000), (1, 0, 8000)], [[], [0]], [[0, 0]])
    assert best_arcs(arcs, places, 5).tolist() == [False, True]


def bound(arcs: Arcs, places: Places, prices: Prices, budget: int) -> int:
    """The dual sum at these prices, at the best price of a unit of the budget: no choice is worth more."""

    def over(costs: np.ndarray, price: np.ndarray) -> int:
        return int(np.maximum(price[:, None] - costs, 0).sum())

    units = np.maximum(np.unique(prices.right[:, None] - places.right), 0)
    fixed = over(places.left, prices.left) + int(np.maximum(prices.gains(arcs), 0).sum())
    return fixed + min(int(unit) * budget + over(places.right, prices.right - unit) for unit in units)


@pytest.mark.parametrize("budget", [1, 2, 20, 60, 90, 200, 10_000])
@pytest.mark.parametrize("seed", range(6))
def test_prices_prove_the_sum(seed, budget):
    """Of everything that was chosen or left out, nothing gains by the other; and places keep their cost."""
    arcs, places = random_market(np.random.default_rng(seed))
    chosen = flow.solve(arcs, places, budget)
    prices = prices_of(arcs, chosen, places, 500)
    gains = prices.gains(arcs)
    assert (gains[chosen] >= 0).all()
    assert (gains[~chosen] <= 0).all()
    used = np.bincount(arcs.left[chosen], minlength=40)
    assert (prices.left <= places.left[np.arange(40), used]).all()
    assert (prices.left[used > 0] >= places.left[np.arange(40), used - 1][used > 0]).all()
    assert (prices.right >= places.right[:, 0]).all()
    assert bound(arcs, places, prices, budget) == worth(arcs, places, chosen, budget)


@pytest.mark.parametrize("make", MADE)
def test_prices_of_a_market_made_to_mislead_prove_the_sum(make):
    arcs, places = make(np.random.default_rng(1))
    for budget in (1, 7, 150, 10_000):
        chosen = flow.solve(arcs, places, budget)
        prices = prices_of(arcs, chosen, places, 10_000)
        assert bound(arcs, places, prices, budget) == worth(arcs, places, chosen, budget)


@pytest.mark.parametrize(("worth", "taken"), [(2, True), (1, True), (0, False), (-1, False)])
def test_an_arc_is_taken_where_it_brings_more_than_its_places_cost(worth, taken):
    arcs, places = market([(0, 0, 500 + worth)], [[300]], [[200]])
    assert best_arcs(arcs, places, 5).tolist() == [taken]


def best_first(nodes: list[int], gains: list[int], count: int) -> set[int]:
    order = sorted(range(len(gains)), key=lambda place: (-gains[place], place))
    return {
        place
        for place in order
        if [nodes[other] for other in order[: order.index(place)]].count(nodes[place]) < count
    }


@given(
    some.lists(
        some.tuples(some.integers(0, 3), some.sampled_from([1, 2, 2, 9]) | some.integers(1, 10_000)),
        min_size=1,
    )
)
def test_the_first_of_each_node_are_the_highest_and_of_equals_the_first(links):
    nodes, gains = map(list, zip(*links, strict=True))
    found = first_of_each(np.array(nodes), np.array(gains))
    assert len(found) == len(set(found.tolist()))
    assert set(found.tolist()) == best_first(nodes, gains, flow.FIRST_OF_A_NODE)


@given(
    some.lists(some.sampled_from([-3, 0, 5, 5]) | some.integers(-9999, 9999), min_size=1),
    some.integers(1, 12),
)
def test_the_largest_are_told_in_their_order_and_of_equals_the_first(values, count):
    found = largest(np.array(values), count)
    assert found.tolist() == sorted(best_first([0] * len(values), values, count))


def test_the_largest_of_many_are_told():
    values = np.random.default_rng(5).integers(0, 400, 1000)
    assert largest(values, 100).tolist() == sorted(best_first([0] * 1000, values.tolist(), 100))


def test_likely_arcs_are_first_of_either_node_and_the_highest_of_those():
    """Two of each node: of left 0 the last two, of left 1 all; of right 0 the first two, of right 1 all."""
    arcs, _ = market([(0, 0, 9), (0, 0, 8), (0, 1, 11), (0, 1, 10), (1, 0, 7)], [], [])
    assert likely(arcs, arcs.worth, 9).tolist() == [True] * 5
    assert likely(arcs, arcs.worth, 3).tolist() == [True, False, True, True, False]
    arcs, _ = market([(0, 0, 9), (0, 0, 8), (0, 0, 7), (1, 1, 1)], [], [])
    assert likely(arcs, arcs.worth, 3).tolist() == [True, True, False, True]


def test_places_are_those_that_cost_less_than_one_that_there_is_not():
    costs = padded([[5, 7], [], [NONE - 1]])
    rows, found = places_of(costs, np.array([2, 0]))
    assert rows.tolist() == [0, 1, 1]
    assert found.tolist() == [NONE - 1, 5, 7]


def test_without_prices_the_whole_model_is_solved(monkeypatch):
    arcs, places = long_chain(np.random.default_rng(0))
    assert prices_of(arcs, flow.solve(arcs, places, 50), places, 1) is None
    solved = []
    solve = flow.solve
    monkeypatch.setattr(flow, "solve", lambda some, *rest: solved.append(len(some)) or solve(some, *rest))
    best_arcs(arcs, places, 50, first=1, sweeps=1)
    assert solved[-1] == len(arcs)


def test_a_large_market_is_pruned(monkeypatch):
    """Otherwise the other tests would compare the whole model with itself."""
    solved = []
    solve = flow.solve
    monkeypatch.setattr(flow, "solve", lambda some, *rest: solved.append(len(some)) or solve(some, *rest))
    arcs, places = random_market(np.random.default_rng(3))
    best_arcs(arcs, places, 10, first=3)
    assert max(solved) < len(arcs) / 4


def test_a_flow_that_does_not_fit_is_an_error():
    def arrays(*rows):
        return [np.array(row, np.int64) for row in rows]

    assert flow_of(*arrays([0, 0], [1, 1], [1, 1], [5, 2]), 1).tolist() == [0, 1]
    with pytest.raises(RuntimeError, match="no solution"):
        flow_of(*arrays([0, 0], [1, 1], [1, 1], [5, 2]), 3)
