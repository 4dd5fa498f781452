"""Offers and needs as their authors write them."""

import pytest
from django.utils import timezone

from companies.enums import NeedState
from companies.forms.leaks import leaks_in
from companies.models import Need, Offer
from companies.models.statement import default_open_until
from tests.factories.companies import (
    CollaborationTypeFactory,
    DraftNeedFactory,
    NeedFactory,
    OfferFactory,
    grinding,
)

pytestmark = pytest.mark.django_db
NEW = "/th/my-company/needs/new/"


def need_values(**changes):
    capability = changes.pop("capability", None) or grinding()
    return {
        "collaboration_type": CollaborationTypeFactory().pk,
        "text": "ต้องการเจียระไนเซ็นเตอร์เลสเพลา Ø2–6 มม.",
        "lang": "th",
        "capabilities": [capability.slug, ""],
        "open_until": default_open_until().isoformat(),
    } | changes


def test_a_need_is_opened_and_leads_to_its_partners(client_for, somchai):
    answer = client_for(somchai).post(NEW, need_values(then="open"))
    need = Need.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/th/partners/#need-{need.pk}"
    assert need.state == NeedState.OPEN
    assert [row.slug for row in need.capabilities.all()] == ["centerless-grinding"]


def test_a_need_may_be_kept_as_a_draft(client_for, malee):
    answer = client_for(malee).post(NEW, need_values(then="keep"))
    assert answer["Location"] == "/th/my-company/"
    assert Need.objects.get().state == NeedState.DRAFT


def test_a_need_without_a_capability_is_asked_for_one_and_keeps_the_text(client_for, somchai):
    answer = client_for(somchai).post(NEW, need_values(capabilities=[""]))
    assert answer.status_code == 200
    assert answer.context["form"].errors["capabilities"]
    assert "ต้องการเจียระไนเซ็นเตอร์เลส" in answer.content.decode()
    assert not Need.objects.exists()


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x07"])
def test_hidden_characters_are_refused(client_for, somchai, sign):
    answer = client_for(somchai).post(NEW, need_values(text=f"เจียระไน{sign}เพลา"))
    assert answer.context["form"].errors["text"]
    assert not Need.objects.exists()


def test_a_day_that_has_passed_is_refused(client_for, somchai):
    answer = client_for(somchai).post(NEW, need_values(open_until=timezone.localdate().isoformat()))
    assert list(answer.context["form"].errors) == ["open_until"]


@pytest.mark.parametrize(
    "words",
    [
        "ตอนนี้สมชายเวิร์คต้องส่งไปทำต่างประเทศ",
        "Somchai  WORKS sends it abroad",
        "write to buy@factory.example.com",
        "see https://factory.example/x",
        "call 081-234-5678",
        "call +66 2 123 4567",
    ],
)
def test_an_anonymous_need_that_tells_who_wrote_it_is_refused(client_for, somchai, words):
    answer = client_for(somchai).post(NEW, need_values(text=words, is_anonymous="on"))
    assert answer.context["form"].errors["text"]
    assert not Need.objects.exists()


@pytest.mark.parametrize("words", ["Ø2–6 มม. ±2 µm Ra 0.1", "500–20,000 ชิ้น", "SUS304 เดือนละ 10000 ชิ้น"])
def test_measures_are_no_leak(thai_firm, words):
    assert leaks_in(words, thai_firm) == []


def test_saving_over_somebody_elses_edit_shows_both(client_for, somchai, thai_firm):
    need = DraftNeedFactory(company=thai_firm, text="ของเขา", version=2)
    answer = client_for(somchai).post(f"/th/needs/{need.pk}/edit/", need_values(text="ของเรา", version=1))
    assert answer.status_code == 409
    assert "ของเขา" in answer.content.decode()
    assert "ของเรา" in answer.content.decode()
    assert Need.objects.get().text == "ของเขา"


def test_a_strangers_statements_are_not_found(client_for, outsider, thai_firm):
    browser = client_for(outsider)
    need, offer = NeedFactory(company=thai_firm), OfferFactory(company=thai_firm)
    assert browser.get(f"/th/needs/{need.pk}/edit/").status_code == 404
    assert browser.get(f"/th/offers/{offer.pk}/edit/").status_code == 404
    for move in ("open", "pause", "renew", "close"):
        assert browser.post(f"/th/needs/{need.pk}/{move}/", {"reason": "matched"}).status_code == 404
    assert browser.post(f"/th/offers/{offer.pk}/withdraw/").status_code == 404


def test_an_editor_does_not_close_a_need_and_an_owner_does(client_for, malee, somchai, thai_firm):
    need = NeedFactory(company=thai_firm)
    address = f"/th/needs/{need.pk}/close/"
    assert client_for(malee).post(address, {"reason": "matched"}).status_code == 404
    assert client_for(somchai).post(address, {"reason": "matched"}).status_code == 302
    need.refresh_from_db()
    assert (need.state, need.close_reason) == (NeedState.CLOSED, "matched")


def test_an_offer_is_written_and_withdrawn(client_for, somchai):
    browser = client_for(somchai)
    browser.post("/th/my-company/offers/new/", need_values(text="กลึงเพลา"))
    offer = Offer.objects.get()
    browser.post(f"/th/offers/{offer.pk}/withdraw/")
    offer.refresh_from_db()
    assert offer.withdrawn_at
    assert browser.get(f"/th/offers/{offer.pk}/edit/").status_code == 404


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_the_form_opens_in_every_language(client_for, somchai, language):
    assert client_for(somchai).get(f"/{language}/my-company/needs/new/").status_code == 200
    assert client_for(somchai).get(f"/{language}/my-company/offers/new/").status_code == 200


def test_capabilities_are_read_from_the_text_in_the_readers_language(client_for, somchai):
    capability = grinding()
    sent = {"text": "หาโรงงานเจียรเซ็นเตอร์เลส", "lang": "th"}
    page = client_for(somchai).post("/ja/capabilities/suggest/", sent).content.decode()
    assert "<b>センタレス研削</b>" in page
    assert "เจียรเซ็นเตอร์เลส" in page
    capability.synonyms_th = ["ขัดเพลา"]
    capability.save()
    page = client_for(somchai).post("/ja/capabilities/suggest/", sent | {"text": "รับขัดเพลา"}).content.decode()
    assert "ขัดเพลา" in page
