"""What is no proper text, firm or vector has a defined result or one clear error."""

import numpy as np
import pytest

from matching.engine.accept import PRIOR
from matching.engine.kinds import KINDS, kind_of
from matching.engine.market import build_market
from matching.engine.pairs import score_all
from matching.engine.reading import suggest_capabilities
from matching.engine.segment import known_words
from matching.engine.types import Company, Statement
from tests.matching.engine.markets import SLUGS, TAXONOMY, make_companies, market_of

TEXTS = [
    "",
    " ",
    "あ",
    "ก",
    "x",
    "😀🏭🔩",
    "ー",
    "\u0e4c",
    "กลึงCNC旋盤加工 turning 部品ชิ้น parts",
    "ชุบสังกะสี" * 1000,
    "無電解ニッケルめっき" * 1000,
    "ー" * 10_000,
    "ก" * 10_000,
    "a" * 10_000,
    "\u200b\u00ad",
    "0" * 500 + "±",
]


class FlatEmbedder:
    """Every text alike: what a model makes of noise."""

    name = "flat"
    dimensions = 8

    def embed(self, texts):
        return np.full((len(texts), 8), 8**-0.5, np.float32)


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_is_read_to_known_nodes_and_a_known_kind(text):
    for embedder in (None, FlatEmbedder()):
        for found in suggest_capabilities(text, TAXONOMY, embedder):
            assert found.slug in SLUGS
            assert 0 < found.confidence < 1
    assert kind_of(None, text, "need") in KINDS
    assert kind_of("no-such-type", text, "offer") in KINDS
    assert all(0 <= start < end <= len(text) for start, end in known_words(text))


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_takes_part_in_a_market(text):
    companies = [
        *make_companies(3, 3, 3),
        Company("th-x", "TH", (Statement("x", "th-x", "need", "th", text),)),
    ]
    assert all(0 < pair.p_both <= 1 for pair in score_all(market_of(companies, 3), PRIOR))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_vector_that_is_no_number_names_its_statement(value):
    bad = Company("th-x", "TH", (Statement("offer-7", "th-x", "offer", "th", "กลึง"),))
    with pytest.raises(ValueError, match="offer-7"):
        build_market([bad], {"offer-7": np.full(8, value, np.float32)}, {}, TAXONOMY)


def test_vectors_of_two_models_are_refused():
    statements = tuple(Statement(f"offer-{n}", "th-x", "offer", "th", "กลึง") for n in (1, 2))
    vectors = {"offer-1": np.ones(8, np.float32), "offer-2": np.ones(9, np.float32)}
    with pytest.raises(ValueError, match="different models"):
        build_market([Company("th-x", "TH", statements)], vectors, {}, TAXONOMY)


def test_tags_of_a_node_that_is_gone_are_left_out():
    statement = Statement("offer-1", "th-x", "offer", "th", "กลึง")
    market = build_market(
        [Company("th-x", "TH", (statement,))],
        {"offer-1": np.ones(8, np.float32)},
        {"offer-1": [("no-such-node", 1.0), ("turning", 0.5)]},
        TAXONOMY,
    )
    assert market.groups["TH", "offer"].confidence.sum() == pytest.approx(0.5)
