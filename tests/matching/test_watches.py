"""A need without a partner says so, can be watched, and tells its firm once when one appears."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import Notice, User
from companies import lifecycle
from companies.enums import CloseReason, CompanyState
from companies.models import Need
from config.lifecycle import MoveNotAllowed
from matching import suggestions, watches
from matching.advice import lacks
from matching.enums import NeedLacks, WatchEnd, WatchState
from matching.models import NeedWatch
from outbox.models import Mail
from tests.factories.accounts import UserFactory
from tests.factories.companies import MembershipFactory, NeedFactory
from tests.matching.market import NEED, OFFER, capability, maker, work_off

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "matching:suggestion-list"
TELL = "Tell me when a partner appears"


@pytest.fixture(autouse=True)
def real_door(settings):
    settings.EMAIL_BACKEND = "outbox.mail.OutboxBackend"


@pytest.fixture
def need(thai_firm) -> Need:
    """Somchai's, which nobody meets yet."""
    need = NeedFactory(company=thai_firm, text=NEED, capabilities=[capability()])
    suggestions.refresh(thai_firm.pk)
    return need


def english(browser, name, *args):
    with translation.override("en"):
        return browser.get(reverse(name, args=args)).content.decode()


def test_the_page_offers_a_watch_and_the_watch_is_stored(somchai: User, need, client_for):
    browser = client_for(somchai)
    assert TELL in english(browser, PAGE)
    answer = browser.post(reverse("matching:need-watch", args=[need.pk]))
    assert answer["Location"].endswith(f"/partners/#need-{need.pk}")
    stored = NeedWatch.objects.get()
    assert (stored.need, stored.by, stored.state) == (need, somchai, WatchState.WATCHING)
    page = english(browser, PAGE)
    assert TELL not in page
    assert "Stop watching" in page
    assert "Needs you watch" in page


def test_setting_twice_keeps_one_watch(somchai: User, need):
    assert watches.watch(need, by=somchai) == watches.watch(need, by=somchai)
    with pytest.raises(IntegrityError), transaction.atomic():
        NeedWatch.objects.create(need=need, by=somchai)


def test_a_watch_is_stopped_and_may_be_set_again(malee: User, need, client_for):
    browser = client_for(malee)
    browser.post(reverse("matching:need-watch", args=[need.pk]))
    for _ in range(2):
        assert browser.post(reverse("matching:need-unwatch", args=[need.pk])).status_code == 302
    ended = NeedWatch.objects.get()
    assert (ended.state, ended.end_reason, ended.ended_by) == (WatchState.ENDED, WatchEnd.STOPPED, malee)
    browser.post(reverse("matching:need-watch", args=[need.pk]))
    assert NeedWatch.objects.standing().count() == 1


@pytest.mark.parametrize("move", [lifecycle.pause_need, lifecycle.close_need])
def test_only_an_open_need_is_watched(somchai: User, need, move):
    move(need, by=somchai)
    with pytest.raises(MoveNotAllowed):
        watches.watch(need, by=somchai)


def test_a_need_with_a_partner_is_not_watched(somchai: User, need):
    maker()
    suggestions.refresh(need.company_id)
    with pytest.raises(MoveNotAllowed):
        watches.watch(need, by=somchai)


def test_a_stranger_finds_no_need_to_watch(outsider: User, dao: User, need, client_for):
    for person in (outsider, dao):
        assert client_for(person).post(reverse("matching:need-watch", args=[need.pk])).status_code == 404
    assert not NeedWatch.objects.exists()


def test_a_new_partner_is_told_once_in_the_owners_language_with_a_link(somchai: User, need):
    watches.watch(need, by=somchai)
    partner = maker()
    suggestions.ask(partner)
    work_off()
    watch = NeedWatch.objects.get()
    assert watch.state == WatchState.ANSWERED
    assert watch.answered_at
    suggestions.refresh(need.company_id)
    work_off()
    notice = Notice.objects.get()
    assert (notice.user, notice.path) == (somchai, f"/partners/#need-{need.pk}")
    mail = Mail.objects.get()
    assert mail.recipients == [somchai.email]
    assert f"/th/partners/#need-{need.pk}" in mail.text
    with translation.override("th"):
        assert mail.subject == translation.gettext("A partner has appeared for a need you watch")
    assert mail.subject != "A partner has appeared for a need you watch"


def test_mail_and_notice_say_nothing_of_the_partner(somchai: User, need):
    watches.watch(need, by=somchai)
    partner = maker()
    suggestions.refresh(need.company_id)
    told = Mail.objects.get().text + Mail.objects.get().subject + str(Notice.objects.get().context)
    for secret in (partner.name_native, partner.name_roman, partner.slug, OFFER):
        assert secret not in told


def test_a_firm_that_is_not_published_is_no_news(somchai: User, need):
    watches.watch(need, by=somchai)
    maker(state=CompanyState.SUBMITTED)
    suggestions.refresh(need.company_id)
    assert NeedWatch.objects.get().state == WatchState.WATCHING
    assert not Mail.objects.exists()


def test_the_owners_and_who_set_it_are_told_but_not_who_has_left(somchai: User, malee: User, thai_firm, need):
    gone = MembershipFactory(user=UserFactory(), company=thai_firm)
    watches.watch(need, by=malee)
    gone.ended_at = need.opened_at
    gone.save()
    maker()
    suggestions.refresh(need.company_id)
    assert set(Notice.objects.values_list("user_id", flat=True)) == {somchai.pk, malee.pk}


@pytest.mark.parametrize("reason", CloseReason.values)
def test_a_closed_need_ends_its_watch(somchai: User, need, reason):
    watches.watch(need, by=somchai)
    lifecycle.close_need(need, by=somchai, reason=CloseReason(reason))
    ended = NeedWatch.objects.get()
    assert (ended.state, ended.end_reason) == (WatchState.ENDED, WatchEnd.CLOSED)


def test_a_paused_need_keeps_its_watch_and_tells_when_it_is_open_again(somchai: User, need):
    watches.watch(need, by=somchai)
    lifecycle.pause_need(need, by=somchai)
    maker()
    suggestions.refresh(need.company_id)
    assert NeedWatch.objects.get().state == WatchState.WATCHING
    lifecycle.open_need(Need.objects.get(pk=need.pk), by=somchai)
    work_off()
    assert NeedWatch.objects.get().state == WatchState.ANSWERED


def test_an_archived_firm_leaves_no_watch_behind(somchai: User, thai_firm, need):
    watches.watch(need, by=somchai)
    lifecycle.archive(thai_firm, by=somchai)
    assert NeedWatch.objects.get().end_reason == WatchEnd.LEFT


def test_what_ended_is_not_answered_and_what_was_answered_does_not_end(somchai: User, need):
    watch = watches.watch(need, by=somchai)
    watches.end(watch, by=somchai)
    watches.answer_met([need.pk])
    assert NeedWatch.objects.get().state == WatchState.ENDED
    again = watches.watch(need, by=somchai)
    watches.answer_met([need.pk])
    with pytest.raises(MoveNotAllowed):
        watches.end(again, by=somchai)


def test_today_names_needs_without_a_partner_and_what_is_watched(somchai: User, need, client_for):
    browser = client_for(somchai)
    page = english(browser, "matching:today")
    assert "1 open need has no partner yet." in page
    watches.watch(need, by=somchai)
    assert "Watched: no partner yet" in english(browser, "matching:today")
    maker()
    suggestions.refresh(need.company_id)
    page = english(browser, "matching:today")
    assert "open need has no partner yet" not in page
    assert "A partner appeared" in page


def test_the_page_says_how_near_the_nearest_company_comes(somchai: User, need, client_for):
    search = need.company.partner_search
    search.best_partners = {str(need.pk): [[0, 0.3]]}
    search.save()
    assert "The nearest company fits 30%" in english(client_for(somchai), PAGE)


def test_what_a_need_leaves_open_is_named(thai_firm):
    full = NeedFactory(company=thai_firm, text=NEED + " 5,000 ชิ้นต่อเดือน", capabilities=[capability()])
    assert lacks(full) == [NeedLacks.KIND]
    bare = NeedFactory(company=thai_firm, text="ชุบ")
    assert lacks(bare) == list(NeedLacks)


@pytest.mark.parametrize("text", ["めっき、厚さ５ミクロン。", "ชุบหนา ๕ ไมครอน"])
def test_numbers_in_any_script_are_numbers(thai_firm, text):
    assert NeedLacks.NUMBERS not in lacks(NeedFactory(company=thai_firm, text=text))


def test_a_machine_sets_reads_and_stops_a_watch(somchai: User, outsider: User, need, client_for):
    browser, address = client_for(somchai), f"/api/v1/needs/{need.pk}/watch/"
    assert browser.get(address).status_code == 404
    told = browser.post(address).json()
    assert (told["need"], told["state"]) == (need.pk, "watching")
    assert browser.get(address).json()["id"] == told["id"]
    assert browser.delete(address).json()["state"] == "ended"
    assert browser.delete(address).status_code == 404
    assert client_for(outsider).post(address).status_code == 404
    maker()
    suggestions.refresh(need.company_id)
    assert browser.post(address).status_code == 409
