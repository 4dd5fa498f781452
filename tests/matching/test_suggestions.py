"""What an owner sees: who fits, at once, and nobody who may not be found."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from companies import lifecycle
from companies.enums import CompanyState
from companies.models import Need
from matching import suggestions
from matching.models import PartnerSearch, Suggestion
from matching.views.suggestions import all_fits
from tests.factories.companies import DraftNeedFactory, NeedFactory, OfferFactory
from tests.factories.matching import approve, propose
from tests.matching.market import NEED, OFFER, capability, maker, seeker, work_off

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "matching:suggestion-list"


def partners_of(company) -> list[int]:
    return list(Suggestion.objects.for_company(company).values_list("partner_id", flat=True))


def test_opening_a_need_shows_its_partner(somchai: User, thai_firm, client_for):
    partner = maker()
    need = DraftNeedFactory(company=thai_firm, text=NEED, capabilities=[capability()])
    lifecycle.open_need(need, by=somchai)
    assert PartnerSearch.objects.get(company=thai_firm).is_looking
    work_off()
    assert partners_of(thai_firm) == [partner.pk]
    assert not PartnerSearch.objects.get(company=thai_firm).is_looking
    page = client_for(somchai).get(reverse(PAGE)).content.decode()
    assert partner.slug in page
    assert OFFER in re.sub(r"</?mark[^>]*>", "", page)
    assert '<mark class="stated">φ1.5~φ20mm</mark>' in page
    assert 'lang="ja"' in page


def test_the_partners_own_list_follows_in_a_later_job():
    company, partner = seeker(), maker()
    suggestions.refresh(company.pk)
    assert partners_of(partner) == []
    work_off(suggestions.REFRESH_LISTS)
    assert partners_of(partner) == [company.pk]


def test_a_job_that_takes_long_leaves_the_rest_of_its_firms_to_another(monkeypatch):
    monkeypatch.setattr(suggestions, "SLICE", 0)
    companies, partner = [seeker() for _ in range(3)], maker()
    suggestions.ask_for_lists([company.pk for company in companies])
    assert work_off(suggestions.REFRESH_LISTS) == len(companies)
    assert [partners_of(company) for company in companies] == [[partner.pk]] * len(companies)


def test_only_published_firms_are_suggested():
    company = seeker()
    maker(state=CompanyState.SUBMITTED)
    suggestions.refresh(company.pk)
    assert partners_of(company) == []


def test_a_firm_that_waits_for_the_desk_sees_suggestions_and_is_in_nobodys_list():
    company, partner = seeker(state=CompanyState.SUBMITTED), maker()
    suggestions.refresh(company.pk)
    work_off()
    suggestions.refresh(partner.pk)
    assert partners_of(company) == [partner.pk]
    assert partners_of(partner) == []


def test_parent_and_child_are_never_suggested():
    company = seeker()
    maker(parent=company)
    suggestions.refresh(company.pk)
    assert partners_of(company) == []


def test_a_suspended_firm_leaves_every_list(dao: User):
    company, partner = seeker(), maker()
    suggestions.refresh(company.pk)
    lifecycle.suspend(partner, by=dao, reason="Checks")
    assert partners_of(company) == []


def test_a_need_without_a_partner_says_so(somchai: User, thai_firm, client_for):
    NeedFactory(company=thai_firm, text=NEED, capabilities=[capability()])
    suggestions.refresh(thai_firm.pk)
    with translation.override("en"):
        page = client_for(somchai).get(reverse(PAGE))
    assert "No partner yet" in page.content.decode()


def test_an_anonymous_need_shows_neither_name_nor_words(yuki: User, japanese_firm, client_for):
    company = seeker()
    Need.objects.filter(company=company).update(is_anonymous=True)
    OfferFactory(company=japanese_firm, text=OFFER, capabilities=[capability()])
    suggestions.refresh(japanese_firm.pk)
    page = client_for(yuki).get(reverse(PAGE)).content.decode()
    assert partners_of(japanese_firm) == [company.pk]
    assert company.name_native not in page
    assert company.slug not in page
    assert NEED not in page


def test_a_card_with_a_name_leads_to_no_case_without_one(somchai: User, thai_firm, client_for):
    """Else the case, which rests on a need whose author hides, would be given away by its link."""
    partner = maker()
    hidden = NeedFactory(company=partner, text=OFFER, capabilities=[capability()], is_anonymous=True)
    met_by = OfferFactory(company=thai_firm, text=NEED, capabilities=[capability()])
    NeedFactory(company=thai_firm, text=NEED, capabilities=[capability()])
    suggestions.refresh(thai_firm.pk)
    links = [(hidden.pk, met_by.pk, 0.9)]
    match = approve(propose(thai=thai_firm, japanese=partner, links=links))

    fits = all_fits(thai_firm)

    assert {(fit.is_hidden, fit.match) for fit in fits} == {(False, None), (True, match)}


def test_the_page_of_a_desk_has_no_suggestions(dao: User, client_for):
    company = seeker()
    maker()
    suggestions.refresh(company.pk)
    page = client_for(dao).get(reverse(PAGE))
    assert page.status_code == 200
    assert OFFER not in page.content.decode()


def test_the_part_that_moves_is_served_alone_to_htmx(somchai: User, thai_firm, client_for):
    NeedFactory(company=thai_firm, text=NEED, capabilities=[capability()])
    suggestions.ask(thai_firm)
    part = client_for(somchai).get(reverse(PAGE), headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-get" in part
    work_off()
    part = client_for(somchai).get(reverse(PAGE), headers={"hx-request": "true"}).content.decode()
    assert "hx-get" not in part
