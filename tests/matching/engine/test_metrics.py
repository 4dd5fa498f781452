"""Measures on examples worked by hand."""

import math

import pytest

from matching.engine.metrics import first_is_right, gini, ndcg, recall, reciprocal_rank, separation


def test_ndcg_with_gain_2_to_the_grade_less_1():
    """Grades 1, 0, 2 in ranked order: 1/1 + 0 + 3/2 over the ideal 3/1 + 1/log2(3)."""
    assert ndcg([1, 0, 2], [2, 1]) == pytest.approx(2.5 / (3 + 1 / math.log2(3)))
    assert ndcg([2, 1, 0], [1, 2]) == pytest.approx(1)
    assert ndcg([0, 0], []) == 0
    assert ndcg([0] * 10 + [2], [2]) == 0


def test_recall_counts_the_first_ten():
    assert recall([0] * 9 + [1, 2], 2) == 0.5
    assert recall([1], 0) == 0


def test_reciprocal_rank_is_that_of_the_first_relevant():
    assert reciprocal_rank([0, 0, 1, 2]) == pytest.approx(1 / 3)
    assert reciprocal_rank([0, 0]) == 0


def test_gini_is_0_for_equal_shares_and_grows_with_inequality():
    assert gini([2, 2, 2]) == pytest.approx(0)
    assert gini([0, 0, 6]) == pytest.approx(2 / 3)
    assert gini([]) == 0


def test_separation_is_how_often_a_need_with_a_partner_scores_higher():
    assert separation([0.9, 0.5], [0.1, 0.5]) == (1 + 1 + 1 + 0.5) / 4
    assert separation([0.2], [0.8]) == 0
    assert math.isnan(separation([], [0.8]))


def test_the_first_is_right_from_a_grade_of_two():
    assert [first_is_right(grades) for grades in ([2.0, 0.0], [1.0, 3.0], [])] == [1, 0, 0]
