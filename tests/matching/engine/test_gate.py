"""A version is better only where it shows on decisions it did not see, and for every group."""

import numpy as np
import pytest

from matching.engine.accept import FEATURES, PRIOR, Weights, chances
from matching.engine.gate import (
    GROUP_TOLERANCE,
    LEAST_HELD_OUT,
    LEAST_IN_GROUP,
    LEAST_LEARNT,
    compare,
    split,
)
from matching.engine.learn import Decision, refit
from tests.matching.engine.test_learn import made_up, prior_mean

SHIFT = np.array([1.2, -1.5, 0.8, 0.4, 0, 0, 0, 0, 0, -0.4, 0.0])
TRUTH = Weights("truth", PRIOR.base, PRIOR.coefficients)
EAGER = Weights("eager", PRIOR.base + 1.5, PRIOR.coefficients)


def held(count: int, weights: Weights, seed: int = 1, **groups: str) -> list[Decision]:
    """Decisions that follow `weights`."""
    dice = np.random.default_rng(seed)
    found = []
    for row in dice.uniform(size=(count, len(FEATURES))):
        features = dict(zip(FEATURES, row.tolist(), strict=True))
        chance = float(chances({name: np.float64(value) for name, value in features.items()}, weights))
        found.append(Decision(features, bool(dice.uniform() < chance), groups=groups))
    return found


def test_a_version_that_is_nearer_the_truth_is_better():
    found = compare(PRIOR, EAGER, held(400, EAGER), learnt=500)
    assert found.verdict == "better"
    assert found.after.log_loss < found.before.log_loss
    assert found.after.ece < found.before.ece


def test_a_version_that_is_further_from_the_truth_is_not_better():
    assert compare(EAGER, PRIOR, held(400, EAGER), learnt=500).verdict == "not_better"


def test_the_same_version_is_not_better_than_itself():
    assert compare(PRIOR, PRIOR, held(400, PRIOR), learnt=500).verdict == "not_better"


def test_a_gain_within_its_standard_error_is_chance():
    near = Weights("near", PRIOR.base + 0.01, PRIOR.coefficients)
    found = compare(PRIOR, near, held(60, PRIOR, seed=4), learnt=500)
    assert abs(found.before.log_loss - found.after.log_loss) <= found.standard_error or (
        found.after.log_loss > found.before.log_loss
    )
    assert found.verdict == "not_better"


def test_a_gain_for_all_that_is_a_loss_for_a_group_is_refused_and_the_group_is_named():
    mixed = held(400, EAGER, region="TH/central") + held(60, PRIOR, seed=2, region="TH/north")
    found = compare(PRIOR, EAGER, mixed, learnt=500)
    assert found.after.log_loss < found.before.log_loss
    assert found.verdict == "worse_for_group"
    assert [(row.code, row.worse) for row in found.groups] == [("TH/central", False), ("TH/north", True)]


def test_a_group_too_small_to_judge_refuses_nothing():
    mixed = held(400, EAGER, region="TH/central") + held(LEAST_IN_GROUP - 1, PRIOR, seed=2, region="TH/north")
    found = compare(PRIOR, EAGER, mixed, learnt=500)
    assert found.verdict == "better"
    assert [row.judged for row in found.groups] == [True, False]


@pytest.mark.parametrize(
    ("count", "learnt"), [(LEAST_HELD_OUT - 1, 500), (400, LEAST_LEARNT - 1), (0, 0), (0, 500)]
)
def test_few_decisions_decide_nothing(count, learnt):
    assert compare(PRIOR, EAGER, held(count, EAGER), learnt=learnt).verdict == "too_few"


def test_decisions_that_all_say_the_same_decide_nothing():
    alike = [Decision(one.features, True) for one in held(200, EAGER)]
    assert compare(PRIOR, EAGER, alike, learnt=500).verdict == "too_few"


def test_the_newest_quarter_of_the_firms_decisions_is_held_out():
    ages = [Decision({}, True, by_desk=day % 5 == 0, age_days=float(day)) for day in range(100)]
    older, newest = split(ages)
    assert len(newest) == 20
    assert not any(decision.by_desk for decision in newest)
    assert max(one.age_days for one in newest) < min(one.age_days for one in older)
    assert {one.age_days for one in ages} - {one.age_days for one in [*older, *newest]} == {0, 5, 10, 15, 20}


def test_nothing_splits_into_nothing():
    assert split([]) == ([], [])


def test_what_is_learnt_from_older_decisions_of_changed_people_passes_on_newer_ones():
    found = made_up(3000, 8, prior_mean() + SHIFT)
    dated = [
        Decision(one.features, one.said_yes, one.by_desk, age_days=float(len(found) - place))
        for place, one in enumerate(found)
    ]
    older, newest = split(dated)
    weights, _ = refit(older, "learnt")
    comparison = compare(PRIOR, weights, newest, learnt=len(older))
    assert comparison.verdict == "better"
    assert comparison.before.log_loss - comparison.after.log_loss > GROUP_TOLERANCE
    assert comparison.as_json()["verdict"] == "better"
