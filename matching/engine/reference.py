"""The slow, obvious twin of every fast kernel: loops, one pair at a time. Tests hold the two together."""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

from matching.engine import assign as fast_assign
from matching.engine import fit as fast_fit
from matching.engine.accept import FEATURES, Weights
from matching.engine.market import Group, Market
from matching.engine.pairs import LEAST_FIT
from matching.engine.tags import Taxonomy
from matching.engine.types import Company, ScoredPair


def fit(needs: Group, offers: Group, taxonomy: Taxonomy, need: int, offer: int) -> float:
    """Twin of `fit_needs_to_offers`, for one need and one offer."""
    cosine = sum(float(a) * float(b) for a, b in zip(needs.vectors[need], offers.vectors[offer], strict=True))
    scaled = 2 * cosine - float(needs.hubness[need]) - float(offers.hubness[offer])
    meaning = (scaled - fast_fit.CSLS_LOW) / (fast_fit.CSLS_HIGH - fast_fit.CSLS_LOW)
    meaning = min(max(meaning, 0.0), 1.0)
    agreement = 0.0
    for a, sure in zip(needs.tags[need], needs.confidence[need], strict=True):
        for b, given in zip(offers.tags[offer], offers.confidence[offer], strict=True):
            if a < len(taxonomy) and b < len(taxonomy):
                near = taxonomy.closeness(taxonomy.rows[a].slug, taxonomy.rows[b].slug)
                agreement = max(agreement, near * float(sure) * float(given))
    other_kind = (
        needs.kinds[need] >= 0 and offers.kinds[offer] >= 0 and needs.kinds[need] != offers.kinds[offer]
    )
    factor = fast_fit.OTHER_KIND if other_kind else 1.0
    return round(factor * (fast_fit.BY_MEANING * meaning + fast_fit.BY_TAGS * agreement), fast_fit.DECIMALS)


def best_fit(needs: Group, offers: Group, taxonomy: Taxonomy, seeker: int, giver: int) -> float:
    """Best fit of any need of company number `seeker` to any offer of company number `giver`."""
    return max(
        (
            fit(needs, offers, taxonomy, n, o)
            for n in range(len(needs))
            for o in range(len(offers))
            if needs.owners[n] == seeker and offers.owners[o] == giver
        ),
        default=0.0,
    )


def chance(features: Mapping[str, float], weights: Weights) -> float:
    """Twin of `chances`, for one side of one pair."""
    logit = weights.base + sum(weights.coefficients[name] * features[name] for name in FEATURES)
    return round(1 / (1 + math.exp(-logit)), 4)


def score_pair(market: Market, weights: Weights, row: int, column: int) -> ScoredPair | None:
    """Twin of `score_block`, for one pair; None where the two are never paired."""
    thai, japanese = market.companies["TH"][row], market.companies["JP"][column]
    groups = market.groups
    thai_met = best_fit(groups["TH", "need"], groups["JP", "offer"], market.taxonomy, row, column)
    japanese_met = best_fit(groups["JP", "need"], groups["TH", "offer"], market.taxonomy, column, row)
    if max(thai_met, japanese_met) < LEAST_FIT or are_related(thai, japanese):
        return None
    p_thai = chance(features(thai, japanese, thai_met, japanese_met), weights)
    p_japanese = chance(features(japanese, thai, japanese_met, thai_met), weights)
    return ScoredPair(thai.id, japanese.id, thai_met, japanese_met, p_thai, p_japanese)


def are_related(one: Company, other: Company) -> bool:
    same_parent = one.parent is not None and one.parent == other.parent
    return one.parent == other.id or other.parent == one.id or same_parent


def features(company: Company, partner: Company, own: float, served: float) -> dict[str, float]:
    return {
        "own_need_met": own,
        "can_serve": served,
        "common_language": float(any(language in partner.languages for language in company.languages)),
        "partner_exports": {"indirect": 0.5, "direct": 1.0}.get(partner.export_level, 0.0),
    }


def score_all(market: Market, weights: Weights) -> list[ScoredPair]:
    """Twin of `pairs.score_all` without a limit: every pair with any chance, sorted by ids."""
    pairs = [
        score_pair(market, weights, row, column)
        for row in range(len(market.companies["TH"]))
        for column in range(len(market.companies["JP"]))
    ]
    return [pair for pair in pairs if pair is not None and pair.p_both > 0]


def value(
    chosen: Sequence[ScoredPair],
    live: Mapping[str, int],
    bonus: Mapping[str, float] | None = None,
    crowding: float = fast_assign.CROWDING,
) -> float:
    """What a set of proposals is worth: expected matches and first places, less the cost of crowding."""
    loads = dict(live)
    total = 0.0
    for pair in chosen:
        total += pair.p_both
        for firm in (pair.thai_id, pair.japanese_id):
            taken = loads.get(firm, 0)
            total += (bonus or {}).get(firm, 0.0) if taken == 0 else -taken * crowding
            loads[firm] = taken + 1
    return total


def assign(
    pairs: Sequence[ScoredPair],
    limits: fast_assign.Limits,
    live: Mapping[str, int],
    bonus: Mapping[str, float] | None = None,
) -> float:
    """Best value any allowed set can have, by trying all of them: twin of `assign` for small markets."""
    wanted = [pair for pair in pairs if pair.p_both >= limits.minimum_probability]
    sets = (
        chosen
        for size in range(min(max(limits.budget, 0), len(wanted)) + 1)
        for chosen in combinations(wanted, size)
        if within_caps(chosen, limits.cap, live)
    )
    return max(value(chosen, live, bonus, limits.crowding) for chosen in sets)


def within_caps(chosen: Sequence[ScoredPair], cap: int, live: Mapping[str, int]) -> bool:
    loads = dict(live)
    for pair in chosen:
        for firm in (pair.thai_id, pair.japanese_id):
            loads[firm] = loads.get(firm, 0) + 1
            if loads[firm] > cap:
                return False
    return True
