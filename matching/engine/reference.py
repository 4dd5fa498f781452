"""The slow, obvious twin of every fast kernel: loops, one pair at a time. Tests hold the two together."""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from types import MappingProxyType

from matching.engine import assign as fast_assign
from matching.engine import context
from matching.engine import fit as fast_fit
from matching.engine.accept import FEATURES, Weights
from matching.engine.constraints import planes
from matching.engine.constraints.codes import NUMERIC
from matching.engine.constraints.planes import Bits
from matching.engine.context import Spoken
from matching.engine.glossary import read_things
from matching.engine.kinds import ANSWERS, BY_KIND
from matching.engine.learn import COLUMNS, DEVIATIONS, Sample, prior_mean
from matching.engine.market import SIDES, Group, Market
from matching.engine.pairs import LEAST_FIT
from matching.engine.tags import Taxonomy
from matching.engine.things import COUNTS_AGAINST, THING_COUNTS
from matching.engine.types import Company, Country, ScoredPair, Side, Statement


def fit(market: Market, seekers: Country, need: int, offer: int) -> float:
    """Twin of `fit_needs_to_offers`, for one need of `seekers` and one offer of the other country."""
    givers: Country = "JP" if seekers == "TH" else "TH"
    needs, offers = market.groups[seekers, "need"], market.groups[givers, "offer"]
    cosine = sum(float(a) * float(b) for a, b in zip(needs.vectors[need], offers.vectors[offer], strict=True))
    scaled = 2 * cosine - float(needs.hubness[need]) - float(offers.hubness[offer])
    meaning = (scaled - fast_fit.CSLS_LOW) / (fast_fit.CSLS_HIGH - fast_fit.CSLS_LOW)
    meaning = min(max(meaning, 0.0), 1.0)
    things = [dict(named(group.statements[row])) for group, row in ((needs, need), (offers, offer))]
    said = tags_said(market, seekers, "need", need), tags_said(market, givers, "offer", offer)
    tags = agreement(*said, market.taxonomy, *things)
    kinds = int(needs.kinds[need]), int(offers.kinds[offer])
    trade = fast_fit.BY_MEANING * meaning + fast_fit.BY_TAGS * tags
    trade = weighed(trade, needs, offers, need, offer)
    return round(min(trade * float(ANSWERS[kinds]) + float(BY_KIND[kinds]), 1.0), fast_fit.DECIMALS)


def tags_said(market: Market, country: Country, side: Side, row: int) -> list[tuple[str, float]]:
    """Twin of `Context.around` on the tree: a statement's capabilities, then a share of its firm's others."""
    own = tags_of(market.groups[country, side], row, market.taxonomy)
    others = [
        tag
        for other in SIDES
        for place, owner in enumerate(market.groups[country, other].owners)
        if owner == market.groups[country, side].owners[row] and (other, place) != (side, row)
        for tag in tags_of(market.groups[country, other], place, market.taxonomy)
    ]
    length = sum(a * b * market.taxonomy.closeness(one, two) for one, a in others for two, b in others) ** 0.5
    return own + [(slug, context.BY_TAGS * sure / length) for slug, sure in others]


def meant(heard: Mapping[Side, Spoken], side: Side, row: int) -> list[float]:
    """Twin of `Context.around` in meaning: the direction of a statement, bent towards its firm's others."""
    own = [float(x) for x in heard[side].vectors[row]]
    others = [
        spoken.vectors[place]
        for other, spoken in heard.items()
        for place, owner in enumerate(spoken.owners)
        if owner == heard[side].owners[row] and (other, place) != (side, row)
    ]
    towards = unit([float(sum(vector[axis] for vector in others)) for axis in range(len(own))])
    return unit([x + context.BY_MEANING * y for x, y in zip(own, towards, strict=True)])


def unit(vector: Sequence[float]) -> list[float]:
    length = math.sqrt(sum(x * x for x in vector))
    return [x / length if length else 0.0 for x in vector]


def tags_of(group: Group, row: int, taxonomy: Taxonomy) -> list[tuple[str, float]]:
    pairs = zip(group.tags[row], group.confidence[row], strict=True)
    return [(taxonomy.rows[node].slug, float(sure)) for node, sure in pairs if node < len(taxonomy)]


def named(statement: Statement) -> Sequence[tuple[str, float]]:
    return read_things(statement.text) if statement.things is None else statement.things


def agreement(
    need: Sequence[tuple[str, float]],
    offer: Sequence[tuple[str, float]],
    taxonomy: Taxonomy,
    wanted: Mapping[str, float] = MappingProxyType({}),
    given: Mapping[str, float] = MappingProxyType({}),
) -> float:
    """Twin of `profiles` and `add_shared` for two lists of (capability, confidence) and the weights of things:
    their cosine on tree and glossary together, in [0, 1]."""

    def product(left: Sequence[tuple[str, float]], right: Sequence[tuple[str, float]]) -> float:
        return sum(sure * given * taxonomy.closeness(a, b) for a, sure in left for b, given in right)

    def square(weights: Mapping[str, float]) -> float:
        return THING_COUNTS * sum(weight**2 for weight in weights.values())

    shared = THING_COUNTS * sum(weight * given.get(slug, 0.0) for slug, weight in wanted.items())
    length_of_need = product(need, need) + COUNTS_AGAINST["need"] * square(wanted)
    length_of_offer = product(offer, offer) + COUNTS_AGAINST["offer"] * square(given)
    lengths = (length_of_need * length_of_offer) ** 0.5
    return min((product(need, offer) + shared) / lengths, 1.0) if lengths else 0.0


def weighed(alike: float, needs: Group, offers: Group, need: int, offer: int) -> float:
    """Twin of `weigh_conditions`, for one need and one offer: one condition after the other."""
    wanted, given = needs.conditions[need : need + 1], offers.conditions[offer : offer + 1]
    answers = [
        judged(code.rule, wanted.low[0, n], wanted.high[0, n], given.low[0, n], given.high[0, n])
        for n, code in enumerate(NUMERIC)
    ]
    answers.append(judged_words(wanted.materials[0], given.materials[0], wanted.any_of[0, 0]))
    certificates = judged_words(wanted.certificates[0], given.certificates[0], wanted.any_of[0, 1])
    answers.append("broken" if certificates == "lacking" else certificates)
    left_open = math.prod(1 - planes.MET_CLOSES for answer in answers if answer == "met")
    gained = alike + (1 - left_open) * alike * (1 - alike)
    return gained * math.prod(planes.BROKEN_LEAVES for answer in answers if answer == "broken")


def judged(rule: str, need_low: float, need_high: float, low: float, high: float) -> str:
    """met, broken, or "" where one side is silent; an open bound is NaN."""
    wanted = [value for value in (need_low, need_high) if not math.isnan(value)]
    given = [value for value in (low, high) if not math.isnan(value)]
    if not wanted or not given:
        return ""
    if rule == "finest":
        return "met" if given[0] <= wanted[-1] else "broken"
    if rule == "fits":
        return "met" if need_low <= low and need_high <= high else "broken"
    if rule == "within":
        if math.isnan(need_high):
            return ""
        return "met" if high <= need_high else "broken" if given[0] > need_high else ""
    if rule == "reaches":
        return "met" if high >= wanted[-1] else "broken" if high < wanted[0] else ""
    if low == high:
        return "met" if need_low == low and need_high == high else ""
    floor, ceiling = (-math.inf if math.isnan(low) else low), (math.inf if math.isnan(high) else high)
    return "met" if all(floor <= value <= ceiling for value in wanted) else "broken"


def judged_words(wanted: Bits, given: Bits, any_of: bool) -> str:
    """met, lacking, or "" where one side names none."""
    needed, offered = (
        {(place, bit) for place, word in enumerate(words) for bit in range(64) if int(word) >> bit & 1}
        for words in (wanted, given)
    )
    if not needed or not offered:
        return ""
    return "met" if (needed & offered if any_of else needed <= offered) else "lacking"


def best_fit(market: Market, seekers: Country, seeker: int, giver: int) -> float:
    """Best fit of any need of company number `seeker` of `seekers` to any offer of company number `giver`."""
    needs, offers = market.groups[seekers, "need"], market.groups["JP" if seekers == "TH" else "TH", "offer"]
    return max(
        (
            fit(market, seekers, n, o)
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
    thai_met = best_fit(market, "TH", row, column)
    japanese_met = best_fit(market, "JP", column, row)
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
        "partner_certified": {0: 0.0, 1: 0.5}.get(len(partner.certifications), 1.0),
        "size_closeness": size_closeness(company.employees, partner.employees),
        "same_cluster": float(any(cluster in partner.clusters for cluster in company.clusters)),
        "thai_base": float(company.thai_base or partner.thai_base),
        "japanese_side": float(company.country == "JP"),
    }


def size_closeness(one: int | None, other: int | None) -> float:
    if not one or not other:
        return 0.5
    factor = max(one, other) / min(one, other)
    return max(0.0, 1 - math.log(factor, 100))


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


def fit_weights(sample: Sample) -> list[float]:
    """Twin of `learn.fit`, for small samples: plain descent in steps too short to overshoot."""
    b = [float(value) for value in prior_mean()]
    # No curvature is larger: the prior's, and a quarter of every squared row.
    steepest = max(DEVIATIONS[name] ** -2 for name in COLUMNS) + 0.25 * sum(
        float(weight) * sum(float(x) ** 2 for x in row)
        for row, weight in zip(sample.rows, sample.weights, strict=True)
    )
    slopes = slopes_at(sample, b)
    while max(map(abs, slopes)) > 1e-9:
        b = [value - slope / steepest for value, slope in zip(b, slopes, strict=True)]
        slopes = slopes_at(sample, b)
    return b


def slopes_at(sample: Sample, b: Sequence[float]) -> list[float]:
    """Derivative of the objective in each coefficient."""
    found = [
        (value - float(mean)) / DEVIATIONS[name] ** 2
        for value, mean, name in zip(b, prior_mean(), COLUMNS, strict=True)
    ]
    for row, answer, weight in zip(sample.rows, sample.answers, sample.weights, strict=True):
        p = 1 / (1 + math.exp(-sum(float(x) * value for x, value in zip(row, b, strict=True))))
        for place, x in enumerate(row):
            found[place] += float(weight) * (p - float(answer)) * float(x)
    return found
