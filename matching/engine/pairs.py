"""All Thai-Japanese pairs, blockwise, both directions, and the best partners of each side."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.engine.accept import Weights, chances_of_both
from matching.engine.features import features_of_block
from matching.engine.fit import fit_needs_to_offers
from matching.engine.market import Market, rows_of
from matching.engine.types import Floats, ScoredPair, chance_of_both

BLOCK = 256
TOP = 50
# Below this fit of its best offer a need has "no partner yet"; docs/matching.md has the measurement.
NO_PARTNER_BELOW = 0.4
# A pair in which neither side could serve the other is not worth anybody's time.
LEAST_FIT = 0.35


def best_of_owners(values: Floats, owners: NDArray[np.int64], count: int, axis: int) -> Floats:
    """Maximum over the statements of each owner; 0 for a company without any."""
    shape = (values.shape[0], count) if axis == 1 else (count, values.shape[1])
    best = np.zeros(shape, np.float32)
    if len(owners):
        present, starts = np.unique(owners, return_index=True)
        reduced = np.maximum.reduceat(values, starts, axis=axis)
        best[(slice(None), present) if axis == 1 else (present, slice(None))] = reduced
    return best


def company_fits(market: Market, first: int, last: int) -> tuple[Floats, Floats]:
    """(Thai needs met, Japanese needs met) for Thai companies first..last-1 by all Japanese ones."""
    japanese = len(market.companies["JP"])
    need, offer = market.groups["TH", "need"], market.groups["JP", "offer"]
    rows = rows_of(need, first, last)
    thai_met = fit_needs_to_offers(need, offer, market.taxonomy, rows)
    thai_met = best_of_owners(thai_met, offer.owners, japanese, axis=1)
    thai_met = best_of_owners(thai_met, need.owners[rows] - first, last - first, axis=0)
    need, offer = market.groups["JP", "need"], market.groups["TH", "offer"]
    rows = rows_of(offer, first, last)
    japanese_met = fit_needs_to_offers(need, offer.part(rows), market.taxonomy, slice(None))
    japanese_met = best_of_owners(japanese_met, offer.owners[rows] - first, last - first, axis=1)
    japanese_met = best_of_owners(japanese_met, need.owners, japanese, axis=0)
    return thai_met, japanese_met.T


def related_in(market: Market, first: int, last: int) -> NDArray[np.bool_]:
    """Thai companies first..last-1 by all Japanese ones: those never paired."""
    result = np.zeros((last - first, len(market.companies["JP"])), bool)
    thai, japanese = market.related.T
    here = (thai >= first) & (thai < last)
    result[thai[here] - first, japanese[here]] = True
    return result


def score_block(
    market: Market, weights: Weights, first: int, last: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """Fits and chances, Thai side first, each of shape (last - first, Japanese companies)."""
    thai_met, japanese_met = company_fits(market, first, last)
    traits = market.traits["TH"].part(first, last), market.traits["JP"]
    accept = chances_of_both(*features_of_block(*traits, thai_met, japanese_met), weights)
    worthless = (np.maximum(thai_met, japanese_met) < LEAST_FIT) | related_in(market, first, last)
    for chance in accept:
        chance[worthless] = 0.0
    return thai_met, japanese_met, accept[0], accept[1]


def top_of_rows(both: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    """Columns of the k best of each row; equal scores keep their order, and zeros are left to the caller."""
    return np.argsort(-both, axis=1, kind="stable")[:, :k]


def pairs_of_block(
    market: Market, weights: Weights, first: int, last: int, *, top: int = TOP
) -> Iterator[ScoredPair]:
    """The best `top` partners of Thai companies first..last-1, and the block's part of the other way."""
    thai_met, japanese_met, p_thai, p_japanese = score_block(market, weights, first, last)
    both = chance_of_both(p_thai, p_japanese)
    keep = np.zeros(both.shape, bool)
    np.put_along_axis(keep, top_of_rows(both, top), True, axis=1)
    by_japanese = np.zeros(both.T.shape, bool)
    np.put_along_axis(by_japanese, top_of_rows(np.ascontiguousarray(both.T), top), True, axis=1)
    keep = (keep | by_japanese.T) & (both > 0)
    for row, column in zip(*np.nonzero(keep), strict=True):
        yield ScoredPair(
            thai_id=market.companies["TH"][first + row].id,
            japanese_id=market.companies["JP"][column].id,
            fit_thai_need=round(float(thai_met[row, column]), 4),
            fit_japanese_need=round(float(japanese_met[row, column]), 4),
            p_thai_accepts=round(float(p_thai[row, column]), 4),
            p_japanese_accepts=round(float(p_japanese[row, column]), 4),
        )


def keep_top(pairs: Sequence[ScoredPair], top: int) -> list[ScoredPair]:
    """Pairs among the best `top` of either of their sides; ties by id, sorted by ids."""
    ranked = sorted(pairs, key=lambda pair: (-pair.p_both, pair.thai_id, pair.japanese_id))
    seen: dict[str, int] = {}
    kept = []
    for pair in ranked:
        counts = [seen.get(side, 0) for side in (pair.thai_id, pair.japanese_id)]
        if min(counts) < top:
            kept.append(pair)
        for side, count in zip((pair.thai_id, pair.japanese_id), counts, strict=True):
            seen[side] = count + 1
    return sorted(kept, key=lambda pair: (pair.thai_id, pair.japanese_id))


def score_all(market: Market, weights: Weights, *, top: int = TOP, block: int = BLOCK) -> list[ScoredPair]:
    """Every pair in the top of one of its sides, sorted by ids; the block size changes nothing."""
    count = len(market.companies["TH"])
    found = [
        pair
        for first in range(0, count, block)
        for pair in pairs_of_block(market, weights, first, min(first + block, count), top=top)
    ]
    return keep_top(found, top)
