"""How far chances can be taken at their word. Arrays of one length: chances p in (0, 1), answers y in {0, 1},
weights w >= 0. An empty set measures 0 throughout."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
BINS = 10
# A chance of exactly 0 or 1 would make one wrong answer infinitely bad.
LEAST = 1e-6


@dataclass(frozen=True)
class Bin:
    """Decisions whose chance lies in [low, high): mean chance shown, share that said yes, how many."""

    low: float
    high: float
    shown: float
    said_yes: float
    count: int
    weight: float


@dataclass(frozen=True)
class Measures:
    """Log loss in nats, Brier score and expected calibration error in [0, 1]; lower is better."""

    count: int
    log_loss: float
    brier: float
    ece: float


def losses(p: Numbers, y: Numbers) -> Numbers:
    """Log loss of each decision, in nats."""
    p = np.clip(p, LEAST, 1 - LEAST)
    return -(y * np.log(p) + (1 - y) * np.log1p(-p))


def mean(values: Numbers, w: Numbers) -> float:
    total = float(w.sum())
    return float(values @ w) / total if total else 0.0


def log_loss(p: Numbers, y: Numbers, w: Numbers) -> float:
    return mean(losses(p, y), w)


def brier(p: Numbers, y: Numbers, w: Numbers) -> float:
    """Mean squared distance of chance and answer (Brier 1950)."""
    return mean((p - y) ** 2, w)


def reliability(p: Numbers, y: Numbers, w: Numbers, bins: int = BINS) -> list[Bin]:
    """The bins of equal width that hold a decision, lowest first."""
    places = np.minimum((p * bins).astype(int), bins - 1)
    found = []
    for place in np.unique(places):
        inside = places == place
        weight = w[inside]
        found.append(
            Bin(
                place / bins,
                (place + 1) / bins,
                mean(p[inside], weight),
                mean(y[inside], weight),
                int(inside.sum()),
                float(weight.sum()),
            )
        )
    return found


def ece(p: Numbers, y: Numbers, w: Numbers, bins: int = BINS) -> float:
    """Expected calibration error: mean gap of the bins, by their weight (Naeini et al. 2015)."""
    found = reliability(p, y, w, bins)
    total = sum(one.weight for one in found)
    return sum(one.weight * abs(one.shown - one.said_yes) for one in found) / total if total else 0.0


def measure(p: Numbers, y: Numbers, w: Numbers) -> Measures:
    return Measures(len(p), log_loss(p, y, w), brier(p, y, w), ece(p, y, w))
