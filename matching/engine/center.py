"""Two cheap corrections of similarity: means taken out per (language, side), and hubs pushed down."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from matching.engine.arrays import GRID
from matching.engine.background import Background
from matching.engine.embed import unit_rows
from matching.engine.types import Floats

# A mean of few texts is mostly noise: it is shrunk towards the mean of many texts of its kind.
SHRINK = 30.0
NEIGHBOURS = 10
# Similarities worked on at once: 32 MB, however large the market.
AT_ONCE = 8_000_000
ROWS_AT_ONCE = 8192
THREADS = os.cpu_count() or 1
# Coordinates are multiples of 1/GRID: float32 then adds up their products without any rounding, so the size
# of a block, the number of threads and the machine cannot change a score. It moves a cosine by 0.0002.


def centred(vectors: Floats, groups: list[tuple[str, str]], prior: Background | None = None) -> Floats:
    """(n, d) rows with the mean of their (language, side) group taken out, unit length again, on the grid.

    The group's mean is shrunk towards that of `prior`, else towards the mean of all rows.
    """
    if not len(vectors):
        return vectors
    result = vectors.copy()
    overall = vectors.mean(axis=0)
    for lang, side in sorted(set(groups)):
        members = np.array([group == (lang, side) for group in groups])
        usual = prior.mean(lang, side, overall) if prior else overall
        result[members] -= (vectors[members].sum(axis=0) + SHRINK * usual) / (members.sum() + SHRINK)
    for start in range(0, len(result), ROWS_AT_ONCE):
        some = slice(start, start + ROWS_AT_ONCE)
        result[some] = on_grid(unit_rows(result[some]))
    return result


def on_grid(rows: Floats) -> Floats:
    """Rounded to multiples of 1/GRID."""
    return np.rint(rows * np.float32(GRID)) / np.float32(GRID)


def neighbourhood(rows: Floats, others: Floats, k: int = NEIGHBOURS) -> Floats:
    """Mean similarity of each row to its `k` nearest others (or to all, where fewer), shape (n,)."""
    if not len(rows) or not len(others):
        return np.zeros(len(rows), np.float32)
    k = min(k, len(others))
    size = max(AT_ONCE // len(others), 1)
    blocks = (rows[start : start + size] @ others.T for start in range(0, len(rows), size))
    return mean_of([np.partition(block, -k, axis=1)[:, -k:] for block in blocks])


def mean_of(nearest: Sequence[Floats]) -> Floats:
    """Of each row of the blocks, added up in the order of size: the same sum however they were found."""
    return np.sort(np.concatenate(nearest), axis=1).mean(axis=1, dtype=np.float64).astype(np.float32)


def neighbourhoods(rows: Floats, others: Floats, k: int = NEIGHBOURS) -> tuple[Floats, Floats]:
    """`neighbourhood` of both sides in each other; where there are many, every pair is looked at once for both."""
    if len(rows) * len(others) <= AT_ONCE:
        return neighbourhood(rows, others, k), neighbourhood(others, rows, k)
    return neighbourhoods_of_many(rows, others, k)


def neighbourhoods_of_many(rows: Floats, others: Floats, k: int = NEIGHBOURS) -> tuple[Floats, Floats]:
    """Each thread takes a stretch of the rows; of its nearest to the others the nearest of all are kept."""
    stretches = np.array_split(rows, THREADS)
    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(lambda stretch: nearest_of_both(stretch, others, k), stretches))
    of_others = np.concatenate([theirs for _ours, theirs in found], axis=1)
    most = min(k, len(rows))
    return mean_of([ours for ours, _theirs in found]), mean_of([np.sort(of_others, axis=1)[:, -most:]])


def nearest_of_both(rows: Floats, others: Floats, k: int) -> tuple[Floats, Floats]:
    """(n, k) similarities of the nearest of each row, and (m, k) of each other; -inf where there are fewer."""
    # Only who scores many pairs loads a compiler.
    from matching.engine.kernels import keep_nearest

    ours = np.full((len(rows), min(k, len(others))), -np.inf, np.float32)
    theirs = np.full((len(others), k), -np.inf, np.float32)
    size = max(AT_ONCE // len(others), 1)
    for start in range(0, len(rows), size):
        some = slice(start, start + size)
        keep_nearest(rows[some] @ others.T, ours[some], theirs)
    return ours, theirs
