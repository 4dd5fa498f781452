import itertools

import numpy as np
import pytest

from matching.engine.assign import (
    CROWDING,
    NEW_FIRM_BONUS,
    SCALE,
    SMALL_FIRM_BONUS,
    Limits,
    Standing,
    assign,
    numbered,
    place_costs,
)
from matching.engine.flow import NONE
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


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"budget": -1}, "budget is below 0: -1"),
        ({"cap": -1}, "cap is below 0: -1"),
        ({"crowding": -0.1}, "crowding is below 0: -0.1"),
        ({"minimum_probability": -0.1}, "minimum_probability is not from 0 to 1: -0.1"),
        ({"minimum_probability": 1.1}, "minimum_probability is not from 0 to 1: 1.1"),
    ],
)
def test_a_limit_out_of_its_range_is_refused_by_its_name(figures, said):
    with pytest.raises(ValueError, match=said):
        Limits(**{"budget": 1, "cap": 1, "minimum_probability": 0.0, **figures})


def test_limits_may_be_nothing_and_all():
    limits = Limits(0, 0, 1.0, crowding=0.0)
    assert limits.least_units == SCALE
    assert assign([pair("t1", "j1", 1.0, 1.0)], limits) == []


@pytest.mark.parametrize("least", [0.0051, 0.0061, 0.15, 0.2875, 0.9999])
def test_a_least_chance_of_four_decimals_is_met_exactly(least):
    assert len(assign([pair("t1", "j1", least, 1.0)], Limits(1, 1, least))) == 1
    assert assign([pair("t1", "j1", round(least - 0.0001, 4), 1.0)], Limits(1, 1, least)) == []


def test_the_least_chance_that_there_is_counts():
    assert len(assign([pair("t1", "j1", 0.0001, 1.0)], WIDE)) == 1


@pytest.mark.parametrize("turned", [False, True])
def test_the_busiest_firm_of_either_side_has_all_its_places(turned):
    links = [("a", "b1"), ("a", "b2"), ("a", "b3"), ("a", "b4"), ("c", "b5")]
    pairs = [pair(*(link[::-1] if turned else link), 0.9, 0.9) for link in links]
    assert len(assign(pairs, Limits(9, 4, 0.0, crowding=0.0))) == 5


def test_a_cost_that_falls_is_refused():
    with pytest.raises(ValueError, match="less than nothing"):
        assign([pair("t1", "j1", 0.9, 0.9), pair("t2", "j1", 0.9, 0.9)], WIDE, bonus={"t1": -0.1, "t2": 0.5})


def test_a_further_proposal_that_costs_more_than_it_brings_is_not_made():
    weak = round((CROWDING * 0.9) ** 0.5, 2)
    pairs = [pair("t1", "j1", 0.9, 0.9), pair("t1", "j2", weak, weak)]
    assert ids(assign(pairs, WIDE)) == [("t1", "j1")]


@pytest.mark.parametrize(("chance", "made"), [(0.21, True), (0.2001, True), (0.1999, False), (0.19, False)])
def test_a_second_proposal_to_a_firm_is_made_where_it_brings_more_than_a_fifth(chance, made):
    pairs = [pair("t1", "j1", 0.9, 0.9), pair("t1", "j2", chance, 1.0)]
    assert (("t1", "j2") in ids(assign(pairs, WIDE))) is made


def test_a_third_proposal_to_a_firm_costs_twice_as_much_as_the_second():
    """0.41 is more than 0.4, 0.39 is less; both are more than the 0.2 of a second."""
    for chance, made in ((0.41, 3), (0.39, 2)):
        pairs = [pair("t1", f"j{number}", chance, 1.0) for number in range(3)]
        assert len(assign(pairs, WIDE)) == made


@pytest.mark.parametrize(("bonus", "points"), [(NEW_FIRM_BONUS, 5), (SMALL_FIRM_BONUS, 3)])
def test_a_new_firm_is_worth_five_points_and_a_small_one_three(bonus, points):
    """The firm with the bonus has a chance of 0.25; one with a tenth of a point less than both together loses."""
    for tenth, chosen in ((-0.001, "t2"), (0.001, "t1")):
        pairs = [pair("t1", "j1", round(0.25 + points / 100 + tenth, 4), 1.0), pair("t2", "j2", 0.25, 1.0)]
        assert ids(assign(pairs, Limits(1, 3, 0.0), bonus={"t2": bonus}))[0][0] == chosen


def test_chances_are_added_up_to_the_last_decimal():
    """A chain of pairs at one place a firm: its odd links or its even ones."""
    chain = [("t1", "j1"), ("t2", "j1"), ("t2", "j2"), ("t3", "j2"), ("t3", "j3")]
    # 0.0012 against 0.0011, 0.0011 against 0.0012, and 0.0012, all of figures that no binary fraction holds.
    chances = ((4, 6, 4, 5, 4), chain[::2]), ((4, 6, 3, 6, 4), chain[1::2]), ((6, 5, 3, 5, 3), chain[::2])
    for parts_of_10000, best in chances:
        pairs = [pair(*link, n / 100, 0.01) for link, n in zip(chain, parts_of_10000, strict=True)]
        assert sorted(ids(assign(pairs, Limits(9, 1, 0.0)))) == best


def test_the_crowding_of_both_firms_is_added_up_to_the_last_decimal():
    """t1 and j2 each have a better pair: a second place on both sides costs 0.0029 twice."""
    for chance, made in ((0.0057, 2), (0.0059, 3)):
        pairs = [pair("t1", "j1", 0.9, 0.9), pair("t2", "j2", 0.9, 0.9), pair("t1", "j2", chance, 1.0)]
        assert len(assign(pairs, Limits(9, 3, 0.0, crowding=0.0029))) == made


def test_a_pair_as_likely_as_the_least_is_proposed_and_one_without_a_chance_never():
    assert ids(assign([pair("t1", "j1", 0.5, 0.3)], Limits(1, 1, 0.15))) == [("t1", "j1")]
    assert assign([pair("t1", "j1", 0.0, 0.3)], WIDE, bonus={"t1": 1.0}) == []


def test_the_best_come_first_and_of_equals_the_first_by_name():
    pairs = [pair("t2", "j4", 0.9, 0.5), pair("t3", "j1", 0.9, 0.9), pair("t2", "j3", 0.9, 0.5)]
    pairs += [pair("t1", "j5", 0.9, 0.5), pair("t4", "j2", 0.9, 0.7)]
    chosen = [("t3", "j1"), ("t4", "j2"), ("t1", "j5"), ("t2", "j3"), ("t2", "j4")]
    assert ids(assign(pairs, WIDE)) == chosen


def test_firms_are_numbered_by_name_whatever_order_they_come_in():
    names = ["wood", "iron", "zinc", "tin", "lead", "gold", "iron", "brass"]
    numbers, standing = numbered(names, {"gold": 2}, {"zinc": 0.5, "elsewhere": 9.0})
    assert numbers.tolist() == [5, 2, 6, 4, 3, 1, 2, 0]
    assert standing.live.tolist() == [0, 2, 0, 0, 0, 0, 0]
    assert standing.bonus.tolist() == [0, 0, 0, 0, 0, 0, 0.5]


def test_places_are_counted_up_to_the_cap_and_no_further_than_anybody_needs():
    standing = Standing(np.array([0, 1, 5]), np.array([0.05, 0.05, 0.0]))
    assert place_costs(standing, Limits(9, 3, 0.0), 99).tolist() == [
        [-500, 2000, 4000, NONE],
        [2000, 4000, NONE, NONE],
        [NONE] * 4,
    ]
    assert place_costs(standing, Limits(9, 10**9, 0.0), 1).tolist() == [
        [-500, 2000],
        [2000, 4000],
        [10000, 12000],
    ]


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
