"""Decisions of invented people over the demonstration's own pairs, to try out the machinery of learning.

They are marked as simulated, belong to no match, and are read by no refit whose version may go live.
"""

import datetime
import math

import numpy as np
from django.conf import settings
from django.utils import timezone

from companies.models import Company
from matching import decisions, market
from matching.engine.accept import PRIOR, Weights, chances
from matching.engine.features import features_of_pair
from matching.engine.pairs import score_all
from matching.engine.types import ScoredPair
from matching.enums import DecisionOrigin, DecisionSource
from matching.models import SideDecision

# How the invented people decide: harder to win than the expert thinks, and by other things.
TRUTH = Weights(
    version="truth",
    base=-3.2,
    coefficients={
        "own_need_met": 2.4,
        "can_serve": 3.4,
        "common_language": 0.8,
        "partner_exports": 0.1,
        "partner_certified": 0.5,
        "size_closeness": 0.1,
        "same_cluster": 0.4,
        "thai_base": 0.6,
        "japanese_side": -0.5,
    },
)
# A desk approves this much (logits) more readily than firms accept.
DESK_LENIENCY = 0.7
DAYS = 720
# One decision in six is a desk's, one in six is a silence where a firm would have declined.
SHARE_BY_DESK, SHARE_SILENT = 1 / 6, 1 / 6
PARTNERS = 20


class NotADemonstration(Exception):
    """Simulated decisions are written only where every published firm is invented too."""


def refuse_real_firms() -> None:
    real = Company.objects.published().filter(is_demonstration=False).exists()
    if real or not settings.DEMONSTRATION:
        raise NotADemonstration


def simulate(count: int, seed: int) -> int:
    """Write `count` simulated decisions, the same for one seed, market and day; how many there are now."""
    refuse_real_firms()
    dice = np.random.default_rng(seed)
    firms = {str(firm.pk): firm for firm in Company.objects.published().select_related("location__region")}
    scene = market.load(market.snapshot(Company.objects.published()))
    pairs = score_all(scene, PRIOR, top=PARTNERS)
    if not pairs:
        return SideDecision.objects.simulated().count()
    sides = {firm.id: firm for country in scene.companies.values() for firm in country}
    now = timezone.now()
    rows = []
    for place in dice.integers(len(pairs), size=count):
        pair = pairs[int(place)]
        both = features_of_pair(
            sides[pair.thai_id], sides[pair.japanese_id], pair.fit_thai_need, pair.fit_japanese_need
        )
        is_thai = bool(dice.integers(2))
        row = simulated(pair, is_thai, both[0 if is_thai else 1], dice)
        firm = firms[pair.thai_id if is_thai else pair.japanese_id]
        row.size_band, row.region = decisions.size_band(firm.employees), decisions.region_of(firm)
        row.decided_at = now - datetime.timedelta(days=float(dice.uniform(0, DAYS)))
        rows.append(row)
    SideDecision.objects.bulk_create(rows, batch_size=1000)
    return SideDecision.objects.simulated().count()


def simulated(
    pair: ScoredPair, is_thai: bool, features: dict[str, float], dice: np.random.Generator
) -> SideDecision:
    """What an invented person of one side, or of a desk, decides; size, region and time are still to come."""
    by_desk = dice.uniform() < SHARE_BY_DESK
    logit = TRUTH.base + sum(TRUTH.coefficients[name] * value for name, value in features.items())
    said_yes = bool(dice.uniform() < 1 / (1 + math.exp(-logit - DESK_LENIENCY * by_desk)))
    is_silent = not by_desk and not said_yes and dice.uniform() < SHARE_SILENT
    source = DecisionSource.COMPANY
    if by_desk or is_silent:
        source = DecisionSource.DESK if by_desk else DecisionSource.SILENCE
    shown = {name: np.float64(value) for name, value in features.items()}
    thai_seeks = pair.fit_thai_need >= pair.fit_japanese_need
    return SideDecision(
        origin=DecisionOrigin.SIMULATED,
        source=source,
        side="TH" if is_thai else "JP",
        said_yes=said_yes,
        features=features,
        p_shown=float(chances(shown, PRIOR)),  # type: ignore[arg-type]
        weights_version=PRIOR.version,
        language_pair="th>ja" if thai_seeks else "ja>th",
    )
