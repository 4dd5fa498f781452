"""Two cheap corrections of similarity: means taken out per (language, side), and hubs pushed down."""

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
    nearest = [np.sort(np.partition(block, -k, axis=1)[:, -k:], axis=1) for block in blocks]
    return np.concatenate(nearest).mean(axis=1, dtype=np.float64).astype(np.float32)
