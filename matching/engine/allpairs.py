"""All pairs of a market at once: a first pass in eight bits, and exact float32 scores for all that may be at the top.

The first pass computes every fit with a known error, and from it for every pair a chance that both say yes. A pair
stays when that chance, raised by all the error can hide, reaches the fiftieth lowered by as much, in the list of
either of its sides. Those that stay, about twice the fifty, are scored exactly and ranked. The answer is that of the
exact kernels whatever the sizes of blocks, the number of workers, or the order in which blocks are done.
"""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.engine import exactly, nearly
from matching.engine.accept import Weights, chances_of_both
from matching.engine.arrays import Columns, Rows
from matching.engine.features import features_of_block, features_of_list
from matching.engine.layout import columns_for, rows_for
from matching.engine.market import COUNTRIES, SIDES, Market
from matching.engine.pairs import LEAST_FIT, TOP
from matching.engine.products import Coded, Products, products
from matching.engine.types import Floats, ScoredPair, Side, chance_of_both

log = logging.getLogger(__name__)
Numbers = NDArray[np.int64]
# Thai and Japanese firms of a block: 4 statements each make 256 x 4,000 values, 4 MB.
THAI_BLOCK, JAPANESE_BLOCK = 64, 1000
# Chances and their product are rounded to four decimals in the end.
ROUNDING = 0.0003


@dataclass(frozen=True)
class Pairs:
    """Pairs by the numbers of their firms, sorted by them, with exact scores."""

    market: Market
    thai: Numbers
    japanese: Numbers
    thai_met: Floats
    japanese_met: Floats
    p_thai: Floats
    p_japanese: Floats
    timings: dict[str, float]

    def __len__(self) -> int:
        return len(self.thai)

    @property
    def p_both(self) -> NDArray[np.float64]:
        return chance_of_both(self.p_thai, self.p_japanese)

    def __getitem__(self, which: NDArray[np.int64]) -> "Pairs":
        return replace(self, **{name: getattr(self, name)[which] for name in COLUMNS})

    def scored(self) -> list[ScoredPair]:
        thai = [company.id for company in self.market.companies["TH"]]
        japanese = [company.id for company in self.market.companies["JP"]]
        figures = (self.thai_met, self.japanese_met, self.p_thai, self.p_japanese)
        columns = [rounded(column) for column in figures]
        return [
            ScoredPair(thai[t], japanese[j], *row)
            for t, j, *row in zip(self.thai.tolist(), self.japanese.tolist(), *columns, strict=True)
        ]

    def by_company(self) -> dict[str, list[ScoredPair]]:
        """The pairs of each firm, of either country."""
        found: dict[str, list[ScoredPair]] = {}
        for pair in self.scored():
            found.setdefault(pair.thai_id, []).append(pair)
            found.setdefault(pair.japanese_id, []).append(pair)
        return found

    def at_least(self, chance: float) -> list[ScoredPair]:
        return self[np.flatnonzero(self.p_both >= chance)].scored()


def rounded(column: Floats) -> list[float]:
    return np.round(column.astype(np.float64), 4).tolist()


def best_pairs(
    market: Market,
    weights: Weights,
    *,
    top: int = TOP,
    thai: range | None = None,
    workers: int = 1,
    blocks: tuple[int, int] = (THAI_BLOCK, JAPANESE_BLOCK),
    kernels: Products | None = None,
) -> Pairs:
    """Every pair with a chance that is in the top of one of its sides, among the Thai firms numbered `thai`.

    Raises ValueError for a figure out of its range, with its name.
    """
    for name, value in (("top", top), ("workers", workers), ("blocks", min(blocks))):
        if value < 1:
            raise ValueError(f"{name} is below 1: {value}")
    everyone = range(len(market.companies["TH"]))
    first_pass = FirstPass(market, weights, top, everyone if thai is None else thai, blocks, kernels)
    clock = time.perf_counter()
    chosen = first_pass.run(workers)
    timings = {"first_pass": time.perf_counter() - clock}
    clock = time.perf_counter()
    pairs = score_exactly(market, weights, *chosen, workers=workers)
    timings["exact"] = time.perf_counter() - clock
    clock = time.perf_counter()
    kept = pairs[in_top(pairs, top)]
    timings["ranking"] = time.perf_counter() - clock
    rounded_timings = {name: round(seconds, 3) for name, seconds in timings.items()}
    return replace(kept, timings=rounded_timings | {"candidates": len(pairs)})


COLUMNS = ("thai", "japanese", "thai_met", "japanese_met", "p_thai", "p_japanese")


class FirstPass:
    """Candidates for the top of either side."""

    def __init__(
        self,
        market: Market,
        weights: Weights,
        top: int,
        thai: range,
        blocks: tuple[int, int],
        kernels: Products | None,
    ) -> None:
        self.market, self.weights, self.top, self.thai = market, weights, top, thai
        self.products = kernels or products()
        self.coded = {key: self.products.code(group.vectors) for key, group in market.groups.items()}
        self.thai_blocks = cut(thai, blocks[0])
        self.japanese_blocks = cut(range(len(market.companies["JP"])), blocks[1])
        self.thai_rows = [{side: self.rows(side, block) for side in SIDES} for block in self.thai_blocks]
        self.best = np.zeros((len(thai), top), np.float32)
        self.lock = threading.Lock()
        slope = abs(weights.coefficients["own_need_met"]) + abs(weights.coefficients["can_serve"])
        # Both chances of a pair grow by no more than slope x error each, relative to themselves.
        self.hidden = float(np.exp(-2 * 2 * slope * self.products.error))

    def rows(self, side: Side, block: range) -> tuple[Coded, Rows]:
        said = self.market.groups["TH", side], self.coded["TH", side]
        return rows_for(*said, self.market.taxonomy, block.start, block.stop)

    def columns(self, side: Side, block: range) -> tuple[Any, Columns]:
        said = self.market.groups["JP", side], self.coded["JP", side]
        coded, columns = columns_for(
            *said, self.market.taxonomy, block.start, block.stop, are_offers=side == "offer"
        )
        return self.products.pack(coded), columns

    def run(self, workers: int) -> tuple[Numbers, Numbers]:
        """(Thai, Japanese) numbers of the firms of every candidate, sorted."""
        if not self.thai_blocks or not self.japanese_blocks:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        with ThreadPoolExecutor(workers) as pool:
            found = list(pool.map(self.candidates, self.japanese_blocks))
        thai, japanese, chances, at_top = (np.concatenate(column) for column in zip(*found, strict=True))
        least = self.best.min(axis=1)[thai - self.thai.start]
        chosen = at_top | (chances >= least * self.hidden - ROUNDING)
        thai, japanese = thai[chosen], japanese[chosen]
        order = np.lexsort((japanese, thai))
        return thai[order], japanese[order]

    def candidates(self, block: range) -> tuple[Numbers, Numbers, Floats, NDArray[np.bool_]]:
        """Of the Japanese firms of a block: numbers, near chances, and whether in the top of the Japanese firm."""
        possible, certain = self.chances(block)
        with self.lock:
            best = np.concatenate([self.best, certain], axis=1)
            self.best = np.partition(best, -self.top, axis=1)[:, -self.top :]
            of_thai = self.best.min(axis=1)
        of_japanese = kth_of_columns(certain, self.top)
        at_top = possible >= of_japanese * self.hidden - ROUNDING
        near = at_top | (possible >= (of_thai * self.hidden - ROUNDING)[:, None])
        near &= possible > 0
        thai, japanese = np.nonzero(near)
        return thai + self.thai.start, japanese + block.start, possible[near], at_top[near]

    def chances(self, block: range) -> tuple[Floats, Floats]:
        """(possible, certain) chance that both say yes, (Thai firms, block): the latter 0 where a pair may be
        worthless."""
        bench = nearly.Bench(self.products)
        offers, needs = self.columns("offer", block), self.columns("need", block)
        possible = np.zeros((len(self.thai), len(block)), np.float32)
        certain = np.zeros_like(possible)
        for mine, ours in zip(self.thai_blocks, self.thai_rows, strict=True):
            rows = slice(mine.start - self.thai.start, mine.stop - self.thai.start)
            thai_met, japanese_met = np.empty((2, len(mine), len(block)), np.float32)
            bench.best_fits(*ours["need"], *offers, needs_first=True, out=thai_met)
            bench.best_fits(*ours["offer"], *needs, needs_first=False, out=japanese_met)
            both, better = self.of_both(mine, block, thai_met, japanese_met)
            possible[rows] = np.where(better >= LEAST_FIT - self.products.error, both, 0)
            certain[rows] = np.where(better >= LEAST_FIT + self.products.error, both, 0)
        thai, japanese = self.market.related.T
        here = (thai >= self.thai.start) & (thai < self.thai.stop)
        here &= (japanese >= block.start) & (japanese < block.stop)
        apart = thai[here] - self.thai.start, japanese[here] - block.start
        possible[apart] = certain[apart] = 0
        return possible, certain

    def of_both(
        self, mine: range, block: range, thai_met: Floats, japanese_met: Floats
    ) -> tuple[Floats, Floats]:
        traits = (
            self.market.traits["TH"].part(mine.start, mine.stop),
            self.market.traits["JP"].part(block.start, block.stop),
        )
        one, other = chances_of_both(*features_of_block(*traits, thai_met, japanese_met), self.weights)
        one *= other
        return one, np.maximum(thai_met, japanese_met)


def cut(numbers: range, size: int) -> list[range]:
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]


# Bytes a worker needs: for every value of a block (its product and what goes with it), and for every Thai firm beside
# one Japanese firm of a block (two chances, their comparison).
A_VALUE, A_CHANCE = 5, 32
LEAST_BLOCKS = (8, 50)


def blocks_within(megabytes: int, market: Market, workers: int = 1) -> tuple[int, int]:
    """The usual blocks, or smaller ones with which the market and its workers keep to this memory.

    What the market itself takes cannot be cut: below that the smallest blocks are taken, and the log says so.
    """
    # Vectors are held in float32, in eight bits, and like profiles in whole steps of half the size.
    held = sum(group.vectors.nbytes * 1.75 + group.profiles.nbytes * 1.5 for group in market.groups.values())
    room = (megabytes * 2**20 - held) / workers
    firms = {country: max(len(companies), 1) for country, companies in market.companies.items()}
    said = {
        country: max(len(group) for key, group in market.groups.items() if key[0] == country) / firms[country]
        for country in firms
    }
    thai, japanese = THAI_BLOCK, JAPANESE_BLOCK
    while thai * said["TH"] * japanese * said["JP"] * A_VALUE + firms["TH"] * japanese * A_CHANCE > room:
        if (thai, japanese) == LEAST_BLOCKS:
            log.warning("the market alone takes %.0f MB of the %d MB allowed", held / 2**20, megabytes)
            break
        thai, japanese = max(thai // 2, LEAST_BLOCKS[0]), max(japanese // 2, LEAST_BLOCKS[1])
    return thai, japanese


def kth_of_columns(values: Floats, k: int) -> Floats:
    """The k-th largest of each column, 0 where there are fewer."""
    if len(values) < k:
        return np.zeros(values.shape[1], np.float32)
    return np.partition(np.ascontiguousarray(values.T), -k, axis=1)[:, -k]


def score_exactly(
    market: Market, weights: Weights, thai: Numbers, japanese: Numbers, *, workers: int = 1
) -> Pairs:
    """Exact fits and chances of these pairs, which are sorted; pairs without any chance are left out."""
    size = 20_000
    parts = [slice(start, start + size) for start in range(0, len(thai), size)]
    score = partial(score_some, market, weights)
    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(lambda part: score(thai[part], japanese[part]), parts))
    empty = (np.zeros(0, np.int64),) * 2 + (np.zeros(0, np.float32),) * 4
    columns = [np.concatenate(column) for column in zip(empty, *found, strict=True)]
    thai, japanese, thai_met, japanese_met, p_thai, p_japanese = columns
    scored = Pairs(market, thai, japanese, thai_met, japanese_met, p_thai, p_japanese, {})
    likely = scored.p_both > 0
    width = len(market.companies["JP"])
    apart = market.related @ np.array([width, 1])
    return scored[np.flatnonzero(likely & ~np.isin(thai * width + japanese, apart))]


def score_some(market: Market, weights: Weights, thai: Numbers, japanese: Numbers) -> tuple[NDArray, ...]:
    groups = market.groups
    thai_met = exactly.best_fits(groups["TH", "need"], groups["JP", "offer"], thai, japanese)
    japanese_met = exactly.best_fits(groups["JP", "need"], groups["TH", "offer"], japanese, thai)
    traits = market.traits["TH"][thai], market.traits["JP"][japanese]
    features = features_of_list(*traits, thai_met, japanese_met)
    p_thai, p_japanese = chances_of_both(*features, weights)
    worthless = np.maximum(thai_met, japanese_met) < LEAST_FIT
    p_thai[worthless] = p_japanese[worthless] = 0
    return thai, japanese, thai_met, japanese_met, p_thai, p_japanese


def score_company(
    market: Market, weights: Weights, company_id: str, *, top: int | None = TOP
) -> list[ScoredPair]:
    """The best partners of one company, best first, scored as in a run; empty for an unknown id. None: all."""
    country = market.country_of(company_id)
    if country is None or (top is not None and top <= 0):
        return []
    alone = market.only(country, market.numbers(country, [company_id]))
    thai, japanese = (len(alone.companies[side]) for side in COUNTRIES)
    pairs = score_exactly(alone, weights, *np.divmod(np.arange(thai * japanese), max(japanese, 1))).scored()
    return sorted(pairs, key=lambda pair: (-pair.p_both, pair.thai_id, pair.japanese_id))[:top]


class Ranked(Protocol):
    """Pairs of firms by their numbers, and the chance of each."""

    @property
    def thai(self) -> Numbers: ...

    @property
    def japanese(self) -> Numbers: ...

    @property
    def p_both(self) -> NDArray[np.float64]: ...

    def __len__(self) -> int: ...


def in_top(pairs: Ranked, top: int) -> Numbers:
    """Places of the pairs among the best `top` of either side; ties by the ids of the firms."""
    kept = np.zeros(len(pairs), bool)
    least_first = -pairs.p_both
    for own, other in ((pairs.thai, pairs.japanese), (pairs.japanese, pairs.thai)):
        order = np.lexsort((other, least_first, own))
        firms = own[order]
        rank = np.arange(len(firms)) - np.searchsorted(firms, firms, side="left")
        kept[order[rank < top]] = True
    return np.flatnonzero(kept)
