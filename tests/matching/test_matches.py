import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from companies.enums import MemberRole
from companies.models import Need
from matching import lifecycle, next_steps
from matching.enums import Answer, MatchState
from matching.models import Message, NextStep
from tests.factories.accounts import UserFactory
from tests.factories.companies import (
    AppointmentFactory,
    CompanyFactory,
    JapaneseCompanyFactory,
    MembershipFactory,
)
from tests.factories.matching import (
    CorridorFactory,
    ReasonFactory,
    approve,
    connected,
    introduced,
    match_in,
    propose,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ["th", "ja", "en"]


@pytest.fixture
def somchai():
    return MembershipFactory(company=CompanyFactory(), user__language="th")


@pytest.fixture
def yuki():
    return MembershipFactory(company=JapaneseCompanyFactory(), user__language="ja")


@pytest.fixture
def pair(somchai, yuki):
    return {"thai": somchai.company, "japanese": yuki.company}


def url(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"matching:{name}", args=args)


def canaries(company):
    return [company.contact_name, company.contact_email, company.contact_phone, company.address]


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_answer_the_sheet_shows_the_partner_and_the_deadline(client, somchai, pair, language):
    match = introduced(**pair)
    client.force_login(somchai.user)

    page = client.get(url("match-detail", match.pk, language=language))

    assert page.status_code == 200
    assert match.japanese.name_native in page.content.decode()


@pytest.mark.parametrize("state", [state for state in MatchState if state != MatchState.APPROVED])
def test_contacts_are_in_pages_mails_and_notices_only_once_connected(client, somchai, yuki, pair, state):
    match = match_in(state, **pair)
    client.force_login(somchai.user)

    seen = [client.get(url(name)) for name in ("today", "match-list")]
    seen.append(client.get(url("match-detail", match.pk)))
    text = "".join(page.content.decode() for page in seen)
    told = "".join(f"{letter.subject} {letter.body}" for letter in mail.outbox)
    told += "".join(str(notice.context) for notice in somchai.user.notices.all())

    is_open = state in (
        MatchState.CONNECTED,
        MatchState.AGREED,
        MatchState.NO_AGREEMENT,
        MatchState.SILENT,
    )
    assert [word in text for word in canaries(yuki.company)] == [is_open] * 4
    assert [word in told for word in canaries(yuki.company)] == [False] * 4


def test_the_desks_case_shows_no_contacts_even_when_connected(client, pair, yuki):
    officer = AppointmentFactory()
    match = connected(**pair, corridor=CorridorFactory(desks=[officer.agency]))
    client.force_login(officer.user)

    page = client.get(url("match-review", match.pk)).content.decode()

    assert not any(word in page for word in canaries(yuki.company))


@pytest.mark.parametrize("makes_anonymous", ["corridor", "need"])
def test_an_anonymous_sheet_hides_name_and_words_until_connected(
    client, somchai, yuki, pair, makes_anonymous
):
    match = propose(**pair, corridor=CorridorFactory(has_anonymous_sheets=makes_anonymous == "corridor"))
    if makes_anonymous == "need":
        Need.objects.filter(match_links__match=match).update(is_anonymous=True)
    match = approve(match)
    # An anonymous corridor hides both firms; an anonymous need hides the firm that wrote it.
    reader, hidden = (yuki, somchai.company)
    client.force_login(reader.user)
    secrets = [hidden.name_native, hidden.name_roman, hidden.slug, hidden.profile]
    secrets += [hidden.needs.get().text]

    pages = [url("today"), url("match-list"), url("match-detail", match.pk)]
    text = "".join(client.get(page).content.decode() for page in pages)
    text += "".join(
        f"{letter.subject} {letter.body}" for letter in mail.outbox if reader.user.email in letter.to
    )
    text += "".join(str(notice.context) for notice in reader.user.notices.all())

    assert [word for word in secrets if word in text] == []


def test_two_owners_answer_and_are_connected(client, somchai, yuki, pair):
    match = introduced(**pair)
    for person in (somchai, yuki):
        client.force_login(person.user)
        client.post(url("match-answer", match.pk), {"answer": "interested"})

    match.refresh_from_db()
    assert match.state == MatchState.CONNECTED


def test_a_decline_wants_its_reason(client, somchai, pair):
    match = introduced(**pair)
    client.force_login(somchai.user)

    client.post(url("match-answer", match.pk), {"answer": "declined"})
    match.refresh_from_db()
    assert match.state == MatchState.INTRODUCED
    client.post(url("match-answer", match.pk), {"answer": "declined", "decline-reason": ReasonFactory().pk})

    match.refresh_from_db()
    assert (match.state, match.reason_id) == (MatchState.DECLINED, "weak_match")


def test_the_reason_of_a_decline_is_not_told_to_the_other_firm(client, somchai, yuki, pair):
    match = introduced(**pair)
    lifecycle.answer(
        match,
        by=somchai.user,
        company=match.thai,
        answer=Answer.DECLINED,
        reason=ReasonFactory(),
        note="CANARY-note",
    )
    client.force_login(yuki.user)

    page = client.get(url("match-detail", match.pk)).content.decode()

    assert "CANARY-note" not in page
    assert "Does not fit well enough" not in page


def test_an_editor_reads_and_does_not_answer(client, pair):
    malee = MembershipFactory(company=pair["thai"], role=MemberRole.EDITOR)
    match = introduced(**pair)
    client.force_login(malee.user)

    assert client.get(url("match-detail", match.pk)).status_code == 200
    assert client.post(url("match-answer", match.pk), {"answer": "interested"}).status_code == 404


def test_an_answer_that_comes_too_late_shows_the_present_state(client, somchai, pair):
    match = introduced(**pair)
    lifecycle.lapse(match)
    client.force_login(somchai.user)

    answer = client.post(url("match-answer", match.pk), {"answer": "interested"})

    assert answer.status_code == 409


def test_a_strangers_match_is_not_there(client, pair):
    outsider = MembershipFactory(company=CompanyFactory())
    match = connected(**pair)
    client.force_login(outsider.user)
    step = NextStep.objects.get(match=match)

    assert client.get(url("match-detail", match.pk)).status_code == 404
    assert client.get(url("conversation-detail", match.pk)).status_code == 404
    for name in ("match-answer", "message-create", "step-create"):
        assert client.post(url(name, match.pk)).status_code == 404
    assert client.post(url("step-done", match.pk, step.pk)).status_code == 404


def test_a_firm_does_not_see_what_is_still_in_review(client, somchai, pair):
    match = propose(**pair)
    client.force_login(somchai.user)

    assert client.get(url("match-detail", match.pk)).status_code == 404


def test_a_message_keeps_its_language_and_ends_the_first_step(client, somchai, yuki, pair):
    match = connected(**pair)
    client.force_login(somchai.user)

    client.post(url("message-create", match.pk), {"text": "สวัสดี", "lang": "th"})

    assert 'lang="th">สวัสดี' in client.get(url("match-detail", match.pk)).content.decode()
    assert NextStep.objects.get(match=match).done_by == somchai.user
    assert yuki.user.notices.first().template == "matching/notices/message"


def test_an_empty_message_is_asked_for_again(client, somchai, pair):
    match = connected(**pair)
    client.force_login(somchai.user)

    page = client.post(url("message-create", match.pk), {"text": "", "lang": "th"})

    assert page.status_code == 200
    assert not Message.objects.exists()


def test_htmx_gets_new_messages_without_the_frame(client, somchai, yuki, pair):
    match = connected(**pair)
    next_steps.send_message(match, by=yuki.user, company=match.japanese, text="はじめまして", lang="ja")
    client.force_login(somchai.user)

    page = client.get(url("conversation-detail", match.pk), headers={"HX-Request": "true"})

    assert "はじめまして" in page.content.decode()
    assert "<header" not in page.content.decode()


def test_a_step_is_owed_by_one_of_the_two_firms_from_today_on(client, somchai, pair):
    match = connected(**pair)
    client.force_login(somchai.user)
    today = timezone.localdate()
    wrong = {"step-text": "Send drawing", "step-owner": CompanyFactory().pk, "step-due_on": today}
    late = {"step-text": "Send drawing", "step-owner": match.thai.pk}

    client.post(url("step-create", match.pk), wrong)
    client.post(url("step-create", match.pk), late | {"step-due_on": today - datetime.timedelta(days=1)})
    assert match.next_steps.count() == 1
    client.post(url("step-create", match.pk), late | {"step-due_on": today})

    assert match.next_steps.count() == 2


def test_a_step_is_done_once(client, somchai, yuki, pair):
    match = connected(**pair)
    step = NextStep.objects.get(match=match)
    client.force_login(somchai.user)
    client.post(url("step-done", match.pk, step.pk))

    assert not next_steps.complete_step(step, by=yuki.user)
    step.refresh_from_db()
    assert step.done_by == somchai.user


@pytest.mark.parametrize("language", LANGUAGES)
def test_today_says_what_waits_for_each(client, somchai, pair, language):
    match = introduced(**pair)
    officer = AppointmentFactory()
    registrar = AppointmentFactory(role="registrar")
    people = [somchai.user, officer.user, registrar.user, UserFactory(is_auditor=True)]

    for person in people:
        client.force_login(person)
        page = client.get(url("today", language=language))
        assert page.status_code == 200
        assert (match.japanese.name_native in page.content.decode()) == (person == somchai.user)


def test_today_leads_who_has_no_firm_yet_to_finding_it(client, db):
    client.force_login(UserFactory())
    page = client.get(url("today"))
    assert (page.status_code, page["Location"]) == (302, "/en/my-company/find/")
