"""A need ends: told before and after, renewed, paused, closed with how it ended."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Notice
from companies import expiry, lifecycle
from companies.enums import CloseReason, NeedState, WithdrawCause
from companies.models import Need, NeedEvent, NeedReminder
from companies.queries import partners_of
from matching.enums import MatchState
from tests.factories.companies import NeedFactory, OfferFactory
from tests.factories.matching import CorridorFactory, connected, introduced
from tests.matching.market import work_off

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def tell_all():
    for pk in expiry.due():
        expiry.tell(pk)


@pytest.mark.parametrize(("left", "stage"), [(15, None), (14, 14), (4, 14), (3, 3), (1, 3), (0, 3), (-1, 0)])
def test_which_reminder_is_due(thai_firm, left, stage):
    need = NeedFactory(company=thai_firm, open_until=in_days(left))
    assert expiry.stage_of(need, timezone.localdate()) == stage
    assert expiry.due() == ([need.pk] if stage is not None else [])


def test_people_are_told_once_a_stage_and_again_in_a_new_period(somchai, malee, thai_firm):
    need = NeedFactory(company=thai_firm, open_until=in_days(10))
    tell_all()
    tell_all()
    assert Notice.objects.filter(user=somchai).count() == Notice.objects.filter(user=malee).count() == 1

    Need.objects.filter(pk=need.pk).update(open_until=in_days(2))
    tell_all()
    assert set(NeedReminder.objects.values_list("days", flat=True)) == {14, 3}
    assert Notice.objects.filter(user=somchai).count() == 2


def test_the_mail_leads_to_a_page_whose_button_acts(client_for, somchai, thai_firm):
    need = NeedFactory(company=thai_firm, open_until=in_days(3))
    tell_all()
    work_off("outbox.send_mail")
    notice = Notice.objects.get(user=somchai)
    assert notice.path == f"/needs/{need.pk}/renew/"

    browser = client_for(somchai)
    page = browser.get(f"/th{notice.path}")
    assert page.status_code == 200
    need.refresh_from_db()
    assert need.open_until == in_days(3)

    browser.post(f"/th{notice.path}", {"open_until": in_days(60).isoformat()})
    need.refresh_from_db()
    assert need.open_until == in_days(60)


def test_the_end_is_on_record_once_and_leaves_the_state(thai_firm, somchai):
    need = NeedFactory(company=thai_firm, open_until=in_days(-1))
    tell_all()
    tell_all()
    assert NeedEvent.objects.filter(need=need, move="lapse").count() == 1
    need.refresh_from_db()
    assert (need.state, need.has_lapsed) == (NeedState.OPEN, True)


@pytest.mark.parametrize("move", ["pause", "close", "renew"])
def test_what_was_done_meanwhile_needs_no_reminder(thai_firm, somchai, move):
    need = NeedFactory(company=thai_firm, open_until=in_days(2))
    getattr(lifecycle, f"{move}_need")(need, by=somchai)
    assert expiry.tell(need.pk) is False
    assert not Notice.objects.exists()


@pytest.mark.parametrize("day", [-1, 0])
def test_a_day_that_has_passed_is_refused_with_a_sentence(client_for, somchai, thai_firm, day):
    need = NeedFactory(company=thai_firm)
    answer = client_for(somchai).post(f"/en/needs/{need.pk}/renew/", {"open_until": in_days(day).isoformat()})
    assert "This day has passed. Choose a day after today." in answer.content.decode()
    with pytest.raises(ValidationError):
        lifecycle.renew_need(need, by=somchai, until=in_days(day))


def test_a_need_is_closed_with_a_partner_of_the_platform(client_for, somchai, thai_firm, japanese_firm):
    connected(thai=thai_firm, japanese=japanese_firm, corridor=CorridorFactory())
    need = NeedFactory(company=thai_firm)
    sent = {"reason": "matched", "partner": japanese_firm.pk, "note": "ตกลงแล้ว"}
    assert client_for(somchai).post(f"/th/needs/{need.pk}/close/", sent).status_code == 302
    need.refresh_from_db()
    assert (need.close_reason, need.closed_with, need.close_note) == ("matched", japanese_firm, "ตกลงแล้ว")
    assert need.closed_at


def test_only_firms_that_were_introduced_are_offered(thai_firm, japanese_firm):
    assert not partners_of(thai_firm).exists()
    introduced(thai=thai_firm, japanese=japanese_firm, corridor=CorridorFactory())
    assert not partners_of(thai_firm).exists()


def test_a_withdrawn_need_says_why_and_takes_back_what_rested_on_it(client_for, somchai, thai_firm):
    match = introduced(thai=thai_firm, corridor=CorridorFactory())
    need = match.links.filter(need__company=thai_firm).first().need
    browser, address = client_for(somchai), f"/en/needs/{need.pk}/close/"
    answer = browser.post(address, {"reason": "withdrawn", "note": "typed 4711"})
    assert "Say why it is no longer needed" in answer.content.decode()
    assert "typed 4711" in answer.content.decode()

    browser.post(address, {"reason": "withdrawn", "cause": WithdrawCause.INSIDE})
    need.refresh_from_db()
    match.refresh_from_db()
    assert (need.close_reason, need.withdraw_cause) == (CloseReason.WITHDRAWN, WithdrawCause.INSIDE)
    assert match.state == MatchState.WITHDRAWN
    assert Notice.objects.filter(user=somchai, template="matching/notices/withdrawn").exists()


def test_a_paused_offer_is_found_by_nobody_and_comes_back(client_for, somchai, thai_firm):
    offer = OfferFactory(company=thai_firm, text="เจียระไนเพลาพิเศษ")
    browser, page = client_for(somchai), f"/th/companies/{thai_firm.slug}/"
    assert offer.text in browser.get(page).content.decode()
    browser.post(f"/th/offers/{offer.pk}/pause/")
    assert offer.text not in browser.get(page).content.decode()
    assert offer.text in browser.get("/th/my-company/").content.decode()
    browser.post(f"/th/offers/{offer.pk}/resume/")
    assert offer.text in browser.get(page).content.decode()
    assert browser.post(f"/th/offers/{offer.pk}/resume/").status_code == 409
