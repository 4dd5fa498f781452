"""What must hold for the scores of any market."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.accept import FEATURES, PRIOR, Weights, chances, parts
from matching.engine.allpairs import score_company
from matching.engine.explain import explain
from matching.engine.fit import fit_needs_to_offers
from matching.engine.pairs import company_fits, score_all
from matching.engine.reference import agreement
from matching.engine.types import Company
from tests.matching.engine.markets import SLUGS, TAXONOMY, make_companies, market_of

seeds = st.integers(0, 10_000)
shares = st.floats(0, 1)


@given(seeds, st.integers(0, 7), st.integers(0, 7))
@settings(max_examples=40)
def test_chances_lie_between_0_and_1_and_both_is_at_most_either(seed, thai, japanese):
    for scored in score_all(market_of(make_companies(seed, thai, japanese), seed), PRIOR):
        assert 0 < scored.p_both <= 1
        assert scored.p_both <= min(scored.p_thai_accepts, scored.p_japanese_accepts) + 1e-4
        assert min(scored.fit_thai_need, scored.fit_japanese_need) >= 0
        assert max(scored.fit_thai_need, scored.fit_japanese_need) <= 1


@given(seeds, st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_companies_come_in_changes_nothing(seed, dice):
    companies = make_companies(seed, 6, 6)
    shuffled = dice.sample(companies, len(companies))
    assert score_all(market_of(shuffled, seed), PRIOR) == score_all(market_of(companies, seed), PRIOR)


def mirrored(company: Company) -> Company:
    country = "JP" if company.country == "TH" else "TH"
    return Company(**{**vars(company), "country": country})


@given(seeds)
@settings(max_examples=25)
def test_swapping_the_countries_swaps_the_two_chances(seed):
    companies = make_companies(seed, 5, 6)
    straight = score_all(market_of(companies, seed), PRIOR)
    swapped = score_all(market_of([mirrored(company) for company in companies], seed), PRIOR)
    assert {(p.thai_id, p.japanese_id, p.p_thai_accepts, p.p_japanese_accepts) for p in straight} == {
        (p.japanese_id, p.thai_id, p.p_japanese_accepts, p.p_thai_accepts) for p in swapped
    }


@pytest.mark.parametrize("block", [1, 3, 7, 64])
def test_the_size_of_a_block_changes_nothing(block):
    market = market_of(make_companies(3, 40, 50), 3, dimensions=512)
    assert score_all(market, PRIOR, top=4, block=block) == score_all(market, PRIOR, top=4)


def test_one_company_is_scored_as_in_a_run():
    market = market_of(make_companies(5, 20, 20), 5)
    every = score_all(market, PRIOR, top=50)
    for company in ("th-004", "jp-009"):
        mine = [p for p in every if company in (p.thai_id, p.japanese_id)]
        expected = sorted(mine, key=lambda p: (-p.p_both, p.thai_id, p.japanese_id))
        assert score_company(market, PRIOR, company, top=50) == expected


def test_the_top_of_each_side_is_kept():
    market = market_of(make_companies(5, 20, 20), 5)
    kept = score_all(market, PRIOR, top=2)
    for company in ("th-004", "jp-009"):
        best = score_company(market, PRIOR, company, top=2)
        assert set(best) <= set(kept)


def test_a_parent_and_its_child_are_never_paired():
    pairs = score_all(market_of(make_companies(5, 20, 20), 5), PRIOR)
    assert not [p for p in pairs if (p.thai_id, p.japanese_id) == ("th-000", "jp-001")]


@pytest.mark.parametrize("sizes", [(0, 0), (0, 4), (4, 0)])
def test_a_market_without_one_side_has_no_pairs(sizes):
    assert score_all(market_of(make_companies(1, *sizes)), PRIOR) == []


def test_companies_that_say_nothing_have_no_pairs():
    silent = [Company("th-1", "TH"), Company("jp-1", "JP")]
    market = market_of(silent)
    assert score_all(market, PRIOR) == []
    assert score_company(market, PRIOR, "th-1") == []
    assert score_company(market, PRIOR, "nobody") == []


def test_a_pair_without_needs_on_one_side_is_met_one_way_only():
    companies = make_companies(2, 5, 5)
    mute = [Company(**{**vars(c), "statements": c.offers}) if c.country == "TH" else c for c in companies]
    thai_met, japanese_met = company_fits(market_of(mute, 2), 0, 5)
    assert not thai_met.any()
    assert japanese_met.any()


@given(st.sampled_from(FEATURES), shares, shares, st.fixed_dictionaries(dict.fromkeys(FEATURES, shares)))
def test_more_of_a_good_thing_never_lowers_the_chance(name, one, other, features):
    low, high = sorted((one, other))
    less, more = (
        chances({**{n: np.float64(v) for n, v in features.items()}, name: np.float64(value)}, PRIOR)
        for value in (low, high)
    )
    assert less <= more


@given(st.fixed_dictionaries(dict.fromkeys(FEATURES, shares)))
def test_the_parts_add_up_to_the_chance(features):
    chance = float(chances({name: np.float64(value) for name, value in features.items()}, PRIOR))
    assert hundredths(parts(features, PRIOR, chance)) == round(10_000 * chance)


@given(
    st.fixed_dictionaries(dict.fromkeys(FEATURES, shares)),
    st.fixed_dictionaries(dict.fromkeys(FEATURES, st.floats(-6, 6))),
    st.floats(-8, 8),
)
def test_the_parts_of_any_learnt_weights_add_up_and_each_has_the_sign_of_its_coefficient(
    features, coefficients, base
):
    weights = Weights("learnt", base, coefficients)
    chance = float(chances({name: np.float64(value) for name, value in features.items()}, weights))
    found = parts(features, weights, chance)
    assert hundredths(found) == round(10_000 * chance)
    for part in found[1:]:
        logit = coefficients[part.code] * features[part.code]
        # Rounding to a hundredth of a point may tip a part that is next to nothing.
        assert part.points * logit >= 0 or abs(part.points) <= 0.01
        assert logit or not part.points or not any(coefficients[name] * features[name] for name in FEATURES)


def hundredths(found):
    return sum(round(100 * part.points) for part in found)


def test_the_evidence_of_a_pair_says_what_its_score_says():
    market = market_of(make_companies(5, 20, 20), 5)
    for scored in score_all(market, PRIOR, top=3):
        evidence = explain(market, scored, PRIOR)
        best = {"TH": 0.0, "JP": 0.0}
        for link in evidence.links:
            best[link.seeker] = max(best[link.seeker], link.fit_need_to_offer)
        for seeker, fit in (("TH", scored.fit_thai_need), ("JP", scored.fit_japanese_need)):
            assert best[seeker] in (fit, 0.0)
        for side, chance in (
            (evidence.thai_parts, scored.p_thai_accepts),
            (evidence.japanese_parts, scored.p_japanese_accepts),
        ):
            assert hundredths(side) == round(10_000 * chance)
        for side, fit in (
            (evidence.thai_features, scored.fit_thai_need),
            (evidence.japanese_features, scored.fit_japanese_need),
        ):
            assert set(side) == set(FEATURES)
            assert side["own_need_met"] == fit


def test_weights_survive_being_stored():
    assert Weights.from_json(PRIOR.as_json()) == PRIOR
    with pytest.raises(ValueError, match="can_serve"):
        Weights.from_json({"version": "1", "base": 0, "coefficients": {"own_need_met": 1}})


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_one_more_capability_that_is_asked_for_and_nothing_else_never_lowers_agreement(seed):
    dice = np.random.default_rng(seed)
    wanted = [(str(slug), 0.9) for slug in dice.choice(SLUGS, 2, replace=False)]
    silent = agreement(wanted, [], TAXONOMY)
    named = agreement(wanted, wanted[:1], TAXONOMY)
    both = agreement(wanted, wanted, TAXONOMY)
    assert 0 == silent < named <= both <= 1


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_one_more_offer_never_lowers_how_well_a_firm_meets_a_need(seed):
    market = market_of(make_companies(seed, 5, 5), seed)
    needs, offers = market.groups["TH", "need"], market.groups["JP", "offer"]
    fits = fit_needs_to_offers(needs, offers, market.taxonomy, slice(None))
    for firm in range(5):
        own = np.flatnonzero(offers.owners == firm)
        if len(own) > 1:
            assert (fits[:, own].max(axis=1) >= fits[:, own[:-1]].max(axis=1)).all()


def test_weights_older_than_a_feature_give_it_nothing_and_a_strange_feature_is_refused():
    first = {"own_need_met": 3.6, "can_serve": 3.0, "common_language": 0.3, "partner_exports": 0.2}
    old = Weights.from_json({"version": "prior-1", "base": -3.5, "coefficients": first})
    assert old.coefficients["size_closeness"] == 0
    assert old.decisions == 0
    with pytest.raises(ValueError, match="shoe_size"):
        Weights.from_json({"version": "1", "base": 0, "coefficients": first | {"shoe_size": 1}})
