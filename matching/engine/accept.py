"""The chance that each side says yes: a logistic model over few, named features."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.engine.types import Floats, Part

FEATURES = ("own_need_met", "can_serve", "common_language", "partner_exports")
DECIMALS = 4


@dataclass(frozen=True)
class Weights:
    """Coefficients in logits; `base` is the chance of a pair with nothing in common."""

    version: str
    base: float
    coefficients: Mapping[str, float]

    def as_json(self) -> dict[str, object]:
        return {"version": self.version, "base": self.base, "coefficients": dict(self.coefficients)}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Weights":
        """Raises ValueError when a feature has no coefficient."""
        coefficients = dict(stored["coefficients"])  # type: ignore[call-overload]
        if missing := set(FEATURES) - set(coefficients):
            raise ValueError(f"no coefficient for {', '.join(sorted(missing))}")
        return cls(str(stored["version"]), float(stored["base"]), coefficients)  # type: ignore[arg-type]


# An expert's prior: nobody answers without a fit; having one's own need met weighs more than a new customer.
PRIOR = Weights(
    version="prior-1",
    base=-3.5,
    coefficients={"own_need_met": 3.6, "can_serve": 3.0, "common_language": 0.3, "partner_exports": 0.2},
)


def chances(features: Mapping[str, Floats], weights: Weights) -> Floats:
    """Probability in (0, 1) from arrays of one shape, one for each of `FEATURES`."""
    logit = weights.base + sum(weights.coefficients[name] * features[name] for name in FEATURES)
    return np.round(1 / (1 + np.exp(-logit)), DECIMALS)


def parts(features: Mapping[str, float], weights: Weights) -> tuple[Part, ...]:
    """What each feature adds, in percentage points, in the order of FEATURES; sums to chance minus base.

    The whole difference is shared out in proportion to the logits, so that the parts add up exactly.
    """
    base = 1 / (1 + np.exp(-weights.base))
    logits = {name: weights.coefficients[name] * float(features[name]) for name in FEATURES}
    total = sum(logits.values())
    gained = 1 / (1 + np.exp(-(weights.base + total))) - base
    share = 100 * gained / total if abs(total) > 1e-9 else 0.0
    shown = [Part("base", round(100 * float(base), 1))]
    return tuple(shown + [Part(name, round(float(share * logit), 1)) for name, logit in logits.items()])
