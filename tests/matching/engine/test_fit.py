"""Fits that can be followed by hand: need and offer are two arrows in a plane."""

import math

import numpy as np
import pytest

from matching.engine.constraints.planes import conditions_of
from matching.engine.fit import csls, fit_needs_to_offers
from matching.engine.kinds import KINDS
from matching.engine.market import Group
from matching.engine.things import things_of
from matching.engine.types import Statement
from tests.matching.engine.markets import TAXONOMY

ALL = slice(None)
EAST = [1.0, 0.0]


def at_cosine(cosine):
    """An arrow that has this cosine with EAST."""
    return [cosine, math.sqrt(1 - cosine**2)]


def group(side, vectors, agreement=(0.0,), kinds=("open",), texts=("",), hubness=(0.0,)):
    """One statement for each vector; what is given once holds for all. `agreement` is the only tag's profile."""
    size = len(vectors)
    texts = texts if len(texts) == size else texts * size
    statements = tuple(Statement(f"{side}-{n}", "firm", side, "en", text) for n, text in enumerate(texts))
    return Group(
        statements=statements,
        owners=np.zeros(size, np.int64),
        vectors=np.array(vectors, np.float32).reshape(size, 2),
        tags=np.zeros((size, 4), np.int64),
        confidence=np.zeros((size, 4), np.float32),
        profiles=np.broadcast_to(np.array(agreement, np.float32)[:, None], (size, 1)),
        things=things_of(statements),
        kinds=np.broadcast_to([KINDS.index(kind) for kind in kinds], size),
        hubness=np.broadcast_to(np.array(hubness, np.float32), size),
        conditions=conditions_of(statements, [()] * size),
    )


def fit_of(cosine, agreement, need_kind="open", offer_kind="open"):
    needs = group("need", [EAST], [agreement], [need_kind])
    offers = group("offer", [at_cosine(cosine)], [1.0], [offer_kind])
    return float(fit_needs_to_offers(needs, offers, TAXONOMY, ALL)[0, 0])


def test_csls_takes_the_nearness_to_everything_from_twice_the_cosine():
    """2 x 0.8 - 0.3 - 0.1 = 1.2 and 2 x 0 - 0.3 - 0.2 = -0.5."""
    offers = np.array([[0.8, 0.6], [0.0, 1.0]])
    found = csls(np.array([EAST]), np.array([0.3]), offers, np.array([0.1, 0.2]))
    assert found.tolist() == [[pytest.approx(1.2), pytest.approx(-0.5)]]


@pytest.mark.parametrize(
    ("cosine", "fit"),
    [
        (-0.9, 0.0),
        (-0.22, 0.0044),  # 0.44 x (0.45 - 0.44)
        (-0.1, 0.11),
        (0.0, 0.198),
        (0.1, 0.286),
        (0.27, 0.4356),
        (0.9, 0.44),
    ],
)
def test_meaning_alone_counts_from_nothing_to_44_hundredths(cosine, fit):
    assert fit_of(cosine, 0.0) == pytest.approx(fit, abs=1e-6)


@pytest.mark.parametrize(
    ("agreement", "fit"), [(0.0, 0.0), (0.25, 0.14), (0.5, 0.28), (1.0, 0.56), (1.3, 0.56)]
)
def test_tags_alone_count_from_nothing_to_56_hundredths(agreement, fit):
    assert fit_of(-0.9, agreement) == pytest.approx(fit, abs=1e-6)


def test_meaning_and_tags_are_added_up_to_a_whole():
    assert fit_of(0.0, 0.5) == pytest.approx(0.198 + 0.28, abs=1e-6)
    assert fit_of(0.9, 1.0) == 1.0


def test_a_fit_has_four_decimals():
    """0.44 x (0.24696 + 0.45) = 0.306662."""
    assert fit_of(0.12348, 0.0) == pytest.approx(0.3067, abs=1e-6)


def test_a_kind_answers_the_need_it_is_offered_to():
    """A maker answers who seeks a machine less (0.45) than a machine who seeks a maker (0.65)."""
    assert fit_of(-0.9, 0.5, "machine", "make") == pytest.approx(0.28 * 0.45, abs=1e-6)
    assert fit_of(-0.9, 0.5, "make", "machine") == pytest.approx(0.28 * 0.65, abs=1e-6)


def test_who_sells_for_others_is_found_without_a_trade_and_never_above_a_whole():
    assert fit_of(-0.9, 0.0, "sell", "sell") == pytest.approx(0.3, abs=1e-6)
    assert fit_of(0.0, 0.0, "sell", "sell") == pytest.approx(0.498, abs=1e-6)
    assert fit_of(0.9, 1.0, "sell", "sell") == 1.0


def test_a_thing_that_both_name_counts_as_a_tag_does():
    """One says it is what they deal in (1), the other what it goes into (0.45): 0.56 x 0.45."""
    needs = group("need", [EAST], texts=["冷蔵庫"])
    offers = group("offer", [at_cosine(-0.9)] * 2, texts=["冷蔵庫用の樹脂歯車", "樹脂歯車"])
    assert fit_needs_to_offers(needs, offers, TAXONOMY, ALL).tolist() == [[pytest.approx(0.252, abs=1e-6), 0]]


def test_a_broken_condition_leaves_four_fifths_of_the_fit_of_its_need_alone():
    needs = group("need", [EAST, EAST], texts=["±2 µm", ""])
    offers = group("offer", [at_cosine(0.0)], texts=["±10 µm"])
    fits = fit_needs_to_offers(needs, offers, TAXONOMY, ALL)
    assert fits.ravel().tolist() == pytest.approx([0.1584, 0.198], abs=1e-6)


DIFFERENT_NEEDS = group(
    "need",
    [at_cosine(cosine) for cosine in (1.0, 0.8, 0.6, 0.7)],
    [0.1, 0.2, 0.3, 0.4],
    ["open", "machine", "sell", "know"],
    ["±2 µm", "", "±20 µm", "Ra 0.1"],
    [0.9, 1.0, 0.8, 1.1],
)
DIFFERENT_OFFERS = group(
    "offer", [EAST, at_cosine(0.9)], [1.0, 0.5], ["make", "machine"], ["±10 µm", "Ra 0.4"], [0.6, 0.7]
)


@pytest.mark.parametrize("block", [slice(0, 1), slice(1, 3), slice(2, 4), slice(1, 2)])
def test_a_block_of_needs_fits_as_it_does_among_all(block):
    every = fit_needs_to_offers(DIFFERENT_NEEDS, DIFFERENT_OFFERS, TAXONOMY, ALL)
    some = fit_needs_to_offers(DIFFERENT_NEEDS, DIFFERENT_OFFERS, TAXONOMY, block)
    assert len(np.unique(every)) == every.size == 8
    assert some.tolist() == every[block].tolist()


def test_without_needs_or_offers_there_is_an_empty_table_of_the_right_shape():
    none, two = group("offer", []), group("offer", [EAST, EAST])
    found = fit_needs_to_offers(DIFFERENT_NEEDS, none, TAXONOMY, slice(1, 4))
    assert (found.shape, found.dtype) == ((3, 0), np.float32)
    found = fit_needs_to_offers(group("need", []), two, TAXONOMY, ALL)
    assert (found.shape, found.dtype) == ((0, 2), np.float32)
