"""The front page tells no figure by which a firm could be traced."""

import pytest
from django.template.loader import render_to_string

from agreements.picture import Flow, Place

HERE = Place("TH-10", "TH", "Bangkok", 13.7, 100.5, 9)
THERE = Place("JP-20", "JP", "Nagano", 36.6, 138.2, 9)


@pytest.mark.parametrize(
    ("pairs", "are_agreements", "shown"),
    [(4, False, "fewer than 5"), (5, False, "<b>5</b>"), (4, True, "<b>4</b>")],
)
def test_pairs_of_the_engine_below_five_are_not_counted_out(pairs, are_agreements, shown):
    context = {"flows": [Flow(HERE, THERE, pairs)], "flows_are_agreements": are_agreements, "pictures": []}
    page = render_to_string("landing/_picture.html", context)
    assert shown in page
    assert (f"<b>{pairs}</b>" in page) == (shown != "fewer than 5")
