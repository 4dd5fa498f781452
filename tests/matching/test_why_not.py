"""Why a firm is not among the partners: said in words, a block never."""

import pytest

from companies import blocks
from matching import asides, interests
from matching.why_not import Held
from tests.factories.companies import CapabilityFactory, JapaneseCompanyFactory, NeedFactory, OfferFactory
from tests.factories.interests import sent
from tests.factories.matching import CorridorFactory, ReasonFactory, introduced
from tests.matching.market import NEED, capability, maker

pytestmark = pytest.mark.django_db
PAGE = "/en/partners/why-not/"


@pytest.fixture
def need(thai_firm):
    return NeedFactory(company=thai_firm, text=NEED, capabilities=[capability()])


def asked(client_for, person, firm):
    return client_for(person).get(PAGE, {"q": firm.name_roman}).context["named"]


def test_another_trade_is_said(client_for, somchai, need):
    firm = JapaneseCompanyFactory(name_roman="Tosou Kikaku K.K.", name_native="株式会社塗装企画")
    OfferFactory(company=firm, text="自動車部品の塗装を承ります", capabilities=[CapabilityFactory()])

    (held,) = asked(client_for, somchai, firm)

    assert held.firm == firm
    assert "Its capabilities are not the ones you named." in held.reasons


def test_the_next_best_stand_below_the_line_with_their_reasons(client_for, somchai, need):
    maker()
    firm = JapaneseCompanyFactory()
    OfferFactory(company=firm, text="自動車部品の塗装を承ります", capabilities=[CapabilityFactory()])

    ((shown, found),) = client_for(somchai).get(PAGE).context["needs"]

    assert shown == need
    assert [held.firm for held in found] == [firm]
    assert all(held.reasons and not held.fits for held in found)


def test_a_broken_condition_is_said_with_both_figures(client_for, somchai, thai_firm):
    NeedFactory(company=thai_firm, text=f"{NEED} Ra0.001 Ø90 มม.", capabilities=[CapabilityFactory()])
    firm = maker(name_roman="Kensaku Koubou K.K.")

    (held,) = asked(client_for, somchai, firm)

    assert any("you seek" in reason and "they offer" in reason for reason in held.reasons), held


def test_what_was_put_aside_is_said(client_for, somchai, thai_firm, need):
    firm = maker(name_roman="Kensaku Koubou K.K.")
    asides.put_aside(thai_firm, firm, by=somchai, reason=ReasonFactory())

    (held,) = asked(client_for, somchai, firm)

    assert any("put it aside" in reason for reason in held.reasons)


def test_a_block_is_no_reason_that_is_told(client_for, somchai, thai_firm, need):
    firm = maker(name_roman="Kensaku Koubou K.K.")
    blocks.block(firm, thai_firm, by=somchai)

    page = client_for(somchai).get(PAGE, {"q": firm.name_roman})

    assert page.context["named"] == []
    assert "No such company" in page.content.decode()
    assert "block" not in page.content.decode().partition("<main")[2].partition("</main>")[0].lower()


def test_without_an_own_need_that_is_said(client_for, somchai):
    firm = maker(name_roman="Kensaku Koubou K.K.")

    (held,) = asked(client_for, somchai, firm)

    assert held.reasons


def test_the_quota_stands_on_the_page_and_comes_back(client_for, somchai, thai_firm):
    CorridorFactory()
    interest = sent(thai_firm)
    left = client_for(somchai).get("/en/partners/").context["quota_left"]
    interests.withdraw(interest, by=somchai)

    assert left == interests.QUOTA - 1
    assert client_for(somchai).get("/en/partners/").context["quota_left"] == interests.QUOTA


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_a_case_in_which_the_partner_has_no_name_is_not_spoken_of(
    client_for, somchai, thai_firm, japanese_firm, need, is_anonymous
):
    match = introduced(thai=thai_firm, japanese=japanese_firm, corridor=CorridorFactory())
    match.links.filter(need__company=japanese_firm).delete()
    asking = NeedFactory(company=japanese_firm, is_anonymous=is_anonymous)
    match.links.create(need=asking, offer=OfferFactory(company=thai_firm), fit_need_to_offer=0.8)

    (held,) = asked(client_for, somchai, japanese_firm)

    assert any("already under way" in reason for reason in held.reasons) is not is_anonymous


@pytest.mark.parametrize(
    ("fit", "told"), [(0.3999, 0.39), (0.4, 0.4), (0.29, 0.29), (1.0, 1.0), (None, None)]
)
def test_a_fit_below_the_line_is_never_told_as_the_line(fit, told):
    assert Held(JapaneseCompanyFactory.build(location=None), None, fit, []).told_fit == told
