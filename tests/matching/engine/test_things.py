"""Things of the glossary: how they are read from a text, and what sharing one does to a pair."""

import numpy as np
import pytest

from matching.engine.explain import link_of
from matching.engine.fit import fit_needs_to_offers
from matching.engine.glossary import MOST_THINGS, glossary, read_things, words_of_things
from matching.engine.market import build_market
from matching.engine.reference import fit
from matching.engine.things import add_shared, things_of
from matching.engine.types import Company, Statement
from tests.matching.engine.markets import TAXONOMY

TEXTS = {
    "th": "รับผลิตโหลดเซลล์ และเฟืองพลาสติก",
    "ja": "ロードセルと樹脂歯車を製造しています",
    "en": "We make load cells and plastic gears.",
}


def test_a_word_of_the_glossary_means_one_thing():
    assert len(glossary()) > 500
    shared = {word: slugs for word, slugs in words_of_things().entries.values() if len(slugs) > 1}
    assert shared == {}


def test_every_thing_has_a_name_in_each_language():
    assert [slug for slug, row in glossary().items() if not all(row.names.values())] == []


@pytest.mark.parametrize("language", TEXTS)
def test_a_thing_is_read_in_each_language(language):
    assert dict(read_things(TEXTS[language])) == {"load_cell": 1.0, "gear_plastic": 1.0}


@pytest.mark.parametrize("text", ["", "x", "😀😀", "ห", "​"])
def test_a_text_without_words_names_nothing(text):
    assert read_things(text) == ()


def test_what_a_thing_is_for_weighs_less_and_what_is_ruled_out_nothing():
    assert dict(read_things("冷蔵庫用の樹脂歯車")) == {"gear_plastic": 1.0, "home_appliance": 0.45}
    assert read_things("めっきは不可。金型部品はやっていません") == ()


def test_at_most_six_things_are_kept_of_a_long_list():
    everything = "、".join(row.names["ja"] for row in list(glossary().values())[:40])
    assert len(read_things(everything)) == MOST_THINGS


def market(*offers, need="โหลดเซลล์", tags=()):
    firms = [Company("th-1", "TH", (Statement("need", "th-1", "need", "th", need),))]
    firms += [
        Company(f"jp-{n}", "JP", (Statement(f"offer-{n}", f"jp-{n}", "offer", "ja", text),))
        for n, text in enumerate(offers)
    ]
    ids = ["need", *(f"offer-{n}" for n in range(len(offers)))]
    return build_market(firms, dict.fromkeys(ids, np.array([1.0, 0.0])), dict.fromkeys(ids, tags), TAXONOMY)


def fits_of(found):
    groups = found.groups
    return fit_needs_to_offers(groups["TH", "need"], groups["JP", "offer"], TAXONOMY, slice(None))[0]


@pytest.mark.parametrize("tags", [(), [("turning", 0.6)]])
def test_who_names_the_thing_asked_for_comes_before_who_names_another(tags):
    same, other, silent = fits_of(market("ロードセル", "樹脂歯車", "各種", tags=tags))
    assert same > silent >= other


def test_the_slow_twin_agrees_where_both_name_things():
    found = market("ロードセル、樹脂歯車", "樹脂歯車", tags=[("turning", 0.6)])
    slow = [fit(found, "TH", 0, column) for column in range(2)]
    assert fits_of(found).tolist() == pytest.approx(slow, abs=2e-4)


def test_shared_things_are_part_of_the_evidence():
    assert link_of(market("ロードセル"), "need", "offer-0").things == ("load_cell",)
    assert link_of(market("樹脂歯車"), "need", "offer-0").things == ()


def test_a_kept_thing_that_left_the_glossary_is_no_more():
    kept = Statement(
        "need", "th-1", "need", "th", "โหลดเซลล์", things=(("horseshoe", 1.0), ("load_cell", 0.45))
    )
    named = things_of([kept])
    assert named.weights[0].tolist() == pytest.approx([0.45, 0, 0, 0, 0, 0])


def test_a_pair_that_shares_two_things_gets_both():
    both = Statement("a", "f", "need", "en", "", things=(("load_cell", 1.0), ("gear_plastic", 0.5)))
    named = things_of([both])
    agreement = np.zeros((1, 1), np.float32)
    add_shared(agreement, named, named)
    assert agreement[0, 0] == pytest.approx(1.25)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("ｱﾙﾐﾀﾞｲｶｽﾄ", "aluminium_die_casting"),
        ("ADC12 ingot", "aluminium_ingot"),
        ("etched aluminium foil", "aluminium_foil"),
        ("เครื่องเจียรเซ็นเตอร์เลส", "centerless_grinder"),
    ],
)
def test_the_longest_word_decides_whatever_its_width(text, thing):
    assert [slug for slug, _ in read_things(text)] == [thing]
