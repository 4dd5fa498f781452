import itertools

import numpy as np
import pytest

from matching.engine.assign import CROWDING, Limits, assign
from matching.engine.reference import value, within_caps
from tests.matching.engine.markets import pair

WIDE = Limits(budget=100, cap=3, minimum_probability=0.0)


def ids(chosen):
    return [(p.thai_id, p.japanese_id) for p in chosen]


def test_the_set_is_better_than_taking_the_best_first():
    """Best first takes t1-j1 (0.64) and leaves t2 nobody; together 0.56 + 0.56 is more than 0.64 + 0."""
    pairs = [pair("t1", "j1", 0.8, 0.8), pair("t1", "j2", 0.7, 0.8), pair("t2", "j1", 0.7, 0.8)]
    assert ids(assign(pairs, Limits(10, 1, 0.0))) == [("t1", "j2"), ("t2", "j1")]


def test_the_budget_and_the_cap_are_kept():
    pairs = [pair(f"t{t}", f"j{j}", 0.9, 0.9) for t, j in itertools.product(range(4), range(4))]
    assert len(assign(pairs, Limits(5, 3, 0.0))) == 5
    assert within_caps(assign(pairs, Limits(100, 2, 0.0)), 2, {})


@pytest.mark.parametrize("limits", [Limits(0, 3, 0.0), Limits(5, 0, 0.0), Limits(5, 3, 0.9)])
def test_nothing_is_proposed_where_nothing_may_be(limits):
    assert assign([pair("t1", "j1", 0.9, 0.9)], limits) == []
    assert assign([], limits) == []


def test_live_matches_use_the_first_places():
    pairs = [pair("t1", "j1", 0.5, 0.5), pair("t2", "j1", 0.5, 0.5)]
    assert assign(pairs, WIDE, {"j1": 3}) == []
    # The second place of t1 costs something, the first of t2 nothing.
    assert ids(assign(pairs, Limits(1, 3, 0.0), {"t1": 1})) == [("t2", "j1")]


def test_a_firm_at_or_above_its_cap_gets_nothing():
    pairs = [pair("t1", "j1", 0.9, 0.9), pair("t1", "j2", 0.3, 0.3)]
    assert ids(assign(pairs, Limits(10, 2, 0.0), {"j1": 2})) == [("t1", "j2")]
    assert ids(assign(pairs, Limits(10, 2, 0.0), {"j1": 5})) == [("t1", "j2")]
    assert assign(pairs, Limits(10, 2, 0.0), {"t1": 7}) == []


def test_of_two_equal_pairs_the_one_with_a_bonus_is_chosen():
    """The budget is one; 0.50 x 0.50 + 0.05 beats 0.54 x 0.50."""
    pairs = [pair("t1", "j1", 0.54, 0.5), pair("t2", "j2", 0.5, 0.5)]
    assert ids(assign(pairs, Limits(1, 3, 0.0))) == [("t1", "j1")]
    assert ids(assign(pairs, Limits(1, 3, 0.0), bonus={"t2": 0.05})) == [("t2", "j2")]
    assert ids(assign(pairs, Limits(1, 3, 0.0), bonus={"t2": 0.01})) == [("t1", "j1")]


def test_a_bonus_is_lost_on_a_firm_that_has_a_live_match():
    pairs = [pair("t1", "j1", 0.54, 0.5), pair("t2", "j2", 0.5, 0.5)]
    free = Limits(1, 3, 0.0, crowding=0.0)
    assert ids(assign(pairs, free, {"t2": 1}, {"t2": 0.5})) == [("t1", "j1")]


def test_a_bonus_lifts_no_pair_over_the_least_chance():
    assert assign([pair("t1", "j1", 0.3, 0.3)], Limits(1, 3, 0.15), bonus={"t1": 1.0, "j1": 1.0}) == []


def test_a_cost_that_falls_is_refused():
    with pytest.raises(ValueError, match="below 0"):
        Limits(1, 1, 0.0, crowding=-0.1)
    with pytest.raises(ValueError, match="less than nothing"):
        assign([pair("t1", "j1", 0.9, 0.9)], WIDE, bonus={"t1": -0.1})


def test_a_further_proposal_that_costs_more_than_it_brings_is_not_made():
    weak = round((CROWDING * 0.9) ** 0.5, 2)
    pairs = [pair("t1", "j1", 0.9, 0.9), pair("t1", "j2", weak, weak)]
    assert ids(assign(pairs, WIDE)) == [("t1", "j1")]


def greedy(pairs, limits):
    chosen = []
    for candidate in sorted(pairs, key=lambda p: (-p.p_both, p.thai_id, p.japanese_id)):
        better = value([*chosen, candidate], {}) > value(chosen, {})
        if len(chosen) < limits.budget and better and within_caps([*chosen, candidate], limits.cap, {}):
            chosen.append(candidate)
    return chosen


@pytest.mark.parametrize("seed", range(10))
def test_the_flow_is_never_worth_less_than_best_first(seed):
    dice = np.random.default_rng(seed)
    popular = dice.uniform(0.2, 1, 12)
    pairs = [
        pair(f"t{t:02}", f"j{j:02}", *np.round(dice.uniform(0.1, 0.9, 2) * popular[j], 4))
        for t in range(15)
        for j in range(12)
    ]
    limits = Limits(budget=20, cap=3, minimum_probability=0.02)
    assert value(assign(pairs, limits), {}) >= value(greedy(pairs, limits), {}) - 1e-3


def test_the_order_pairs_come_in_changes_nothing():
    dice = np.random.default_rng(1)
    pairs = [pair(f"t{t}", f"j{j}", 0.6, 0.6) for t in range(5) for j in range(5)]
    shuffled = [pairs[number] for number in dice.permutation(len(pairs))]
    assert assign(shuffled, Limits(6, 2, 0.1)) == assign(pairs, Limits(6, 2, 0.1))
