"""Measures of calibration on worked examples."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.calibration import Measures, brier, ece, log_loss, losses, measure, reliability

ONES = np.ones(4)
P, Y = np.array([0.1, 0.3, 0.6, 0.8]), np.array([0.0, 1.0, 1.0, 1.0])
rows = st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.floats(0.01, 5)), min_size=1, max_size=40)


def test_the_worked_example():
    assert log_loss(P, Y, ONES) == pytest.approx(-math.log(0.9 * 0.3 * 0.6 * 0.8) / 4)
    assert brier(P, Y, ONES) == pytest.approx((0.01 + 0.49 + 0.16 + 0.04) / 4)
    assert ece(P, Y, ONES) == pytest.approx((0.1 + 0.7 + 0.4 + 0.2) / 4)


def test_weights_count_as_often_as_they_say():
    twice = [np.concatenate([values, values[:1]]) for values in (P, Y, ONES)]
    heavy = np.array([2.0, 1.0, 1.0, 1.0])
    for figure in (log_loss, brier, ece):
        assert figure(P, Y, heavy) == pytest.approx(figure(*twice))


def test_chances_that_come_true_have_no_calibration_error():
    p = np.repeat([0.25, 0.75], 4)
    y = np.array([1, 0, 0, 0, 1, 1, 1, 0], float)
    assert ece(p, y, np.ones(8)) == 0
    assert [(one.count, one.said_yes) for one in reliability(p, y, np.ones(8))] == [(4, 0.25), (4, 0.75)]


def test_a_wrong_certainty_is_bad_but_not_infinite():
    assert 13 < losses(np.array([0.0]), np.array([1.0]))[0] < 14


def test_nothing_measures_nothing():
    nothing = np.zeros(0)
    assert measure(nothing, nothing, nothing) == Measures(0, 0.0, 0.0, 0.0)
    assert reliability(nothing, nothing, nothing) == []


@given(rows)
def test_every_decision_lies_in_one_bin_and_its_chance_between_the_edges(found):
    p, y, w = (np.array(column, float) for column in zip(*found, strict=True))
    bins = reliability(p, y, w)
    assert sum(one.count for one in bins) == len(found)
    for one in bins:
        assert one.low - 1e-9 <= one.shown <= one.high + 1e-9
        assert 0 <= one.said_yes <= 1
    assert 0 <= ece(p, y, w) <= 1
    assert 0 <= brier(p, y, w) <= 1


@given(st.floats(0.05, 0.95))
def test_no_single_chance_beats_the_true_share(p):
    y = np.array([1.0, 0.0, 0.0, 0.0])
    assert log_loss(np.full(4, p), y, ONES) >= log_loss(np.full(4, 0.25), y, ONES) - 1e-12
