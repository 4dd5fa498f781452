"""Hubs: the nearest of both sides at one look are those of a look from each side."""

import numpy as np
import pytest

from matching.engine import center
from matching.engine.center import neighbourhood, neighbourhoods, neighbourhoods_of_many, on_grid


def unit_rows_on_grid(number: int, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((number, 16), dtype=np.float32)
    return on_grid(rows / np.linalg.norm(rows, axis=1, keepdims=True))


@pytest.mark.parametrize("sizes", [(1, 1), (1, 30), (3, 200), (200, 3), (57, 41)])
@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("at_once", [1, 100, 10_000])
def test_of_many_they_are_the_same_bit_for_bit(monkeypatch, sizes, threads, at_once):
    monkeypatch.setattr(center, "AT_ONCE", at_once)
    monkeypatch.setattr(center, "THREADS", threads)
    rows, others = (unit_rows_on_grid(number, seed) for seed, number in enumerate(sizes))
    found = neighbourhoods_of_many(rows, others)
    assert np.array_equal(found[0], neighbourhood(rows, others))
    assert np.array_equal(found[1], neighbourhood(others, rows))


def test_identical_rows_count_each():
    rows = np.repeat(unit_rows_on_grid(2, 0), 20, axis=0)
    ours, theirs = neighbourhoods_of_many(rows, rows)
    assert np.array_equal(ours, theirs)
    assert ours == pytest.approx(1, abs=1e-3)


def test_an_empty_side_leaves_the_other_without_neighbours():
    rows = unit_rows_on_grid(4, 0)
    ours, theirs = neighbourhoods(rows, rows[:0])
    assert not ours.any()
    assert theirs.shape == (0,)
