"""A statement leans towards what else its firm says, and nobody else's words move it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import reference
from matching.engine.context import BY_MEANING, BY_TAGS, Context
from matching.engine.fit import fit_needs_to_offers
from matching.engine.market import SIDES, Heard, build_market
from matching.engine.tags import profiles
from matching.engine.types import Company, Statement
from tests.matching.engine.markets import SLUGS, TAXONOMY, make_companies, market_of

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]
TURNING, PLATING, NONE = SLUGS.index("turning"), SLUGS.index("plating"), len(SLUGS)


def heard(owners, vectors, tags, sure=1.0):
    nodes = np.array([[tag, NONE, NONE, NONE] for tag in tags], np.int64).reshape(-1, 4)
    confidence = np.where(nodes == NONE, 0, sure).astype(np.float32)
    rows = np.array(vectors, np.float32).reshape(-1, 2)
    return Heard((), np.array(owners, np.int64), rows, nodes, confidence)


def test_a_statement_is_bent_towards_the_others_of_its_firm():
    """From (1, 0) by 0.4 to the north: an angle with the tangent 0.4. Beside turning stands 0.2 of plating."""
    needs, offers = heard([0], [EAST], [TURNING]), heard([0, 0], [NORTH, NORTH], [PLATING, PLATING])
    meaning, tags = Context.of([needs, offers], 1, TAXONOMY).around(needs)
    assert meaning[0, 1] / meaning[0, 0] == pytest.approx(BY_MEANING, abs=1e-3)
    assert tags[0, [TURNING, PLATING]].tolist() == pytest.approx([1.0, BY_TAGS])


def test_a_statement_without_capabilities_takes_its_firm_s_and_a_lonely_one_stays_as_it_is():
    needs, offers = heard([0, 1], [EAST, EAST], [NONE, TURNING]), heard([0], [NORTH], [PLATING])
    meaning, tags = Context.of([needs, offers], 2, TAXONOMY).around(needs)
    assert tags[0, PLATING] == pytest.approx(BY_TAGS)
    assert meaning[1].tolist() == EAST
    assert tags[1].tolist() == [1.0 if node == TURNING else 0.0 for node in range(NONE)]


@given(st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_meaning_in_context_is_that_of_the_slow_twin(seed):
    dice = np.random.default_rng(seed)
    spoken = {}
    for side in SIDES:
        owners = np.sort(dice.integers(0, 3, dice.integers(1, 5)))
        rows = dice.normal(size=(len(owners), 2))
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        spoken[side] = heard(owners, rows, dice.integers(0, NONE + 1, len(owners)), 0.25)
    context = Context.of(list(spoken.values()), 3, TAXONOMY)
    for side in SIDES:
        meaning, _tags = context.around(spoken[side])
        for row, found in enumerate(meaning):
            assert found.tolist() == pytest.approx(reference.meant(spoken, side, row), abs=1e-3)


def test_of_a_firm_s_statements_the_order_changes_nothing():
    companies = make_companies(4, 6, 6)
    turned = [replace(company, statements=company.statements[::-1]) for company in companies]
    straight, other = market_of(companies, 4), market_of(turned, 4)
    for key, group in straight.groups.items():
        places = {statement.id: place for place, statement in enumerate(other.groups[key].statements)}
        order = [places[statement.id] for statement in group.statements]
        assert np.array_equal(group.vectors, other.groups[key].vectors[order])
        assert np.array_equal(group.profiles, other.groups[key].profiles[order])


def firm(name, country, *texts):
    sides = [("need" if country == "TH" and not place else "offer") for place in range(len(texts))]
    return Company(
        name,
        country,
        tuple(
            Statement(f"{name}-{place}", name, side, "en", text)
            for place, (side, text) in enumerate(zip(sides, texts, strict=True))
        ),
    )


def test_of_two_like_offers_that_of_the_firm_whose_other_work_suits_comes_first():
    """Both write the same about "others", of which nothing is read; one turns besides, the other plates."""
    firms = [firm("t", "TH", "need", "turning"), firm("j1", "JP", "others", "turning")]
    firms.append(firm("j2", "JP", "others", "plating"))
    directions = {
        "need": [0.5, 0.5, 0.7],
        "others": [0.5, 0.6, 0.6],
        "turning": [1, 0, 0],
        "plating": [0, 1, 0],
    }
    statements = [statement for company in firms for statement in company.statements]
    vectors = {s.id: np.array(directions[s.text], np.float32) for s in statements}
    tags = {s.id: [(s.text, 0.9)] for s in statements if s.text in SLUGS}
    market = build_market(firms, vectors, tags, TAXONOMY)
    fits = fit_needs_to_offers(
        market.groups["TH", "need"], market.groups["JP", "offer"], TAXONOMY, slice(None)
    )[0]
    like = [place for place, s in enumerate(market.groups["JP", "offer"].statements) if s.text == "others"]
    assert fits[like[0]] > fits[like[1]]


def test_rows_of_length_nothing_have_no_profile():
    rows, lengths = profiles(np.zeros((1, NONE), np.float32), np.zeros(1, np.float32), "need", TAXONOMY)
    assert not rows.any()
    assert not lengths.any()
