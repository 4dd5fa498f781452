"""Weights from decisions: nothing learnt is the prior, the twin agrees, and known coefficients come back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import reference
from matching.engine.accept import FEATURES, PRIOR, chances
from matching.engine.learn import (
    COLUMNS,
    DEVIATIONS,
    HALF_LIFE_DAYS,
    Decision,
    fit,
    gradient_and_curvature,
    objective,
    prior_mean,
    refit,
    sample_of,
)

shares = st.floats(0, 1)
decisions = st.builds(
    Decision,
    features=st.fixed_dictionaries(dict.fromkeys(FEATURES, shares)),
    said_yes=st.booleans(),
    by_desk=st.booleans(),
    weight=st.sampled_from([0.25, 0.5, 1.0]),
    age_days=st.floats(0, 2000),
)
several = st.lists(decisions, max_size=25)


def made_up(count: int, seed: int, truth: np.ndarray) -> list[Decision]:
    """Decisions of people who follow `truth`, in the order of COLUMNS."""
    dice = np.random.default_rng(seed)
    rows = dice.uniform(size=(count, len(FEATURES)))
    by_desk = dice.uniform(size=count) < 0.2
    logits = truth[0] + rows @ truth[1:-1] + truth[-1] * by_desk
    answers = dice.uniform(size=count) < 1 / (1 + np.exp(-logits))
    return [
        Decision(dict(zip(FEATURES, row, strict=True)), bool(yes), bool(desk))
        for row, yes, desk in zip(rows, answers, by_desk, strict=True)
    ]


def test_without_decisions_the_prior_comes_back_exactly():
    weights, posterior = refit([], "learnt")
    assert (weights.base, weights.coefficients) == (PRIOR.base, PRIOR.coefficients)
    assert posterior.deviations == pytest.approx(DEVIATIONS)
    assert weights.decisions == 0


@pytest.mark.parametrize("seed", range(4))
def test_newton_finds_what_plain_descent_finds(seed):
    sample = sample_of(made_up(25, seed, prior_mean() + np.linspace(-1, 1, len(COLUMNS))))
    np.testing.assert_allclose(fit(sample).mean, reference.fit_weights(sample), atol=1e-7)


@given(several)
@settings(max_examples=40, deadline=None)
def test_nothing_near_the_answer_is_better(found):
    sample = sample_of(found)
    posterior = fit(sample)
    best = objective(sample, posterior.mean)
    for place in range(len(COLUMNS)):
        for step in (-0.01, 0.01):
            moved = posterior.mean.copy()
            moved[place] += step
            assert objective(sample, moved) > best


@given(several)
@settings(max_examples=30, deadline=None)
def test_the_slopes_are_those_of_the_objective(found):
    sample, b = sample_of(found), prior_mean() + 0.3
    gradient, curvature = gradient_and_curvature(sample, b)
    for place in range(len(COLUMNS)):
        step = np.zeros(len(COLUMNS))
        step[place] = 1e-5
        slope = (objective(sample, b + step) - objective(sample, b - step)) / 2e-5
        assert slope == pytest.approx(gradient[place], abs=1e-4)
    assert np.linalg.eigvalsh(curvature).min() > 0


@given(several, decisions)
@settings(max_examples=40, deadline=None)
def test_one_more_yes_raises_the_chance_of_its_like_and_one_more_no_lowers_it(found, more):
    def chance_after(answer: bool) -> float:
        like = Decision(more.features, answer, False, more.weight, more.age_days)
        b = fit(sample_of([*found, like])).mean
        return float(b[0] + b[1:-1] @ [more.features[name] for name in FEATURES])

    b = fit(sample_of(found)).mean
    now = float(b[0] + b[1:-1] @ [more.features[name] for name in FEATURES])
    assert chance_after(False) < now < chance_after(True)


@given(several, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_decisions_changes_nothing(found, dice):
    shuffled = dice.sample(found, len(found))
    assert np.array_equal(fit(sample_of(shuffled)).mean, fit(sample_of(found)).mean)


@given(decisions, st.integers(2, 6))
@settings(max_examples=30, deadline=None)
def test_one_decision_of_weight_n_is_n_decisions_of_weight_1(one, count):
    alike = [Decision(one.features, one.said_yes, one.by_desk)] * count
    heavy = [Decision(one.features, one.said_yes, one.by_desk, weight=float(count))]
    np.testing.assert_allclose(fit(sample_of(alike)).mean, fit(sample_of(heavy)).mean, atol=1e-9)


def test_after_a_half_life_a_decision_counts_half():
    features = dict.fromkeys(FEATURES, 0.5)
    sample = sample_of([Decision(features, True, age_days=HALF_LIFE_DAYS), Decision(features, False)])
    assert sorted(sample.weights) == pytest.approx([0.5, 1.0])


def test_known_coefficients_come_back_within_their_own_uncertainty():
    truth = prior_mean() + np.array([0.8, -1.0, 0.6, 0.4, -0.2, 0.3, -0.3, 0.2, 0.3, -0.4, 0.7])
    posterior = fit(sample_of(made_up(20_000, 3, truth)))
    distance = np.abs(posterior.mean - truth) / np.sqrt(np.diag(posterior.covariance))
    assert distance.max() < 3
    assert np.abs(posterior.mean - truth).max() < 0.15


def test_a_lenient_desk_does_not_raise_the_chances_shown():
    dice = np.random.default_rng(5)
    features = [dict.fromkeys(FEATURES, float(share)) for share in dice.uniform(size=400)]
    firms = [Decision(shown, bool(place % 4 == 0)) for place, shown in enumerate(features)]
    desks = [Decision(shown, True, by_desk=True) for shown in features]
    alone, _ = refit(firms, "alone")
    both, posterior = refit([*firms, *desks], "both")
    middle = {name: np.float64(0.5) for name in FEATURES}
    assert chances(middle, both) == pytest.approx(chances(middle, alone), abs=0.05)
    assert posterior.mean[-1] > 2


def test_a_feature_unknown_when_it_was_decided_counts_as_nothing():
    row = sample_of([Decision({"own_need_met": 0.7}, True)]).rows[0]
    assert row[1] == 0.7
    assert list(row[2:]) == [0.0] * (len(COLUMNS) - 2)
