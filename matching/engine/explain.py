"""Why a pair was scored as it was: which need met which offer, and what each part gave."""

import numpy as np

from matching.engine import ENGINE_VERSION
from matching.engine.accept import Weights, parts
from matching.engine.constraints import compare
from matching.engine.features import features_of_pair
from matching.engine.fit import fit_needs_to_offers
from matching.engine.market import COUNTRIES, Group, Market, owned_by
from matching.engine.tags import shared_capabilities, tag_agreement
from matching.engine.things import shared_things
from matching.engine.types import Company, Country, Evidence, Link, ScoredPair

# A need whose best offer fits less is not part of the reason.
SHOW_FROM = 0.35


def explain(market: Market, pair: ScoredPair, weights: Weights) -> Evidence:
    """The evidence of one scored pair of this market."""
    thai = market.companies["TH"][market.index("TH")[pair.thai_id]]
    japanese = market.companies["JP"][market.index("JP")[pair.japanese_id]]
    links = [*links_between(market, "TH", thai, japanese), *links_between(market, "JP", japanese, thai)]
    links.sort(key=lambda link: (-link.fit_need_to_offer, link.need_id, link.offer_id))
    thai_features, japanese_features = features_of_pair(
        thai, japanese, pair.fit_thai_need, pair.fit_japanese_need
    )
    return Evidence(
        engine_version=ENGINE_VERSION,
        weights_version=weights.version,
        p_thai_accepts=pair.p_thai_accepts,
        p_japanese_accepts=pair.p_japanese_accepts,
        p_both=pair.p_both,
        links=tuple(links),
        thai_parts=parts(thai_features, weights, pair.p_thai_accepts),
        japanese_parts=parts(japanese_features, weights, pair.p_japanese_accepts),
        thai_features=thai_features,
        japanese_features=japanese_features,
        calibrated_on=weights.decisions,
    )


def other_of(country: Country) -> Country:
    return "JP" if country == "TH" else "TH"


def links_between(market: Market, country: Country, seeker: Company, giver: Company) -> list[Link]:
    """Each need of `seeker` with the offer of `giver` that meets it best, if well enough to show."""
    other = other_of(country)
    needs = owned_by(market.groups[country, "need"], [market.index(country)[seeker.id]])
    offers = owned_by(market.groups[other, "offer"], [market.index(other)[giver.id]])
    if not len(needs) or not len(offers):
        return []
    fits = fit_needs_to_offers(needs, offers, market.taxonomy, slice(None))
    return [
        make_link(market, needs, offers, row, int(np.argmax(fits[row])), float(fits[row].max()), country)
        for row in range(len(needs))
        if fits[row].max() >= SHOW_FROM
    ]


def link_of(market: Market, need_id: str, offer_id: str) -> Link:
    """One need beside one offer of the other country, however little they fit; KeyError if not in the market."""
    for seeker in COUNTRIES:
        needs, offers = market.groups[seeker, "need"], market.groups[other_of(seeker), "offer"]
        row, column = place_of(needs, need_id), place_of(offers, offer_id)
        if row is not None and column is not None:
            fits = fit_needs_to_offers(needs, offers, market.taxonomy, slice(row, row + 1))
            return make_link(market, needs, offers, row, column, float(fits[0, column]), seeker)
    raise KeyError((need_id, offer_id))


def place_of(group: Group, statement: str) -> int | None:
    return next((place for place, found in enumerate(group.statements) if found.id == statement), None)


def slugs_of(market: Market, group: Group, row: int) -> list[str]:
    return [market.taxonomy.rows[node].slug for node in group.tags[row] if node < len(market.taxonomy)]


def make_link(
    market: Market, needs: Group, offers: Group, row: int, column: int, fit: float, seeker: Country
) -> Link:
    need, offer = needs.statements[row], offers.statements[column]
    wanted, given = slugs_of(market, needs, row), slugs_of(market, offers, column)
    return Link(
        need_id=need.id,
        offer_id=offer.id,
        seeker=seeker,
        fit_need_to_offer=round(fit, 4),
        similarity=round(float(needs.vectors[row] @ offers.vectors[column]), 4),
        tag_agreement=round(tag_agreement(wanted, given, market.taxonomy), 4),
        shared=shared_capabilities(wanted, given, market.taxonomy),
        things=shared_things(needs.things[row], offers.things[column]),
        conditions=compare(
            need, offer, market.companies[other_of(seeker)][offers.owners[column]].certifications
        ),
    )
