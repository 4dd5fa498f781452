"""Why a firm gets nothing, in words."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from companies import blocks
from companies.models import Company
from matching import suggestions
from matching.enums import Hindrance
from matching.models import Corridor
from matching.shortfall import shortfall_of
from tests.factories.accounts import UserFactory
from tests.factories.companies import CompanyFactory, SubmittedCompanyFactory
from tests.factories.matching import CorridorFactory, propose
from tests.matching.market import LEAST, maker, place_elsewhere, run_to_the_end, seeker

pytestmark = pytest.mark.django_db(transaction=True)


def causes_of(company: Company) -> str:
    suggestions.refresh(company.pk)
    with translation.override("en"):
        return " ".join(shortfall_of(company).causes)


def test_a_firm_that_may_be_proposed_has_no_cause():
    CorridorFactory(minimum_probability=LEAST)
    company, _partner = seeker(), maker()
    suggestions.refresh(company.pk)
    found = shortfall_of(company)
    assert [partner.hindrance for partner in found.partners] == [None]
    assert not [cause for cause in found.causes if "offer" not in cause and "ข้อเสนอ" not in cause]


@pytest.mark.parametrize(
    ("firm", "words"),
    [
        (lambda: CompanyFactory(), "no open need"),
        (lambda: CompanyFactory(), "no offer"),
        (lambda: SubmittedCompanyFactory(), "not published"),
        (lambda: seeker(), "No firm of the other country"),
    ],
)
def test_what_a_firm_lacks(firm, words):
    CorridorFactory()
    assert words in causes_of(firm())


def test_no_corridor_covers_its_place():
    CorridorFactory(prefecture=place_elsewhere())
    assert "No open corridor" in causes_of(maker())


def test_its_cap_is_reached():
    corridor, company = CorridorFactory(company_cap=1), seeker()
    propose(thai=company, corridor=corridor)
    assert "1 live matches, and the cap is 1" in causes_of(company)


def test_its_best_chance_is_below_the_line():
    CorridorFactory(minimum_probability=0.99)
    company, _partner = seeker(), maker()
    assert "asks for 99%" in causes_of(company)


def test_its_partners_are_taken():
    corridor = CorridorFactory(minimum_probability=LEAST)
    company, partner = seeker(), maker()
    suggestions.refresh(company.pk)
    propose(thai=company, japanese=partner, corridor=corridor)
    found = shortfall_of(company)
    assert [row.hindrance for row in found.partners] == [Hindrance.LIVE]


def test_blocked_partners_are_not_named():
    CorridorFactory(minimum_probability=LEAST)
    company, partner = seeker(), maker()
    suggestions.refresh(company.pk)
    blocks.block(partner, company, by=UserFactory())
    assert not shortfall_of(company).partners


def test_the_latest_run_says_what_displaced_it():
    corridor = CorridorFactory(minimum_probability=LEAST)
    lucky = seeker(export_level="direct")
    company, partner = seeker(), maker()
    run_to_the_end(corridor, budget=1, company_cap=1)
    propose(japanese=partner, corridor=Corridor.objects.get())
    assert "In the latest run" in causes_of(company)
    assert "In the latest run" not in causes_of(lucky)


def test_an_officer_names_a_firm(dao: User, client_for):
    CorridorFactory()
    company, browser = (
        seeker(name_native="บริษัท เพลาดี จำกัด", name_roman="Phlao Dee Co., Ltd."),
        client_for(dao),
    )
    address = reverse("matching:run-why")
    assert f"?firm={company.slug}" in browser.get(address, {"q": "Phlao Dee"}).content.decode()
    assert browser.get(address, {"firm": company.slug}).context["answer"].company == company
    assert browser.get(address, {"firm": "nobody"}).status_code == 404
