"""While a block stands, neither firm finds the other anywhere."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from companies import blocks
from companies.models import Block
from companies.permissions import kept_apart_from
from tests.factories.companies import NeedFactory, OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def blocked(somchai, thai_firm, japanese_firm):
    return blocks.block(thai_firm, japanese_firm, by=somchai)


def page_of(browser, firm):
    return browser.get(reverse("companies:company-detail", args=[firm.slug])).status_code


def found_by(browser):
    return {firm.slug for firm in browser.get(reverse("companies:company-list")).context["page_obj"]}


def test_both_pages_are_not_found_by_the_other(blocked, somchai, yuki, thai_firm, japanese_firm, client_for):
    assert page_of(client_for(somchai), japanese_firm) == 404
    assert page_of(client_for(yuki), thai_firm) == 404


def test_everyone_else_sees_both(blocked, outsider, dao, thai_firm, japanese_firm, client_for, nobody):
    for browser in (client_for(outsider), client_for(dao), nobody):
        assert {page_of(browser, firm) for firm in (thai_firm, japanese_firm)} == {200}


def test_neither_is_in_the_others_directory(blocked, somchai, yuki, outsider, client_for):
    assert "yuki-seiki" not in found_by(client_for(somchai))
    assert "somchai-works" not in found_by(client_for(yuki))
    assert {"yuki-seiki", "somchai-works"} <= found_by(client_for(outsider))


def test_the_interface_for_machines_obeys_too(blocked, somchai, thai_firm, japanese_firm, client_for):
    offer, need = OfferFactory(company=japanese_firm), NeedFactory(company=japanese_firm)
    browser = client_for(somchai)
    firms = browser.get("/api/v1/companies/").json()["results"]

    assert japanese_firm.slug not in {firm["slug"] for firm in firms}
    assert browser.get(f"/api/v1/companies/{japanese_firm.slug}/").status_code == 404
    assert browser.get(f"/api/v1/offers/{offer.pk}/").status_code == 404
    assert browser.get(f"/api/v1/needs/{need.pk}/").status_code == 404


def test_lifting_ones_block_leaves_the_others(blocked, somchai, yuki, thai_firm, japanese_firm):
    blocks.block(japanese_firm, thai_firm, by=yuki)
    assert blocks.unblock(thai_firm, japanese_firm, by=somchai)
    assert kept_apart_from(thai_firm) == {japanese_firm.pk}
    assert blocks.unblock(japanese_firm, thai_firm, by=yuki)
    assert kept_apart_from(thai_firm) == kept_apart_from(japanese_firm) == set()


def test_blocking_twice_is_one_block_and_lifting_twice_says_so(blocked, somchai, thai_firm, japanese_firm):
    blocks.block(thai_firm, japanese_firm, by=somchai)
    assert Block.objects.count() == 1
    lifted = [blocks.unblock(thai_firm, japanese_firm, by=somchai) for _time in range(2)]
    assert lifted == [True, False]


def test_nobody_blocks_their_own_firm(somchai, thai_firm, client_for):
    with pytest.raises(ValidationError):
        blocks.block(thai_firm, thai_firm, by=somchai)
    address = reverse("companies:company-block", args=[thai_firm.slug])
    assert client_for(somchai).post(address).status_code == 404


def test_an_editor_may_report_but_not_block(malee, japanese_firm, client_for):
    browser = client_for(malee)
    assert browser.get(reverse("companies:company-report", args=[japanese_firm.slug])).status_code == 200
    assert browser.post(reverse("companies:company-block", args=[japanese_firm.slug])).status_code == 404


def test_the_list_names_the_firm_and_lets_it_in_again(blocked, somchai, japanese_firm, client_for):
    browser = client_for(somchai)
    assert japanese_firm.name_native in browser.get(reverse("companies:block-list")).content.decode()
    browser.post(reverse("companies:company-unblock", args=[japanese_firm.slug]))
    assert page_of(browser, japanese_firm) == 200
