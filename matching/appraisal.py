"""What the engine says of two firms at the moment one of them asks: chances, evidence, links.

Hubness needs a market around the two, so a fixed part of it is read as well; a market no larger than that part
gives the figures of the partners page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from companies.enums import Country
from companies.models import Company, Need, Offer
from matching import evidence, market
from matching.engine.accept import Weights, chances
from matching.engine.explain import explain, link_of
from matching.engine.features import features_of_pair
from matching.engine.market import Market
from matching.engine.pairs import company_fits
from matching.engine.types import Evidence, Floats, Link, ScoredPair

# Published firms of each country read around the two: about 700 statements, a tenth of a second.
AROUND = 100


@dataclass(frozen=True)
class Appraisal:
    """As `lifecycle.propose` takes it; chances in [0, 1], links of need, offer and fit."""

    p_thai_accepts: float
    p_japanese_accepts: float
    p_both: float
    evidence: dict[str, Any]
    links: list[tuple[int, int, float]]


def appraise(
    thai: Company, japanese: Company, *, answered: Need | None = None, by_offer: Offer | None = None
) -> Appraisal:
    """`answered` and `by_offer` are named by the sender and lead the links; other anonymous needs stay out.

    A firm without any statement leaves nothing to go by: chances of 0, and the evidence of the answer alone.
    """
    rows = market.snapshot(Company.objects.filter(pk__in=[thai.pk, japanese.pk, *around()]))
    read = market.load(rows)
    named = [link_of(read, f"need:{answered.pk}", f"offer:{by_offer.pk}")] if answered and by_offer else []
    found = evidence_of(read, market.live_weights(), thai, japanese)
    if found is None:
        return Appraisal(0.0, 0.0, 0.0, {}, [])
    found = replace(found, links=(*named, *tellable(found.links, named)))
    return Appraisal(
        found.p_thai_accepts,
        found.p_japanese_accepts,
        found.p_both,
        evidence.stored(found, rows),
        [
            (evidence.key_of(link.need_id), evidence.key_of(link.offer_id), link.fit_need_to_offer)
            for link in found.links
        ],
    )


def around() -> list[int]:
    published = Company.objects.published().order_by("pk")
    return [
        pk
        for country in Country
        for pk in published.filter(country=country).values_list("pk", flat=True)[:AROUND]
    ]


def evidence_of(read: Market, weights: Weights, thai: Company, japanese: Company) -> Evidence | None:
    """Also of a pair that fits too little to be suggested: a person asked for it."""
    row = read.index("TH").get(str(thai.pk))
    column = read.index("JP").get(str(japanese.pk))
    if row is None or column is None:
        return None
    thai_met, japanese_met = (round(float(fits[0, column]), 4) for fits in company_fits(read, row, row + 1))
    seen = features_of_pair(read.companies["TH"][row], read.companies["JP"][column], thai_met, japanese_met)
    p_thai, p_japanese = (round(float(chances(as_arrays(features), weights)), 4) for features in seen)
    pair = ScoredPair(str(thai.pk), str(japanese.pk), thai_met, japanese_met, p_thai, p_japanese)
    return explain(read, pair, weights)


def as_arrays(features: Mapping[str, float]) -> dict[str, Floats]:
    return {name: np.asarray(value, np.float32) for name, value in features.items()}


def tellable(links: Sequence[Link], named: Sequence[Link]) -> list[Link]:
    """Both firms learn each other's names from what the sender writes, so an anonymous need must not stand beside."""
    told = {link.need_id for link in named}
    anonymous = Need.objects.filter(
        pk__in=[evidence.key_of(link.need_id) for link in links], is_anonymous=True
    )
    hidden = told | {f"need:{pk}" for pk in anonymous.values_list("pk", flat=True)}
    return [link for link in links if link.need_id not in hidden]
