"""A list in which one firm changed is that of a look at everybody, or says that somebody else may follow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import suggestions
from matching.models import Suggestion
from matching.shelf import LIST_LENGTH, PARTNERS_A_NEED, Listing, ranked
from tests.matching.market import maker, seeker

FIRMS = list(range(1, LIST_LENGTH + 9))
NEEDS = (101, 102)
# Few values, so that many are equal.
FIGURES = st.sampled_from([0.1, 0.2, 0.3, 0.39, 0.4, 0.5, 0.6, 0.9])
CHANGED = st.none() | st.tuples(FIGURES, *(FIGURES for _need in NEEDS))


def listing_of(firms: dict[int, tuple[float, ...]]) -> Listing:
    best = {
        need: ranked((firm, figures[place]) for firm, figures in firms.items())
        for place, need in enumerate(NEEDS, start=1)
    }
    return Listing({firm: figures[0] for firm, figures in firms.items()}, best)


def stored(listing: Listing) -> Listing:
    return Listing({firm: listing.chances[firm] for firm in listing.wanted}, listing.best)


@given(st.data())
def test_who_is_wanted_is_who_would_be_after_a_look_at_everybody(data):
    count = data.draw(st.integers(0, len(FIRMS)))
    firms = {firm: data.draw(st.tuples(FIGURES, FIGURES, FIGURES)) for firm in FIRMS[:count]}
    kept = stored(listing_of(firms))
    for _change in range(3):
        changed, figures = data.draw(st.sampled_from(FIRMS)), data.draw(CHANGED)
        firms = {firm: known for firm, known in firms.items() if firm != changed}
        firms |= {} if figures is None else {changed: figures}
        fits = {} if figures is None else dict(zip(NEEDS, figures[1:], strict=True))
        followed = kept.with_changed(changed, figures and figures[0], fits)
        true = listing_of(firms)
        kept = stored(true) if followed is None else stored(followed)
        assert kept.wanted == true.wanted
        assert {need: kept.best[need] for need in NEEDS} == true.best


def test_a_better_firm_enters_a_full_list_and_the_last_leaves():
    firms = dict.fromkeys(FIRMS[:LIST_LENGTH], (0.5, 0.1, 0.1))
    followed = stored(listing_of(firms)).with_changed(99, 0.9, dict.fromkeys(NEEDS, 0.1))
    assert followed is not None
    assert followed.wanted[0] == 99
    assert len(followed.wanted) == LIST_LENGTH


@pytest.mark.parametrize("figures", [None, (0.1, 0.9, 0.9), (0.9, 0.1, 0.9)])
def test_where_somebody_else_may_follow_it_says_so(figures):
    firms = {firm: (0.9 - firm / 100, 0.9 - firm / 100, 0.9 - firm / 100) for firm in FIRMS}
    chance, *fits = figures or (None,)
    known = dict(zip(NEEDS, fits, strict=False))
    assert stored(listing_of(firms)).with_changed(FIRMS[0], chance, known) is None


def test_a_need_that_was_never_looked_for_is():
    assert Listing({}, {}).with_changed(1, 0.5, {NEEDS[0]: 0.5}) is None


@pytest.mark.django_db
def test_a_list_from_which_somebody_was_taken_is_looked_for_anew():
    company, _partners = seeker(), [maker() for _ in range(PARTNERS_A_NEED)]
    assert Listing.of(company.pk) is None
    suggestions.refresh(company.pk)
    found = Listing.of(company.pk)
    assert found is not None
    Suggestion.objects.filter(company=company, partner=found.wanted[0]).delete()
    assert Listing.of(company.pk) is None
