"""“Not for us”: a suggestion leaves the firm's list with a reason, stays away, and comes back."""

import pytest
from django.urls import reverse
from django.utils import translation

from companies import blocks
from companies.models import Need
from matching import asides, suggestions
from matching.models import PutAside, Suggestion
from tests.factories.accounts import UserFactory
from tests.factories.companies import MembershipFactory, NeedFactory, OfferFactory
from tests.factories.matching import ReasonFactory
from tests.matching.market import NEED, OFFER, capability, maker, seeker, work_off

pytestmark = pytest.mark.django_db(transaction=True)


def partners_of(company) -> list[int]:
    return list(Suggestion.objects.for_company(company).values_list("partner_id", flat=True))


def hide(company, partner, **changes) -> PutAside:
    return asides.put_aside(company, partner, by=UserFactory(), reason=ReasonFactory(), **changes)


def suggested_pair():
    company, partner = seeker(), maker()
    suggestions.refresh(company.pk)
    work_off()
    assert (partners_of(company), partners_of(partner)) == ([partner.pk], [company.pk])
    return company, partner


def page_of(browser) -> str:
    with translation.override("en"):
        return browser.get(reverse("matching:suggestion-list")).content.decode()


def test_it_is_gone_at_once_and_after_every_later_search():
    company, partner = suggested_pair()
    hide(company, partner)
    assert partners_of(company) == []
    work_off()
    assert not Suggestion.objects.filter(company=company).exists()
    suggestions.refresh_lists([company.pk])
    assert not Suggestion.objects.filter(company=company).exists()


def test_the_partner_goes_on_seeing_the_firm():
    company, partner = suggested_pair()
    hide(company, partner)
    work_off()
    assert partners_of(partner) == [company.pk]


def test_a_need_left_without_anybody_says_so_honestly():
    company, partner = suggested_pair()
    hide(company, partner)
    work_off()
    assert company.partner_search.best_fits == {}


def test_brought_back_it_is_suggested_again():
    company, partner = suggested_pair()
    row = hide(company, partner)
    work_off()
    assert asides.bring_back(row, by=UserFactory()) is True
    assert asides.bring_back(row, by=UserFactory()) is False
    work_off()
    assert partners_of(company) == [partner.pk]


def test_twice_is_once_and_every_time_is_kept_for_learning():
    company, partner = suggested_pair()
    row = hide(company, partner, note="first")
    assert hide(company, partner, note="second") == row
    asides.bring_back(row, by=UserFactory())
    hide(company, partner)
    kept = PutAside.objects.filter(company=company, partner=partner)
    assert [(one.reason_id, one.brought_back_at is None) for one in kept.order_by("pk")] == [
        ("weak_match", False),
        ("weak_match", True),
    ]


def anonymous_pair(japanese_firm):
    """A firm whose two needs fit the same offer, one under its name and one without."""
    company = seeker()
    OfferFactory(company=japanese_firm, text=OFFER, capabilities=[capability()])
    unnamed = NeedFactory(company=company, text=NEED, capabilities=[capability()], is_anonymous=True)
    suggestions.refresh(japanese_firm.pk)
    return company, unnamed


def test_of_a_firm_without_a_name_only_that_need_goes(client_for, yuki, japanese_firm):
    company, unnamed = anonymous_pair(japanese_firm)
    Need.objects.filter(company=company).update(is_anonymous=True)
    address = reverse("matching:need-put-aside", args=[unnamed.pk])
    browser = client_for(yuki)
    ReasonFactory()
    form = browser.get(address).content.decode()
    browser.post(address, {"reason": "weak_match", "note": ""})
    work_off()
    page = page_of(browser)
    assert partners_of(japanese_firm) == [company.pk]
    assert address.removeprefix("/en/") not in page
    for told in (company.name_native, company.name_roman, company.slug):
        assert told not in form + page


def test_a_named_need_is_not_put_aside_by_its_number(client_for, yuki, japanese_firm):
    company, _unnamed = anonymous_pair(japanese_firm)
    named = company.needs.get(is_anonymous=False)
    assert client_for(yuki).get(reverse("matching:need-put-aside", args=[named.pk])).status_code == 404


def test_the_owner_puts_aside_with_a_reason_and_takes_it_back(client_for):
    company, partner = suggested_pair()
    browser = client_for(MembershipFactory(company=company).user)
    ReasonFactory()
    address = reverse("matching:partner-put-aside", args=[partner.slug])
    assert browser.post(address, {"reason": ""}).status_code == 200
    assert not PutAside.objects.exists()
    browser.post(address, {"reason": "weak_match", "note": "too far"})
    row = PutAside.objects.get()
    page = page_of(browser)
    assert "1 put aside" in page
    assert "too far" in page
    browser.post(reverse("matching:put-aside-undo", args=[row.pk]))
    work_off()
    page = page_of(browser)
    assert "put aside" not in page
    assert partner.slug in page


def test_a_firm_kept_apart_is_not_listed_among_those_put_aside(client_for):
    company, partner = suggested_pair()
    hide(company, partner)
    blocks.block(partner, company, by=UserFactory())
    page = page_of(client_for(MembershipFactory(company=company).user))
    assert partner.name_native not in page
