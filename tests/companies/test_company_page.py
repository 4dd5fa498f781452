"""What each person sees on a firm's page."""

import pytest
from django.urls import reverse

from companies import permissions
from companies.enums import CompanyState
from companies.models import Company
from tests.factories.companies import CompanyFactory, NeedFactory, OfferFactory, grinding

pytestmark = pytest.mark.django_db
CANARIES = ("CANARY-person", "canary-", "CANARY-phone", "CANARY-address")


def page_of(client, firm):
    return client.get(reverse("companies:company-detail", args=[firm.slug]))


@pytest.fixture
def firm():
    firm = CompanyFactory(
        slug="seen", employees=68, founded_year=1998, capital_amount=20_000_000, languages=["th"]
    )
    OfferFactory(company=firm, text="รับเจียรเพลา", capabilities=[grinding()])
    NeedFactory(company=firm, text="CANARY-anonymous", is_anonymous=True)
    return firm


@pytest.mark.parametrize("name", ["yuki", "outsider", "kenji", "arisa", "root"])
def test_strangers_read_the_public_facts_and_no_contact(name, request, client_for, firm):
    page = page_of(client_for(request.getfixturevalue(name)), firm).content.decode()
    assert "รับเจียรเพลา" in page
    assert [canary for canary in (*CANARIES, "CANARY-anonymous") if canary in page] == []


def test_nobody_sees_contacts_in_the_directory_either(client, firm):
    page = client.get(reverse("companies:company-list")).content.decode()
    assert [canary for canary in (*CANARIES, "CANARY-anonymous") if canary in page] == []


@pytest.mark.parametrize("name", ["somchai", "malee", "dao"])
def test_its_own_people_and_its_desk_see_the_contacts(name, request, client_for, thai_firm):
    page = page_of(client_for(request.getfixturevalue(name)), thai_firm).content.decode()
    assert "CANARY-phone-somchai-works" in page


def test_a_connection_known_to_a_higher_app_opens_the_contacts(client_for, yuki, firm, monkeypatch):
    monkeypatch.setattr(permissions, "CONTACT_OPENERS", [lambda viewer: {firm.pk}])
    assert "CANARY-phone-seen" in page_of(client_for(yuki), firm).content.decode()


@pytest.mark.parametrize("state", [state for state in CompanyState if state != CompanyState.PUBLISHED])
def test_an_unpublished_firm_is_not_there_for_strangers(
    state, client, client_for, firm, yuki, somchai, thai_firm
):
    Company.objects.update(state=state)
    assert page_of(client, firm).status_code == 404
    assert page_of(client_for(yuki), firm).status_code == 404
    assert page_of(client_for(somchai), thai_firm).status_code == 200
