"""Leaving: shown again who one is, days to come back, then the row is emptied and its key stays."""

import datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import erasure, jobs, tokens
from accounts.authentication import find_token
from accounts.enums import TokenScope
from accounts.models import Notice, User
from companies import lifecycle, questions
from companies.enums import MemberRole
from companies.models import CompanyEvent, Question
from config.lifecycle import MoveNotAllowed
from matching import next_steps, responsibility
from outbox.models import Job, Mail
from tests.factories.companies import MembershipFactory
from tests.factories.matching import connected

pytestmark = pytest.mark.django_db
PASSWORD = "a long walk by the river 39"
PAGE = "accounts:account-delete"


@pytest.fixture(autouse=True)
def own_mail_door(settings):
    settings.EMAIL_BACKEND = "outbox.mail.OutboxBackend"


@pytest.fixture
def second_owner(thai_firm):
    return MembershipFactory(company=thai_firm).user


@pytest.fixture
def malee_signed_in(malee):
    malee.set_password(PASSWORD)
    malee.save()
    EmailAddress.objects.create(user=malee, email=malee.email, primary=True, verified=True)
    browser = Client()
    sign_in(browser, malee)
    return browser


def sign_in(browser, user):
    return browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def is_signed_in(browser):
    return browser.get(reverse("accounts:settings")).status_code == 200


def after_the_grace():
    return time_machine.travel(timezone.now() + erasure.GRACE + datetime.timedelta(hours=1))


def test_the_page_asks_again_who_one_is(malee, client_for):
    malee.set_password(PASSWORD)
    malee.save()
    answer = client_for(malee).get(reverse(PAGE))
    assert answer.status_code == 302
    assert "/reauthenticate/" in answer["Location"]


def test_asking_ends_every_session_and_token(malee, malee_signed_in):
    other_device = Client()
    sign_in(other_device, malee)
    _token, secret = tokens.issue_token(malee, "ERP", [TokenScope.READ])
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=10)):
        address = reverse(PAGE)
        assert "/reauthenticate/" in malee_signed_in.post(address)["Location"]
    malee_signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": address})

    malee.refresh_from_db()
    assert malee.is_leaving
    assert not is_signed_in(malee_signed_in)
    assert not is_signed_in(other_device)
    assert not UserSession.objects.filter(user=malee).exists()
    assert find_token(secret) is None


def test_signing_in_calls_it_off(malee, malee_signed_in):
    erasure.ask(malee)
    sign_in(malee_signed_in, malee)

    malee.refresh_from_db()
    assert not malee.is_leaving
    assert is_signed_in(malee_signed_in)
    with after_the_grace():
        assert not erasure.carry_out(malee.pk)


def test_nothing_is_emptied_before_the_days_are_over(malee):
    erasure.ask(malee)
    jobs.find_due_erasures(Job())

    assert not Job.objects.filter(kind="accounts.erase").exists()
    assert not erasure.carry_out(malee.pk)


def test_asking_twice_is_told(malee):
    erasure.ask(malee)
    with pytest.raises(MoveNotAllowed):
        erasure.ask(malee)


def test_afterwards_the_row_is_empty_and_events_stay(somchai, second_owner, thai_firm):
    lifecycle.edit(thai_firm, by=somchai, values={"contact_email": somchai.email, "contact_name": "สมชาย"})
    EmailAddress.objects.create(user=somchai, email=somchai.email)
    Authenticator.objects.create(user=somchai, type="totp", data={})
    LogEntry.objects.log_actions(second_owner.pk, [somchai], CHANGE, single_object=True)
    question = questions.ask(by=somchai, company=thai_firm, text="CANARY-question", lang="th")
    questions.answer(question, by=second_owner, text="CANARY-answer", lang="th")
    Mail.objects.filter(recipients=[somchai.email]).update(sent_at=timezone.now())
    assert Mail.objects.filter(recipients=[somchai.email]).exists()
    erasure.ask(somchai)
    with after_the_grace():
        jobs.find_due_erasures(Job())
        jobs.erase(Job.objects.get(kind="accounts.erase"))

    person = User.objects.get(pk=somchai.pk)
    assert LogEntry.objects.get().object_repr == ""
    assert (person.name, person.is_active, person.has_usable_password()) == ("", False, False)
    assert "somchai" not in person.email
    assert not EmailAddress.objects.filter(user=person).exists()
    assert not Authenticator.objects.filter(user=person).exists()
    assert not Notice.objects.filter(user=person).exists()
    assert not Mail.objects.filter(recipients__contains=["somchai@test.example"]).exists()
    assert not person.memberships.filter(ended_at__isnull=True).exists()
    assert Question.objects.get().text == Question.objects.get().answer == ""
    thai_firm.refresh_from_db()
    assert (thai_firm.contact_email, thai_firm.contact_name, thai_firm.contact_phone) == ("", "", "")
    assert CompanyEvent.objects.filter(by=person, move="edit").exists()


def test_a_colleagues_contact_stays(malee, thai_firm):
    erasure.ask(malee)
    with after_the_grace():
        assert erasure.carry_out(malee.pk)

    thai_firm.refresh_from_db()
    assert thai_firm.contact_email


def test_messages_stay_without_the_name(malee, thai_firm, japanese_firm, yuki, client_for):
    match = connected(thai=thai_firm, japanese=japanese_firm)
    responsibility.hand_over(match, company=thai_firm, to=malee, by=malee)
    next_steps.send_message(match, by=malee, company=thai_firm, text="CANARY-message", lang="th")
    erasure.ask(malee)
    with after_the_grace():
        assert erasure.carry_out(malee.pk)

    page = client_for(yuki).get(reverse("matching:match-detail", args=[match.pk])).content.decode()
    assert "CANARY-message" in page
    assert "มาลี" not in page
    assert not match.responsible.exists()


def test_erasing_twice_is_done_once(malee):
    erasure.ask(malee)
    with after_the_grace():
        assert [erasure.carry_out(malee.pk) for _time in range(2)] == [True, False]


def test_the_last_owner_is_told_what_to_do_first(somchai, malee, client_for):
    answer = client_for(somchai).post(reverse(PAGE))

    assert answer.status_code == 409
    assert "Somchai Works" in answer.content.decode() or "สมชายเวิร์ค" in answer.content.decode()
    with pytest.raises(MoveNotAllowed):
        erasure.ask(somchai)
    somchai.refresh_from_db()
    assert not somchai.is_leaving


def test_a_second_owner_who_is_leaving_does_not_count(somchai, second_owner):
    erasure.ask(second_owner)
    with pytest.raises(MoveNotAllowed):
        erasure.ask(somchai)


def test_an_owner_who_lost_the_other_meanwhile_is_not_erased(somchai, second_owner, thai_firm):
    erasure.ask(somchai)
    thai_firm.memberships.filter(user=second_owner).update(role=MemberRole.EDITOR)
    with after_the_grace():
        assert not erasure.carry_out(somchai.pk)


def test_an_archived_firm_holds_nobody_back(somchai, thai_firm, client_for):
    client_for(somchai).post(reverse("companies:company-archive"))
    assert erasure.ask(somchai).is_leaving
