"""Met, not met or unknown, and what each does to a fit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import reference
from matching.engine.accept import PRIOR
from matching.engine.constraints import compare, read_conditions
from matching.engine.constraints.codes import NUMERIC
from matching.engine.constraints.comparing import answer
from matching.engine.constraints.planes import (
    BROKEN_IS,
    BROKEN_LEAVES,
    conditions_of,
    count_conditions,
    weigh_conditions,
)
from matching.engine.constraints.units import SPELLINGS, amount_of, rounded
from matching.engine.constraints.vocabulary import NAMES
from matching.engine.explain import explain
from matching.engine.fit import fit_needs_to_offers
from matching.engine.pairs import score_all
from matching.engine.types import Stated, Statement
from tests.matching.engine.markets import make_companies, market_of

CASES = [
    ("±10 µm", "±5µm", "met"),
    ("±2 µm", "±10µm", "not_met"),
    ("±2 µm", "精密研削", "unknown"),
    ("±0.01 มม.", "公差10ミクロン以内", "met"),
    ("Ra 0.1", "Ra0.05", "met"),
    ("Ra 0.1", "Ra 0.8", "not_met"),
    ("Ø2–6 มม.", "φ1.5~φ20mm", "met"),
    ("Ø2–6 มม.", "φ5~φ20mm", "not_met"),
    ("Ø5 มม.", "φ0.5mm", "unknown"),
    ("Ø5 มม.", "φ5mm", "met"),
    ("Ø160 มม.", "φ150mmまで", "not_met"),
    ("Ø140 มม.", "φ150mmまで", "met"),
    ("ล็อต 500 ชิ้น", "1,000本から", "not_met"),
    ("ล็อต 5,000 ชิ้น", "1,000本から", "met"),
    ("月5万本以上", "เดือนละ 1 แสนชิ้น", "met"),
    ("月5万本以上", "เดือนละ 1 หมื่นชิ้น", "not_met"),
    ("月5万本以上", "เดือนละ 300 ชิ้นขึ้นไป", "unknown"),
    ("納期は2週間以内", "ส่งใน 7 วัน", "met"),
    ("納期は2週間以内", "ส่งใน 60 วัน", "not_met"),
    ("clean room class 1000", "ISOクラス5", "met"),
    ("ISOクラス5", "ห้องสะอาด Class 10,000", "not_met"),
    ("แผ่นขนาด 1×2 ม.", "最大1,500×3,000mmの板", "met"),
    ("แผ่นขนาด 1.6×2 ม.", "最大1,500×3,000mmの板", "not_met"),
    ("สแตนเลส", "SUS304", "met"),
    ("SUS304", "ステンレス", "unknown"),
    ("SUS304", "アルミ", "unknown"),
    ("SUS303 หรือ SUS304", "SUS304", "met"),
    ("SUS303, SUS304", "SUS304", "unknown"),
    ("ISO 13485", "ISO9001取得", "not_met"),
    ("ISO 9001", "ISO9001取得", "met"),
    ("ISO 9001", "めっき", "unknown"),
]


def said(side, text, **changes):
    return Statement("1", "1", side, "th", text, **changes)


@pytest.mark.parametrize(("need", "offer", "state"), CASES)
def test_a_need_is_held_against_an_offer(need, offer, state):
    assert [c.state for c in compare(said("need", need), said("offer", offer))] == [state]


def counted(needs, offers) -> int:
    """The count of one need and one offer; a pair that is not listed has none."""
    return int(count_conditions(needs, offers)[1].sum())


@pytest.mark.parametrize(("need", "offer", "state"), CASES)
def test_what_is_counted_is_what_is_shown(need, offer, state):
    planes = [conditions_of([said(side, text)], [()]) for side, text in (("need", need), ("offer", offer))]
    assert counted(*planes) == {"met": 1, "not_met": BROKEN_IS, "unknown": 0}[state]


def test_certificates_a_firm_holds_count_without_being_written():
    need, offer = said("need", "ISO 13485"), said("offer", "めっき")
    assert [c.state for c in compare(need, offer, ("iso13485",))] == ["met"]
    assert [c.state for c in compare(need, offer, ("iso9001",))] == ["not_met"]
    assert [c.state for c in compare(need, offer)] == ["unknown"]
    assert compare(said("need", "研削"), said("offer", "±10µm")) == ()


def test_what_the_author_says_stands_before_what_the_text_says():
    offer = said("offer", "±10µm", conditions=(Stated("tolerance", None, 1.0),))
    silent = said("offer", "±10µm", conditions=())
    assert [c.state for c in compare(said("need", "±2 µm"), offer)] == ["met"]
    assert [c.state for c in compare(said("need", "±2 µm"), silent)] == ["unknown"]


def one_fit(value):
    return np.full((1, 1), value, np.float32)


bounds = st.one_of(st.none(), st.sampled_from([1.0, 2.0, 5.0, 10.0]))


@st.composite
def stated_sets(draw):
    found = []
    for code in NUMERIC:
        low, high = draw(bounds), draw(bounds)
        if code.rule == "fits" and (low is None or high is None):
            continue
        if low is not None and high is not None and low > high:
            low, high = high, low
        if low is not None or high is not None:
            found.append(Stated(code.name, low, high))
    for code, names in NAMES.items():
        words = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
        if words:
            found.append(Stated(code, words=tuple(words), any_of=draw(st.booleans())))
    return tuple(found)


def with_conditions(companies, conditions):
    """Every statement gets one of the drawn sets, in turn; every second firm holds a certificate."""
    number = 0
    result = []
    for place, company in enumerate(companies):
        statements = []
        for statement in company.statements:
            statements.append(replace(statement, conditions=conditions[number % len(conditions)]))
            number += 1
        held = ("iso9001",) if place % 2 else ()
        result.append(replace(company, statements=tuple(statements), certifications=held))
    return result


@given(st.integers(0, 50), st.lists(stated_sets(), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_a_fit_with_conditions_is_that_of_its_twin(seed, conditions):
    market = market_of(with_conditions(make_companies(seed, 3, 3), conditions), seed)
    needs, offers = market.groups["TH", "need"], market.groups["JP", "offer"]
    fits = fit_needs_to_offers(needs, offers, market.taxonomy, slice(None))
    assert fits.size == 0 or 0 <= fits.min() <= fits.max() <= 1
    for need in range(len(needs)):
        for offer in range(len(offers)):
            slow = reference.fit(market, "TH", need, offer)
            assert fits[need, offer] == pytest.approx(slow, abs=6e-4)


@given(stated_sets(), stated_sets())
@settings(max_examples=100, deadline=None)
def test_planes_and_evidence_agree(wanted, given_):
    need, offer = said("need", "", conditions=wanted), said("offer", "", conditions=given_)
    states = [condition.state for condition in compare(need, offer)]
    count = counted(conditions_of([need], [()]), conditions_of([offer], [()]))
    assert (count % BROKEN_IS, count // BROKEN_IS) == (states.count("met"), states.count("not_met"))


@given(stated_sets(), stated_sets(), st.floats(0, 1))
@settings(max_examples=100, deadline=None)
def test_breaking_a_condition_never_raises_a_fit_and_meeting_one_never_lowers_it(wanted, given_, fit):
    """One condition of the offer is taken away, which makes it unknown."""
    need = conditions_of([said("need", "", conditions=wanted)], [()])
    offer = said("offer", "", conditions=given_)
    full = weigh_conditions(one_fit(fit), need, conditions_of([offer], [()]))[0, 0]
    assert 0 <= full <= 1
    for stated in given_:
        state = [answer(one, stated) for one in wanted if one.code == stated.code]
        silent = replace(offer, conditions=tuple(one for one in given_ if one is not stated))
        less = weigh_conditions(one_fit(fit), need, conditions_of([silent], [()]))[0, 0]
        met, broken = state[0] if state else (False, False)
        assert full >= less - 1e-6 if met else full <= less + 1e-6 if broken else full == less


def test_a_broken_condition_leaves_its_share_and_a_met_one_adds_a_little():
    need = conditions_of([said("need", "±2 µm")], [()])
    for text, expected in (("±10µm", 0.5 * BROKEN_LEAVES), ("±1µm", 0.53), ("研削", 0.5)):
        offer = conditions_of([said("offer", text)], [()])
        assert weigh_conditions(one_fit(0.5), need, offer)[0, 0] == pytest.approx(expected)


def test_a_better_fit_stays_the_better_one_under_the_same_conditions():
    need = conditions_of([said("need", "±2 µm Ra 0.1")], [()])
    for text in ("±1µm Ra0.05", "±10µm Ra0.05", "±10µm Ra3"):
        offer = conditions_of([said("offer", text)] * 101, [()] * 101)
        fits = weigh_conditions(np.linspace(0, 1, 101, dtype=np.float32)[None, :], need, offer)[0]
        assert (np.diff(fits) > 0).all()


def test_the_evidence_of_a_pair_carries_its_conditions():
    sets = [(Stated("tolerance", None, 2.0),), (Stated("tolerance", None, 1.0),)]
    market = market_of(with_conditions(make_companies(5, 12, 12), sets), 5)
    states = {
        condition.state
        for scored in score_all(market, PRIOR, top=5)
        for link in explain(market, scored, PRIOR).links
        for condition in link.conditions
    }
    assert states == {"met", "not_met"}


lengths = [
    (unit, factor) for unit, factor in (("µm", 1e-3), ("mm", 1), ("cm", 10), ("m", 1e3), ("inch", 25.4))
]


@given(st.sampled_from(lengths), st.integers(1, 9999), st.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_a_length_is_the_same_in_every_unit(unit, digits, decimals):
    name, factor = unit
    figure = f"{digits / 10**decimals:.{decimals}f}"
    found = read_conditions(f"length {figure} {name}")["length"]
    assert found.low == found.high == pytest.approx(float(figure) * factor)


@given(st.integers(1, 10**9))
def test_thousands_man_and_thai_digits_are_one_number(value):
    thai = "".join(chr(0x0E50 + int(digit)) for digit in str(value))
    for text in (f"月{value}個", f"月{value:,}個", f"月{value * 10_000}個"):
        assert read_conditions(text)["capacity"].low in (value, value * 10_000)
    assert read_conditions(f"เดือนละ {thai} ชิ้น")["capacity"].low == value
    assert amount_of(f"{value}万") == value * 10_000 == read_conditions(f"月{value}万個")["capacity"].low
    assert rounded(value * 1e-3 * 1e3) == pytest.approx(value)


def test_every_unit_has_a_positive_factor():
    assert all(factor > 0 for _dimension, _spelling, factor in SPELLINGS)
