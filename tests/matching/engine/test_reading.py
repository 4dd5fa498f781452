"""What the engine reads from a text: capabilities, conditions, and its address."""

import pytest

from matching.engine.reading import suggest_capabilities
from matching.engine.tags import shared_capabilities, tag_agreement
from matching.engine.text import normalise, text_hash
from tests.matching.engine.markets import TAXONOMY


@pytest.mark.parametrize(
    ("text", "slug", "word"),
    [
        ("ต้องการเจียระไนเซ็นเตอร์เลสเพลา Ø2–6 มม.", "centerless", "เซ็นเตอร์เลส"),
        ("センタレス研削とバレル仕上げ", "centerless", "センタレス研削"),
        ("ｃｅｎｔｅｒｌｅｓｓ　grinding of shafts", "centerless", "centerless grinding"),
        ("タイでめっきを頼みたい", "plating", "めっき"),
        ("旋削の協力会社", "turning", "旋削"),
    ],
)
def test_a_capability_is_read_in_three_languages(text, slug, word):
    first = suggest_capabilities(text, TAXONOMY)[0]
    assert (first.slug, first.matched_text) == (slug, word)
    assert 0 < first.confidence <= 1


def test_the_longest_word_wins_and_a_piece_of_a_latin_word_is_none():
    assert [s.slug for s in suggest_capabilities("centerless grinding", TAXONOMY)] == ["centerless"]
    assert suggest_capabilities("electroplating", TAXONOMY) == []
    assert suggest_capabilities("", TAXONOMY) == []


@pytest.mark.parametrize(
    ("one", "other", "closeness"),
    [
        ("centerless", "centerless", 1.0),
        ("centerless", "grinding", 0.6),
        ("centerless", "surface-grinding", 0.3),
        ("centerless", "plating", 0.0),
        ("centerless", "no-such-node", 0.0),
    ],
)
def test_closeness_on_the_tree_goes_both_ways(one, other, closeness):
    assert tag_agreement([one], [other], TAXONOMY) == closeness
    assert tag_agreement([other], [one], TAXONOMY) == closeness


def test_shared_capabilities_name_the_narrower_of_parent_and_child():
    assert shared_capabilities(["centerless", "plating"], ["plating"], TAXONOMY) == ("plating",)
    assert shared_capabilities(["grinding"], ["centerless"], TAXONOMY) == ("centerless",)
    assert shared_capabilities(["turning"], ["plating"], TAXONOMY) == ()


def test_the_address_of_a_text_hangs_on_its_model_and_not_on_its_width():
    assert text_hash("m", "ＳＵＳ304  加工") == text_hash("m", "SUS304 加工")
    assert text_hash("m", "SUS304") != text_hash("n", "SUS304")
    assert normalise(normalise("±１０ µm – 〜")) == normalise("±１０ µm – 〜")
