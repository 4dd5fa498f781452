"""The shortlist: shared by colleagues, seen by nobody else, undone without loss; and firms side by side."""

import pytest
from django.urls import reverse
from django.utils import translation

from companies import blocks, shortlists
from companies.enums import CompanyState
from companies.models import Company, Shortlisted
from tests.factories.accounts import UserFactory
from tests.factories.companies import JapaneseCompanyFactory, NeedFactory, OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(thai_firm, japanese_firm, somchai):
    shortlists.add(thai_firm, japanese_firm, by=somchai)
    shortlists.write_note(thai_firm, japanese_firm, by=somchai, note="CANARY-note")
    return japanese_firm


def page_of(browser, name, *args, **query) -> str:
    with translation.override("en"):
        return browser.get(reverse(f"companies:{name}", args=args), query).content.decode()


def press(browser, name, firm, **sent):
    with translation.override("en"):
        return browser.post(reverse(f"companies:{name}", args=[firm.slug]), sent)


def test_colleagues_share_it_and_nobody_else_sees_it(kept, client_for, malee, yuki, outsider, dao):
    assert "CANARY-note" in page_of(client_for(malee), "shortlist")
    assert "CANARY-note" not in page_of(client_for(outsider), "shortlist")
    for person in (yuki, outsider, dao):
        assert "CANARY-note" not in page_of(client_for(person), "company-detail", kept.slug)


def test_added_from_the_firms_page_one_returns_to_it(client_for, malee, japanese_firm, thai_firm):
    browser, path = client_for(malee), f"/en/companies/{japanese_firm.slug}/"
    assert "Add to shortlist" in page_of(browser, "company-detail", japanese_firm.slug)
    answer = press(browser, "shortlist-add", japanese_firm, next=path)
    assert answer["Location"] == path
    assert thai_firm.shortlist.get().firm == japanese_firm
    assert "On your shortlist" in page_of(browser, "company-detail", japanese_firm.slug)
    assert "On your shortlist" in page_of(browser, "company-list")
    assert press(browser, "shortlist-add", japanese_firm, next="https://evil.example/")["Location"] == "/"


def test_undo_brings_the_note_back(kept, client_for, somchai, thai_firm):
    browser = client_for(somchai)
    answer = press(browser, "shortlist-remove", kept)
    page = browser.get(answer["Location"]).content.decode()
    assert not thai_firm.shortlist.standing().exists()
    assert "was taken off" in page
    assert "CANARY-note" not in page
    press(browser, "shortlist-add", kept)
    assert "CANARY-note" in page_of(browser, "shortlist")
    assert Shortlisted.objects.count() == 1


def test_the_note_names_who_wrote_it_last(kept, client_for, malee):
    browser = client_for(malee)
    press(browser, "shortlist-note", kept, note="โทรแล้ว")
    page = page_of(browser, "shortlist")
    assert "โทรแล้ว" in page
    assert malee.name in page
    press(browser, "shortlist-note", kept, note="x" * 2001)
    assert Shortlisted.objects.get().note == "โทรแล้ว"


def test_a_note_to_a_firm_taken_off_is_not_written(kept, thai_firm, somchai):
    shortlists.remove(thai_firm, kept, by=somchai)
    assert shortlists.write_note(thai_firm, kept, by=somchai, note="late") is False
    assert Shortlisted.objects.get().note == "CANARY-note"


@pytest.mark.parametrize("why", ["blocked", "has blocked", "suspended"])
def test_a_firm_one_may_not_find_leaves_list_comparison_and_button(kept, client_for, somchai, thai_firm, why):
    if why == "suspended":
        Company.objects.filter(pk=kept.pk).update(state=CompanyState.SUSPENDED)
    else:
        blocks.block(*((thai_firm, kept) if why == "blocked" else (kept, thai_firm)), by=UserFactory())
    browser = client_for(somchai)
    assert kept.name_native not in page_of(browser, "shortlist")
    assert kept.name_native not in page_of(browser, "company-compare", firm=kept.slug)
    assert press(browser, "shortlist-add", kept).status_code == 404
    assert kept.name_native not in page_of(browser, "shortlist", removed=kept.slug)


def test_nobody_keeps_their_own_firm_in_mind(client_for, somchai, thai_firm):
    assert press(client_for(somchai), "shortlist-add", thai_firm).status_code == 404
    assert "Add to shortlist" not in page_of(client_for(somchai), "company-detail", thai_firm.slug)


def test_up_to_four_side_by_side_in_the_order_chosen(client_for, somchai):
    firms = [JapaneseCompanyFactory() for _firm in range(5)]
    OfferFactory(company=firms[0], text="SHOWN-offer")
    NeedFactory(company=firms[0], text="CANARY-need", is_anonymous=True)
    chosen = [firm.slug for firm in reversed(firms[:4])]
    page = page_of(client_for(somchai), "company-compare", firm=chosen)
    places = [page.index(firm.name_native) for firm in reversed(firms[:4])]
    assert places == sorted(places)
    assert "SHOWN-offer" in page
    assert "CANARY" not in page
    assert "Only the first" not in page
    page = page_of(client_for(somchai), "company-compare", firm=[firm.slug for firm in firms])
    assert firms[4].name_native not in page
    assert "Only the first 4" in page


def test_the_buttons_of_a_list_cost_one_query(client_for, somchai, django_assert_max_num_queries):
    def queries() -> int:
        # The first look reads what has changed.
        page_of(client_for(somchai), "company-list")
        with django_assert_max_num_queries(80) as counted:
            page_of(client_for(somchai), "company-list")
        return len(counted)

    JapaneseCompanyFactory()
    few = queries()
    for _more in range(8):
        JapaneseCompanyFactory()
    assert queries() == few
