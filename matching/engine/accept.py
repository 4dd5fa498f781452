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
    """Probability in (0, 1) from arrays that broadcast to one shape, one for each of `FEATURES`."""
    logit = weights.base + sum(weights.coefficients[name] * features[name] for name in FEATURES)
    return np.round(1 / (1 + np.exp(-logit)), DECIMALS)


def parts(features: Mapping[str, float], weights: Weights, chance: float) -> tuple[Part, ...]:
    """What each feature adds to `chance`, in percentage points: the base, then in the order of FEATURES.

    The difference from the base is shared out in proportion to the logits, in hundredths of a point by
    largest remainder, so that the parts add up to 100 x chance exactly.
    """
    base = 1 / (1 + math.exp(-weights.base))
    logits = [weights.coefficients[name] * float(features[name]) for name in FEATURES]
    total = sum(logits)
    # Where the logits cancel out, the slope of the curve itself.
    slope = (chance - base) / total if abs(total) > 1e-6 else base * (1 - base)
    hundredths = [10_000 * slope * logit for logit in logits]
    start = round(10_000 * base)
    shown = [start, *whole(hundredths, round(10_000 * chance) - start)]
    return tuple(Part(name, points / 100) for name, points in zip(("base", *FEATURES), shown, strict=True))


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
