"""Every fast kernel agrees with its slow, obvious twin."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import reference
from matching.engine.accept import PRIOR
from matching.engine.assign import Limits, assign
from matching.engine.fit import fit_needs_to_offers
from matching.engine.pairs import score_all
from tests.matching.engine.markets import make_companies, market_of, pair

SEEDS = range(6)


@pytest.mark.parametrize("seed", SEEDS)
def test_fit_of_every_need_and_offer_is_that_of_its_twin(seed):
    market = market_of(make_companies(seed, 6, 7), seed)
    needs, offers = market.groups["TH", "need"], market.groups["JP", "offer"]
    fits = fit_needs_to_offers(needs, offers, market.taxonomy, slice(None))
    slow = [[reference.fit(market, "TH", n, o) for o in range(len(offers))] for n in range(len(needs))]
    assert fits.shape == (len(needs), len(offers))
    np.testing.assert_allclose(fits, np.array(slow).reshape(fits.shape), atol=6e-4)


@pytest.mark.parametrize("seed", SEEDS)
def test_all_pairs_are_those_of_the_twin(seed):
    market = market_of(make_companies(seed, 6, 7), seed)
    fast, slow = score_all(market, PRIOR, top=50), reference.score_all(market, PRIOR)
    assert [(p.thai_id, p.japanese_id) for p in fast] == [(p.thai_id, p.japanese_id) for p in slow]
    for one, other in zip(fast, slow, strict=True):
        assert one.p_thai_accepts == pytest.approx(other.p_thai_accepts, abs=8e-4)
        assert one.p_japanese_accepts == pytest.approx(other.p_japanese_accepts, abs=8e-4)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_flow_is_worth_as_much_as_the_best_of_all_sets(seed):
    dice = np.random.default_rng(seed)
    pairs = [
        pair(f"t{t}", f"j{j}", *np.round(dice.uniform(0.1, 0.9, 2), 2)) for t in range(3) for j in range(3)
    ]
    limits, live = Limits(budget=4, cap=2, minimum_probability=0.05), {"t0": 1, "j2": 1}
    chosen = assign(pairs, limits, live)
    assert reference.within_caps(chosen, limits.cap, live)
    assert reference.value(chosen, live) == pytest.approx(reference.assign(pairs, limits, live), abs=1e-3)


FIRMS = ["t0", "t1", "t2", "j0", "j1", "j2"]
CHANCES = st.integers(1, 99).map(lambda percent: percent / 100)
WORTHS = st.integers(0, 40).map(lambda percent: percent / 100)


@st.composite
def small_markets(draw):
    """Up to nine pairs of three firms a side, with some of the terms and histories a run can have."""
    corners = draw(st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2))))
    pairs = [pair(f"t{t}", f"j{j}", draw(CHANCES), draw(CHANCES)) for t, j in sorted(corners)]
    limits = Limits(draw(st.integers(0, 6)), draw(st.integers(0, 3)), draw(WORTHS), crowding=draw(WORTHS))
    live = draw(st.dictionaries(st.sampled_from(FIRMS), st.integers(0, 4)))
    return pairs, limits, live, draw(st.dictionaries(st.sampled_from(FIRMS), WORTHS))


@settings(max_examples=300, deadline=None)
@given(small_markets())
def test_no_allowed_set_is_worth_more_than_the_flow_and_no_cap_is_broken(market):
    pairs, limits, live, bonus = market
    chosen = assign(pairs, limits, live, bonus)
    assert len(chosen) == len({(p.thai_id, p.japanese_id) for p in chosen}) <= limits.budget
    assert all(p in pairs and p.p_both >= limits.minimum_probability for p in chosen)
    assert reference.within_caps(chosen, limits.cap, live)
    best = reference.assign(pairs, limits, live, bonus)
    assert reference.value(chosen, live, bonus, limits.crowding) == pytest.approx(best, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(small_markets())
def test_a_market_with_its_sides_swapped_is_worth_the_same(market):
    pairs, limits, live, bonus = market
    swapped = [pair(p.japanese_id, p.thai_id, p.p_japanese_accepts, p.p_thai_accepts) for p in pairs]
    one, other = assign(pairs, limits, live, bonus), assign(swapped, limits, live, bonus)
    worths = [reference.value(chosen, live, bonus, limits.crowding) for chosen in (one, other)]
    assert worths[0] == pytest.approx(worths[1], abs=1e-9)
