"""Decisions and versions of weights, made as the product makes them."""

import datetime
import math
from itertools import product

import numpy as np
from django.utils import timezone

from matching import learning, weights
from matching.engine.accept import FEATURES, PRIOR, chances
from matching.enums import DecisionOrigin, DecisionSource
from matching.models import Match, SideDecision, WeightsVersion
from tests.factories.companies import CompanyFactory, JapaneseCompanyFactory
from tests.factories.matching import propose

# People who say yes far more readily than the expert thinks.
EAGERNESS = 1.5


def shown_features(**changes: float) -> dict[str, float]:
    return dict.fromkeys(FEATURES, 0.5) | changes


def evidence(**changes: object) -> dict[str, object]:
    """Evidence of a pair as a run stores it, with no links."""
    features = {"TH": shown_features(own_need_met=0.9), "JP": shown_features(can_serve=0.9)}
    return {"weights_version": PRIOR.version, "features": features, "links": [], **changes}


def proposed_with_features(**changes) -> Match:
    return propose(evidence=evidence(), **changes)


def proposals(count: int) -> list[Match]:
    """Every pair of a few firms: to make two firms for each proposal takes most of the time."""
    side = math.isqrt(count - 1) + 1
    thai, japanese = CompanyFactory.create_batch(side), JapaneseCompanyFactory.create_batch(side)
    pairs = list(product(thai, japanese))[:count]
    return [proposed_with_features(thai=one, japanese=other) for one, other in pairs]


def decide(
    count: int,
    *,
    origin: DecisionOrigin = DecisionOrigin.REAL,
    seed: int = 1,
    eagerness: float = EAGERNESS,
    region: str = "TH/central",
) -> None:
    """`count` answers of companies, one a day, of people more eager than the prior says."""
    dice = np.random.default_rng(seed)
    is_real = origin == DecisionOrigin.REAL
    matches = proposals(-(-count // 2)) if is_real else []
    rows = []
    for place in range(count):
        features = {
            name: round(float(value), 4) for name, value in zip(FEATURES, dice.uniform(size=9), strict=True)
        }
        p = float(chances({name: np.float64(value) for name, value in features.items()}, PRIOR))
        eager = 1 / (1 + np.exp(-np.log(p / (1 - p)) - eagerness))
        rows.append(
            SideDecision(
                origin=origin,
                source=DecisionSource.COMPANY,
                match=matches[place // 2] if is_real else None,
                side="TH" if place % 2 else "JP",
                said_yes=bool(dice.uniform() < eager),
                features=features,
                p_shown=p,
                weights_version=PRIOR.version,
                language_pair="th>ja",
                size_band="1-29",
                region=region,
                decided_at=timezone.now() - datetime.timedelta(days=count - place),
            )
        )
    SideDecision.objects.bulk_create(rows)


def learnt(origin: DecisionOrigin = DecisionOrigin.REAL) -> WeightsVersion:
    """Learn from what is there, as the worker does."""
    weights.load_prior()
    refit = learning.ask(by=None, origin=origin)
    learning.run(refit.pk)
    refit.refresh_from_db()
    return refit.version
