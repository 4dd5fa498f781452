"""Each kind of notice reaches a person as they chose, and the daily mail comes once, in their words."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from accounts import jobs, notices
from accounts.enums import CHOOSABLE_KINDS, MailTiming, NoticeKind
from accounts.models import Notice
from outbox.models import Job, Mail
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
MESSAGE, COPY = "matching/notices/message", "accounts/notices/copy_ready"
EIGHT_IN_BANGKOK = datetime.datetime(2026, 11, 26, 1, 5, tzinfo=datetime.UTC)
EIGHT_IN_TOKYO = datetime.datetime(2026, 11, 25, 23, 5, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def own_mail_door(settings):
    settings.EMAIL_BACKEND = "outbox.mail.OutboxBackend"


def choose(user, timing, kind=NoticeKind.MESSAGES):
    notices.choose_mail(user, {kind: timing})


def tell(user, template=MESSAGE):
    notices.notify(user, template, {"partner": "Yuki Seiki", "until": "2026-12-01"}, "/matches/7/")


def mails_to(user):
    return Mail.objects.filter(recipients=[user.email])


@pytest.mark.parametrize(("timing", "mails"), [("at_once", 1), ("daily", 0), ("none", 0)])
def test_a_notice_always_stands_in_the_product_and_is_mailed_as_chosen(timing, mails):
    user = UserFactory()
    choose(user, timing)
    tell(user)

    assert (user.notices.count(), mails_to(user).count()) == (1, mails)


def test_without_a_choice_mail_comes_at_once():
    user = UserFactory()
    tell(user)
    assert mails_to(user).count() == 1


def test_what_concerns_the_account_is_mailed_whatever_was_chosen():
    user = UserFactory()
    for kind in CHOOSABLE_KINDS:
        choose(user, MailTiming.NONE, kind)
    tell(user, COPY)
    assert mails_to(user).count() == 1


def test_who_is_leaving_gets_no_mail():
    user = UserFactory(erasure_due_at=EIGHT_IN_BANGKOK)
    tell(user)
    assert not mails_to(user).exists()


def test_a_choice_for_one_kind_leaves_the_others():
    user = UserFactory()
    choose(user, MailTiming.NONE, NoticeKind.STEPS)
    tell(user)
    assert mails_to(user).count() == 1


def test_the_daily_mail_speaks_the_readers_language_and_zone():
    user = UserFactory(language="ja", time_zone="Asia/Tokyo")
    choose(user, MailTiming.DAILY)
    with time_machine.travel(datetime.datetime(2026, 11, 25, 16, 30, tzinfo=datetime.UTC), tick=False):
        tell(user)
    assert notices.send_digest(user.pk)

    mail = mails_to(user).get()
    assert mail.subject == "Otagai：新しいお知らせ1件"
    assert "2026年11月26日 01:30 日本時間" in mail.text
    assert "/ja/matches/7/" in mail.text


def test_the_daily_mail_is_sent_once():
    user = UserFactory()
    choose(user, MailTiming.DAILY)
    tell(user)

    assert [notices.send_digest(user.pk) for _time in range(2)] == [True, False]
    assert mails_to(user).count() == 1


def test_what_was_read_or_is_no_longer_wanted_is_left_out():
    reader, changed = UserFactory(), UserFactory()
    for user in (reader, changed):
        choose(user, MailTiming.DAILY)
        tell(user)
    Notice.objects.filter(user=reader).update(read_at=EIGHT_IN_BANGKOK)
    choose(changed, MailTiming.NONE)

    assert not any(notices.send_digest(user.pk) for user in (reader, changed))
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("now", "zones"),
    [(EIGHT_IN_BANGKOK, ["Asia/Bangkok"]), (EIGHT_IN_TOKYO, ["Asia/Tokyo"])],
)
def test_each_zone_has_its_own_morning(now, zones):
    assert notices.zones_at_digest_hour(now) == zones


@time_machine.travel(EIGHT_IN_TOKYO, tick=False)
def test_the_clock_asks_for_a_mail_only_where_it_is_morning():
    people = {zone: UserFactory(time_zone=zone) for zone in ("Asia/Bangkok", "Asia/Tokyo")}
    for user in people.values():
        choose(user, MailTiming.DAILY)
        tell(user)
    jobs.find_digests(Job())

    asked = Job.objects.filter(kind="accounts.send_digest")
    assert [job.payload for job in asked] == [{"user": people["Asia/Tokyo"].pk}]


def test_the_page_keeps_the_choices_and_refuses_unknown_ones(client_for):
    user = UserFactory()
    browser, address = client_for(user), reverse("accounts:mail-choices")
    wanted = {str(kind): "at_once" for kind in CHOOSABLE_KINDS} | {"messages": "daily"}

    assert browser.post(address, wanted).status_code == 302
    assert notices.mail_timing(user, NoticeKind.MESSAGES) == MailTiming.DAILY
    assert browser.post(address, wanted | {"steps": "hourly"}).status_code == 200
    assert notices.mail_timing(user, NoticeKind.STEPS) == MailTiming.AT_ONCE
