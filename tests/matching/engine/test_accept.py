"""Chances and their parts that can be followed by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.accept import FEATURES, PRIOR, Weights, chances, chances_of_both, parts, whole

NOTHING = dict.fromkeys(FEATURES, 0.0)


def chance_of(weights=PRIOR, **features):
    return float(
        chances({name: np.float64(value) for name, value in {**NOTHING, **features}.items()}, weights)
    )


def weights_of(base, **coefficients):
    return Weights("made up", base, {**NOTHING, **coefficients})


@pytest.mark.parametrize(
    ("features", "chance"),
    [
        ({}, 0.0180),  # 1 / (1 + e^4)
        ({"own_need_met": 1}, 0.4013),  # 1 / (1 + e^0.4)
        ({"can_serve": 1}, 0.2689),  # 1 / (1 + e^1)
        ({"own_need_met": 0.5, "can_serve": 0.5}, 0.3318),  # 1 / (1 + e^0.7)
        ({"own_need_met": 1, "can_serve": 1}, 0.9309),  # 1 / (1 + e^-2.6)
        (dict.fromkeys(FEATURES, 1), 0.9837),  # 1 / (1 + e^-4.1)
    ],
)
def test_what_an_expert_expects(features, chance):
    assert chance_of(**features) == chance


@pytest.mark.parametrize(
    ("name", "chance"),
    [
        ("common_language", 0.4750),  # 1 / (1 + e^0.1)
        ("size_closeness", 0.4750),
        ("thai_base", 0.4750),
        ("partner_exports", 0.4502),  # 1 / (1 + e^0.2)
        ("partner_certified", 0.4502),
        ("same_cluster", 0.4502),
        ("japanese_side", 0.4013),  # neither country says yes more readily
    ],
)
def test_what_one_thing_more_adds_where_a_need_is_met(name, chance):
    assert chance_of(own_need_met=1, **{name: 1}) == chance


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_counts_by_its_own_coefficient_and_value(name):
    """1 / (1 + e^-1.5) and 1 / (1 + e^0.5): half of 3 above a base of 0, half of -1 below it."""
    assert chance_of(weights_of(0.0, **{name: 3.0}), **{name: 0.5}) == 0.8176
    assert chance_of(weights_of(0.0, **{name: -1.0}), **{name: 0.5}) == 0.3775
    assert chance_of(weights_of(0.0, **{name: 3.0})) == 0.5


def test_features_of_pairs_of_one_side_and_of_one_pair_broadcast():
    """Base 1, a coefficient of 1 each: rows differ by exports, columns by certificates."""
    features = {name: np.zeros((1, 1), np.float32) for name in FEATURES}
    features |= {
        "own_need_met": np.array([[0, 1, 2], [0, 0, 0]], np.float32),
        "partner_exports": np.array([[0], [1]], np.float32),
        "partner_certified": np.array([[0, 0, 1]], np.float32),
        "thai_base": np.ones((1, 1), np.float32),
    }
    weights = weights_of(-1.0, **dict.fromkeys(FEATURES, 1.0))
    # Logits 0 1 3 / 1 1 2.
    expected = [[0.5, 0.7311, 0.9526], [0.7311, 0.7311, 0.8808]]
    np.testing.assert_allclose(chances(features, weights), expected, atol=1e-6)


def test_both_sides_have_the_chance_they_would_have_alone():
    dice = np.random.default_rng(4)
    shared = {name: dice.uniform(size=(2, 3)) for name in FEATURES}
    own = {name: dice.uniform(size=(2, 3)) for name in ("own_need_met", "can_serve", "partner_exports")}
    both = chances_of_both(shared, shared | own, PRIOR)
    assert both[0].tolist() == chances(shared, PRIOR).tolist()
    assert both[1].tolist() == chances(shared | own, PRIOR).tolist()
    assert both[0].tolist() != both[1].tolist()


def points(weights, **features):
    chance = chance_of(weights, **features)
    return {part.code: part.points for part in parts({**NOTHING, **features}, weights, chance) if part.points}


def test_parts_are_the_base_and_what_each_feature_adds_in_proportion_to_its_logits():
    """From 50 to 95.26: two thirds and one third of 45.26 are 30.17 and 15.09."""
    weights = weights_of(0.0, own_need_met=2.0, can_serve=1.0)
    assert points(weights, own_need_met=1, can_serve=1) == {
        "base": 50.0,
        "own_need_met": 30.17,
        "can_serve": 15.09,
    }
    assert points(weights, own_need_met=0.5) == {"base": 50.0, "own_need_met": 23.11}


def test_parts_below_the_base_are_taken_from_it():
    weights = weights_of(0.0, own_need_met=-2.0, can_serve=-1.0)
    assert points(weights, own_need_met=1, can_serve=1) == {
        "base": 50.0,
        "own_need_met": -30.17,
        "can_serve": -15.09,
    }


def test_parts_that_cancel_out_follow_the_slope_of_the_curve():
    """At a base of 1 / (1 + e^-1) = 0.7311 the slope is 0.7311 x 0.2689 = 0.1966 a logit."""
    weights = weights_of(1.0, own_need_met=1.0, can_serve=-1.0)
    expected = {"base": 73.11, "own_need_met": 19.66, "can_serve": -19.66}
    assert points(weights, own_need_met=1, can_serve=1) == expected
    for least in (1e-4, 1e-6, 1e-9, 1e-15):
        nearly = weights_of(1.0, own_need_met=1.0, can_serve=-1.0 + least)
        assert points(nearly, own_need_met=1, can_serve=1) == expected


def test_parts_come_in_the_order_of_the_features_and_none_is_left_out():
    found = parts(dict.fromkeys(FEATURES, 1.0), PRIOR, 0.9837)
    assert [part.code for part in found] == ["base", *FEATURES]
    assert found[0].points == 1.8


@pytest.mark.parametrize(
    ("shares", "total", "expected"),
    [
        ([1.2, 1.7, 2.1], 5, [1, 2, 2]),
        ([1.5, 1.5], 3, [2, 1]),  # of equals the first
        ([-1.3, 2.3], 1, [-1, 2]),
        ([1.2, 1.3, 0.0], 7, [3, 4, 0]),  # round and round
        ([1.2, 1.3], -1, [0, -1]),  # taken away likewise
        ([0.4, 0.0, 0.3], 0, [0, 0, 0]),
        ([0.0, 0.0, 0.6], 2, [0, 0, 2]),
        ([0.0, 0.0], 3, [3, 0]),  # there is no other to give to
        ([2.0, 3.0], 5, [2, 3]),
    ],
)
def test_what_is_short_goes_to_the_largest_remainders(shares, total, expected):
    assert whole(shares, total) == expected


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=9))
def test_whole_numbers_are_next_to_their_shares_and_have_the_same_sum(shares):
    total = round(sum(shares))
    found = whole(shares, total)
    assert sum(found) == total
    assert all(abs(number - share) < 2 for number, share in zip(found, shares, strict=True))


LEARNT = Weights("2026-31", -2.5, {name: place / 8 for place, name in enumerate(FEATURES)}, decisions=412)
OLDEST = {"own_need_met": 3, "can_serve": 2, "common_language": 1, "partner_exports": 0}


def test_weights_are_stored_with_all_they_hold():
    stored = LEARNT.as_json()
    assert stored == {
        "version": "2026-31",
        "base": -2.5,
        "coefficients": dict(LEARNT.coefficients),
        "decisions": 412,
    }
    assert Weights.from_json(stored) == LEARNT


def test_weights_that_name_no_count_of_decisions_rest_on_none():
    found = Weights.from_json({"version": "1", "base": -3, "coefficients": OLDEST})
    assert found == Weights("1", -3.0, {**NOTHING, **OLDEST})
    assert found.decisions == Weights("1", -3.0, OLDEST).decisions == PRIOR.decisions == 0


@pytest.mark.parametrize("name", OLDEST)
def test_weights_without_one_of_the_first_features_are_refused(name):
    rest = {other: value for other, value in OLDEST.items() if other != name}
    with pytest.raises(ValueError, match=f"^no coefficient for {name}$"):
        Weights.from_json({"version": "1", "base": 0, "coefficients": rest})


def test_everything_wrong_with_weights_is_named_in_order():
    every = "can_serve, common_language, own_need_met, partner_exports"
    with pytest.raises(ValueError, match=f"^no coefficient for {every}$"):
        Weights.from_json({"version": "1", "base": 0, "coefficients": {}})
    strange = {**OLDEST, **dict.fromkeys(["shoe_size", "age", "moon", "tea", "wind", "luck", "hour"], 1)}
    with pytest.raises(ValueError, match=r"^unknown features age, hour, luck, moon, shoe_size, tea, wind$"):
        Weights.from_json({"version": "1", "base": 0, "coefficients": strange})
