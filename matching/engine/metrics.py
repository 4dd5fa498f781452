"""Measures of ranking and of fairness, on plain sequences."""

import math
from collections.abc import Sequence


def ndcg(grades: Sequence[float], ideal: Sequence[float], k: int = 10) -> float:
    """Normalised discounted cumulative gain (2^g - 1) of grades in ranked order; 0 without any relevant."""
    best = dcg(sorted(ideal, reverse=True)[:k])
    return dcg(grades[:k]) / best if best else 0.0


def dcg(grades: Sequence[float]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))


def recall(grades: Sequence[float], relevant: int, k: int = 10) -> float:
    """Share of the relevant ones found among the first k."""
    return sum(grade > 0 for grade in grades[:k]) / relevant if relevant else 0.0


def reciprocal_rank(grades: Sequence[float]) -> float:
    return next((1 / rank for rank, grade in enumerate(grades, 1) if grade > 0), 0.0)


def gini(loads: Sequence[float]) -> float:
    """0 when all have the same, near 1 when one has everything."""
    ordered = sorted(loads)
    total, count = sum(ordered), len(ordered)
    if not total:
        return 0.0
    return (
        2 * sum(rank * load for rank, load in enumerate(ordered, 1)) / (count * total) - (count + 1) / count
    )


def first_is_right(grades: Sequence[float], least: float = 2.0) -> float:
    """1 where the first in ranked order has at least the grade `least`."""
    return float(bool(grades) and grades[0] >= least)


def separation(with_partner: Sequence[float], without: Sequence[float]) -> float:
    """Area under the ROC curve: how often a need with a partner scores above one without; ties count half.

    Not a number where either side is empty.
    """
    if not with_partner or not without:
        return math.nan
    above = sum((one > other) + (one == other) / 2 for one in with_partner for other in without)
    return above / (len(with_partner) * len(without))
