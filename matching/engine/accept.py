"""The chance that each side says yes: a logistic model over few, named features."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.engine.types import Floats, Part

# All in [0, 1], seen from the side that is asked; `features.py` says how each is read.
FEATURES = (
    "own_need_met",
    "can_serve",
    "common_language",
    "partner_exports",
    "partner_certified",
    "size_closeness",
    "same_cluster",
    "thai_base",
    "japanese_side",
)
FIRST_FEATURES = FEATURES[:4]
# Alike for both sides of a pair; of the partner or of the side alone.
SHARED = ("common_language", "size_closeness", "same_cluster", "thai_base")
OF_ONE = ("partner_exports", "partner_certified", "japanese_side")
DECIMALS = 4


@dataclass(frozen=True)
class Weights:
    """Coefficients in logits; `base` is the chance of a pair with nothing in common.

    `decisions` is how many recorded decisions they were calibrated on, 0 for an expert's prior.
    """

    version: str
    base: float
    coefficients: Mapping[str, float]
    decisions: int = 0

    def as_json(self) -> dict[str, object]:
        return {
            "version": self.version,
            "base": self.base,
            "coefficients": dict(self.coefficients),
            "decisions": self.decisions,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Weights":
        """A version older than a feature gives it no weight.

        Raises ValueError when one of the first features has no coefficient, or a name is unknown.
        """
        coefficients = dict(stored["coefficients"])  # type: ignore[call-overload]
        if missing := set(FIRST_FEATURES) - set(coefficients):
            raise ValueError(f"no coefficient for {', '.join(sorted(missing))}")
        if unknown := set(coefficients) - set(FEATURES):
            raise ValueError(f"unknown features {', '.join(sorted(unknown))}")
        return cls(
            str(stored["version"]),
            float(stored["base"]),  # type: ignore[arg-type]
            {name: float(coefficients.get(name, 0.0)) for name in FEATURES},
            int(stored.get("decisions", 0)),  # type: ignore[call-overload]
        )


# An expert's prior, in logits. Nobody answers without a fit, and having one's own need met weighs more than
# a new customer. Each of the others moves a chance of one half by 5 to 8 points: a shared language and a base
# in Thailand make work possible at all, exports and a certificate show that a partner meets foreign demands,
# firms of like size deal as equals, one cluster knows the other's trade. Neither country is known to say yes
# more readily. Together these are worth about 0.5 to the usual pair, which the base gives back.
PRIOR = Weights(
    version="prior-2",
    base=-4.0,
    coefficients={
        "own_need_met": 3.6,
        "can_serve": 3.0,
        "common_language": 0.3,
        "partner_exports": 0.2,
        "partner_certified": 0.2,
        "size_closeness": 0.3,
        "same_cluster": 0.2,
        "thai_base": 0.3,
        "japanese_side": 0.0,
    },
)


def chances(features: Mapping[str, Floats], weights: Weights) -> Floats:
    """Probability in (0, 1) from one array for each of `FEATURES`, all broadcasting to that of own_need_met."""
    return chances_given(shared_logit(features, weights), features, weights)


def chances_of_both(
    seen_by_thai: Mapping[str, Floats], seen_by_japanese: Mapping[str, Floats], weights: Weights
) -> tuple[Floats, Floats]:
    """The chances of both sides of the same pairs; what both see alike is added up once."""
    shared = shared_logit(seen_by_thai, weights)
    return (
        chances_given(shared, seen_by_thai, weights),
        chances_given(shared, seen_by_japanese, weights),
    )


def shared_logit(features: Mapping[str, Floats], weights: Weights) -> Floats:
    """What the features that both sides see alike are worth, in logits."""
    first, *others = (weights.coefficients[name] * features[name] for name in SHARED)
    for worth in others:
        first = first + worth
    return first


def chances_given(shared: Floats, features: Mapping[str, Floats], weights: Weights) -> Floats:
    """In place and always in one order: blocks are large, and their size must not change the last bit."""
    of_one = weights.base + sum(weights.coefficients[name] * features[name] for name in OF_ONE)
    logit = np.asarray(-weights.coefficients["own_need_met"] * features["own_need_met"])
    logit -= weights.coefficients["can_serve"] * features["can_serve"]
    logit -= shared
    logit -= of_one
    np.exp(logit, out=logit)
    logit += 1
    np.reciprocal(logit, out=logit)
    return np.round(logit, DECIMALS, out=logit)


def parts(features: Mapping[str, float], weights: Weights, chance: float) -> tuple[Part, ...]:
    """What each feature adds to `chance`, in percentage points: the base, then in the order of FEATURES.

    The difference from the base is shared out in proportion to the logits, in hundredths of a point by
    largest remainder, so that the parts add up to 100 x chance exactly.
    """
    base = 1 / (1 + math.exp(-weights.base))
    logits = [weights.coefficients[name] * float(features[name]) for name in FEATURES]
    total = sum(logits)
    slope = slope_between(weights.base, weights.base + total)
    hundredths = [10_000 * slope * logit for logit in logits]
    start = round(10_000 * base)
    shown = [start, *whole(hundredths, round(10_000 * chance) - start)]
    return tuple(Part(name, points / 100) for name, points in zip(("base", *FEATURES), shown, strict=True))


def slope_between(one: float, other: float) -> float:
    """Of the logistic curve from one logit to another: (p(other) - p(one)) / (other - one), also where they meet.

    Written as sinh((other - one) / 2) / (other - one), which is 1/2 where they meet, over what is left, so that logits
    which nearly cancel out lose no digits.
    """
    rise = other - one
    return (math.sinh(rise / 2) / rise if rise else 0.5) / (2 * math.cosh(one / 2) * math.cosh(other / 2))


def whole(shares: list[float], total: int) -> list[int]:
    """Whole numbers next to `shares` that sum to `total`; what is short goes to the largest remainders.

    Shares of nothing stay nothing, unless there is no other to give to.
    """
    floors = [math.floor(share) for share in shares]
    spoken = [place for place, share in enumerate(shares) if share] or [0]
    order = sorted(spoken, key=lambda place: (floors[place] - shares[place], place))
    short = total - sum(floors)
    for turn in range(abs(short)):
        floors[order[turn % len(order)]] += 1 if short > 0 else -1
    return floors
