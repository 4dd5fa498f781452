"""The synthetic market is the same for a seed, and its texts are not copies of each other."""

import pickle

import numpy as np
import pytest

from bench.market import as_table
from bench.market_parts import engine
from bench.synthetic import STATEMENTS_A_SIDE, make
from matching.evaluation.files import read_taxonomy


class Invented:
    name, dimensions = "invented", 16

    def embed(self, texts):
        rows = [np.random.default_rng(list(text.encode())).normal(size=16) for text in texts]
        return np.array([row / np.linalg.norm(row) for row in rows], np.float32)


@pytest.fixture(scope="module")
def market():
    return make(3, 9, read_taxonomy(), Invented())


def test_a_seed_makes_one_market(market):
    again = make(3, 9, read_taxonomy(), Invented())
    assert again.companies == market.companies
    assert (again.vectors == market.vectors).all()


def test_every_firm_says_as_much_in_varied_words(market):
    texts = [statement.text for company in market.companies for statement in company.statements]
    assert len(texts) == len(market.vectors) == 12 * 2 * STATEMENTS_A_SIDE
    assert len(set(texts)) > 0.9 * len(texts)
    assert np.linalg.norm(market.vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_what_the_engine_part_measures(market, tmp_path):
    np.save(tmp_path / "vectors.npy", market.vectors)
    (tmp_path / "market.pickle").write_bytes(pickle.dumps((market.companies, market.tags)))
    figures = engine(tmp_path)
    assert figures["top50_agreement"] == 1.0
    assert figures["top50_compared"] > 0
    table = as_table({"thai": 3, "japanese": 9, "cores": 2, **figures})
    assert f"| {figures['all_pairs_seconds']} |" in table
