"""The synthetic market of the published comparison, and how it counts matches of browsed lists.

Numbers and rules as in the public code of CyberAgent's FairReciprocalRecommendation (Tomita and Yokoyama,
"Fair Reciprocal Recommendation in Matching Markets", RecSys 2024), written anew: chances are half chance,
half general popularity, and a list's k-th place is looked at with chance 1/k.
"""

import numpy as np
from numpy.typing import NDArray

Chances = NDArray[np.float64]


def published_market(
    thai: int, japanese: int, *, seed: int, popularity: float = 0.5
) -> tuple[Chances, Chances]:
    """(p_thai, p_japanese), each of shape (thai, japanese); the first firm of a side is the most popular."""
    # The legacy generator, since the published figures rest on its stream.
    dice = np.random.RandomState(seed)
    p_thai, p_japanese = dice.random_sample((thai, japanese)), dice.random_sample((japanese, thai)).T
    p_thai = (1 - popularity) * p_thai + popularity * np.linspace(1, 0, japanese)[None, :]
    p_japanese = (1 - popularity) * p_japanese + popularity * np.linspace(1, 0, thai)[:, None]
    return p_thai, p_japanese


def places(scores: Chances) -> NDArray[np.int64]:
    """Place of each column in its row's list, from 0, the highest score first."""
    order = np.argsort(-scores, axis=1)
    found = np.empty_like(order)
    np.put_along_axis(found, order, np.broadcast_to(np.arange(scores.shape[1]), scores.shape), axis=1)
    return found


def matches_of_lists(
    p_thai: Chances,
    p_japanese: Chances,
    thai_scores: Chances,
    japanese_scores: Chances,
    *,
    length: int | None = None,
) -> float:
    """Expected matches when each side browses its list, ordered by its scores of shape (thai, japanese)."""
    seen_by_thai, seen_by_japanese = places(thai_scores), places(japanese_scores.T).T
    expected = p_thai / (1 + seen_by_thai) * p_japanese / (1 + seen_by_japanese)
    shown = (seen_by_thai < (length or np.inf)) & (seen_by_japanese < (length or np.inf))
    return float(expected[shown].sum())
