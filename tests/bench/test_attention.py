"""The published comparison, number for number, and what its matching always keeps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.attention import attention, left_alone
from bench.published_market import matches_of_lists, published_market


@pytest.fixture(scope="module")
def published():
    """30 x 20 firms, seed 0."""
    return published_market(30, 20, seed=0)


def test_the_published_figure_of_lists_by_ones_own_wish(published):
    p_thai, p_japanese = published
    assert matches_of_lists(p_thai, p_japanese, p_thai, p_japanese) == pytest.approx(6.097606, abs=5e-7)


def test_the_published_figure_of_lists_by_the_product(published):
    both = published[0] * published[1]
    assert matches_of_lists(*published, both, both) == pytest.approx(13.214715, abs=5e-7)


def test_the_published_figure_of_lists_by_attention(published):
    shares = attention(*published, temperature=1.0)
    assert matches_of_lists(*published, shares, shares) == pytest.approx(15.447528, abs=5e-7)


def test_two_firms_that_surely_want_each_other_share_as_can_be_followed_by_hand():
    """One pair pulls e^((1 + 1) / 2) = e; x^2 + e x^2 = 1, so the pair holds e / (1 + e)."""
    share = attention(np.ones((1, 1)), np.ones((1, 1)))
    assert share[0, 0] == pytest.approx(np.e / (1 + np.e))


def test_equal_firms_share_alike():
    shares = attention(np.full((4, 4), 0.5), np.full((4, 4), 0.5))
    assert np.ptp(shares) == pytest.approx(0)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 7), st.integers(1, 7), st.sampled_from([0.2, 0.5, 1.0, 2.0]))
def test_no_firm_gives_away_more_than_one_look(seed, thai, japanese, temperature):
    p_thai, p_japanese = published_market(thai, japanese, seed=seed)
    shares = attention(p_thai, p_japanese, temperature=temperature)
    assert shares.min() >= 0
    assert shares.sum(axis=0).max() <= 1 + 1e-6
    assert shares.sum(axis=1).max() <= 1 + 1e-6
    swapped = attention(p_japanese.T, p_thai.T, temperature=temperature)
    np.testing.assert_allclose(swapped.T, shares, atol=1e-6)


def test_a_pair_that_one_side_never_wants_gets_no_look():
    p_thai, p_japanese = np.array([[0.0, 0.9]]), np.array([[0.9, 0.9]])
    assert attention(p_thai, p_japanese)[0, 0] == 0


def test_the_update_keeps_its_digits_where_the_published_form_loses_them():
    pulled = np.array([1e9])
    half = pulled / 2
    assert left_alone(pulled)[0] == pytest.approx(1e-9)
    assert (np.sqrt(1 + half * half) - half)[0] == 0


@pytest.mark.parametrize("temperature", [0.0, -1.0, 0.001])
def test_a_temperature_that_floats_cannot_hold_is_refused(published, temperature):
    with pytest.raises(ValueError, match="too small"):
        attention(*published, temperature=temperature)


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_a_market_with_one_empty_side_has_no_shares(shape):
    assert attention(np.zeros(shape), np.zeros(shape)).shape == shape
