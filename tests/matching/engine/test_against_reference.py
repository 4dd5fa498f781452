"""Every fast kernel agrees with its slow, obvious twin."""

import numpy as np
import pytest

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
    slow = [
        [reference.fit(needs, offers, market.taxonomy, n, o) for o in range(len(offers))]
        for n in range(len(needs))
    ]
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
