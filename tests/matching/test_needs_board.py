"""The needs of the other country: who finds what, and what an anonymous need keeps back."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from companies import blocks
from companies.enums import CompanyState, NeedState
from companies.models import Cluster, Need
from tests.factories.accounts import UserFactory
from tests.factories.companies import (
    CapabilityFactory,
    ClusterFactory,
    CollaborationTypeFactory,
    CompanyFactory,
    JapaneseCompanyFactory,
    NeedFactory,
    OfferFactory,
)
from tests.factories.interests import sent
from tests.factories.matching import CorridorFactory
from tests.matching.market import place_elsewhere

pytestmark = pytest.mark.django_db


def board(browser, **asked) -> str:
    with translation.override("en"):
        return browser.get(reverse("matching:needs-board"), asked).content.decode()


def found(browser, **asked) -> set[int]:
    page = board(browser, **asked)
    return {need.pk for need in Need.objects.all() if f'id="need-{need.pk}"' in page}


def japanese_need(**changes) -> Need:
    return NeedFactory(company=changes.pop("company", None) or JapaneseCompanyFactory(), **changes)


@pytest.fixture
def browser(client_for, somchai):
    return client_for(somchai)


def test_only_open_needs_of_published_firms_of_the_other_country(browser, thai_firm):
    wanted = japanese_need()
    NeedFactory(company=thai_firm)
    NeedFactory(company=CompanyFactory())
    for state in (NeedState.DRAFT, NeedState.PAUSED, NeedState.CLOSED):
        japanese_need(state=state)
    japanese_need(open_until=timezone.localdate() - datetime.timedelta(days=1))
    japanese_need(company=JapaneseCompanyFactory(state=CompanyState.SUBMITTED))
    assert found(browser) == {wanted.pk}


def test_not_of_a_blocked_firm_nor_of_ones_own_group(browser, thai_firm):
    for blocker_first in (True, False):
        other = japanese_need().company
        blocks.block(*((thai_firm, other) if blocker_first else (other, thai_firm)), by=UserFactory())
    japanese_need(company=JapaneseCompanyFactory(parent=thai_firm))
    mother = japanese_need().company
    thai_firm.parent = mother
    thai_firm.save()
    japanese_need(company=JapaneseCompanyFactory(parent=mother))
    assert found(browser) == set()


def test_a_desk_reads_the_board_of_the_other_country(client_for, dao, kenji):
    japanese, thai = japanese_need(), NeedFactory(company=CompanyFactory())
    assert found(client_for(dao)) == {japanese.pk}
    assert found(client_for(kenji)) == {thai.pk}
    assert reverse("matching:need-answer", args=[japanese.pk]) not in board(client_for(dao))


CONDITIONS = {
    "diameter": {"low": 2.0, "high": 6.0, "words": [], "source": "read"},
    "material": {"words": ["CANARY-alloy"], "source": "author"},
    "lot": {"removed": True, "source": "author"},
}


def anonymous_need() -> Need:
    firm = JapaneseCompanyFactory(employees=42, location=place_elsewhere(), profile="CANARY-profile")
    return japanese_need(
        company=firm,
        text="CANARY-words",
        is_anonymous=True,
        conditions=CONDITIONS,
        collaboration_type=CollaborationTypeFactory(seeks_en="CANARY-kind"),
        capabilities=[CapabilityFactory(name_en="Deep drawing")],
    )


def test_an_anonymous_need_shows_capabilities_numbers_size_and_region_and_nothing_else(browser):
    need = anonymous_need()
    page = board(browser)
    for shown in ("Deep drawing", "Ø 2–6 mm", "30 to 99 employees", need.company.location.region.name_en):
        assert shown in page
    for kept in (
        need.company.name_native,
        need.company.name_roman,
        need.company.slug,
        "CANARY",
        "Lot size",
        "Tokyo",
    ):
        assert kept not in page


def test_a_named_need_shows_its_words_its_kind_and_its_firm(browser):
    need = japanese_need(
        text="軸を研削してほしい",
        conditions={"material": {"words": ["brass"], "source": "read"}},
        collaboration_type=CollaborationTypeFactory(),
    )
    page = board(browser)
    for shown in (
        need.text,
        need.company.name_native,
        "Brass",
        "Seeks a maker",
        need.company.get_absolute_url(),
    ):
        assert shown in page


def test_neither_cluster_nor_kind_finds_an_anonymous_need(browser):
    anonymous = anonymous_need()
    anonymous.company.clusters.add(ClusterFactory())
    assert found(browser, cluster="MC") == set()
    assert found(browser, kind=anonymous.collaboration_type_id) == set()
    assert "left out" in board(browser, cluster="MC")
    assert found(browser, place=anonymous.company.location.region.code) == {anonymous.pk}


def test_by_a_capability_and_everything_below_it(browser):
    trade = CapabilityFactory(level=1)
    craft = CapabilityFactory(parent=trade)
    wanted = japanese_need(capabilities=[craft, trade])
    japanese_need(capabilities=[CapabilityFactory(level=1)])
    assert found(browser, capability=trade.slug) == {wanted.pk}
    assert board(browser, capability=trade.slug).count(f'id="need-{wanted.pk}"') == 1


def test_by_the_cluster_of_the_firm_its_subsectors_included(browser):
    wanted, other = japanese_need(), japanese_need()
    part = Cluster.objects.create(code="MC-1", parent=ClusterFactory(), level=2)
    wanted.company.clusters.add(part)
    assert found(browser, cluster="MC") == {wanted.pk}
    assert other.pk in found(browser)


def test_by_kind(browser):
    wanted = japanese_need(collaboration_type=CollaborationTypeFactory())
    japanese_need(collaboration_type=CollaborationTypeFactory(code="license"))
    assert found(browser, kind="contract_mfg") == {wanted.pk}


def test_the_newest_comes_first_or_the_one_that_closes_soonest(browser):
    today = timezone.localdate()
    old = japanese_need(open_until=today, opened_at=timezone.now() - datetime.timedelta(days=9))
    new = japanese_need(open_until=today + datetime.timedelta(days=9))

    def order(**asked):
        page = board(browser, **asked)
        return sorted((old.pk, new.pk), key=lambda pk: page.index(f'id="need-{pk}"'))

    assert order() == [new.pk, old.pk]
    assert order(order="closing") == [old.pk, new.pk]


def test_an_owner_answers_once_and_then_sees_that_it_is_answered(browser, client_for, malee, thai_firm):
    CorridorFactory()
    need = japanese_need()
    address = reverse("matching:need-answer", args=[need.pk])
    assert address.removeprefix("/en") in board(browser)
    assert address.removeprefix("/en") not in board(client_for(malee))
    sent(thai_firm, need.company, need=need, offer=OfferFactory(company=thai_firm))
    page = board(browser)
    assert "Answered: with the desk" in page
    assert address.removeprefix("/en") not in page


def test_htmx_gets_what_was_found_alone(browser):
    japanese_need()
    part = browser.get(reverse("matching:needs-board"), headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="needs-found"' in part


def test_queries_do_not_grow_with_the_needs(browser, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(60) as counted:
            board(browser)
        return len(counted)

    japanese_need(capabilities=[CapabilityFactory()])
    few = queries()
    for _more in range(9):
        japanese_need(capabilities=[CapabilityFactory()], collaboration_type=CollaborationTypeFactory())
    assert queries() == few
