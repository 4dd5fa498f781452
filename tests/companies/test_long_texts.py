"""A text longer than its box is not cut: it comes back with a sentence, and nothing has happened."""

import pytest
from django.urls import reverse

from companies import questions, reports
from companies.enums import CompanyState, ReportReason, ReportState
from companies.models import JoinRequest
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LONG = "สวัสดี" * 1000


def posted(browser, name, key, **typed):
    answer = browser.post(reverse(f"companies:{name}", args=[key]), typed)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert LONG.strip() in page
    assert 'aria-invalid="true"' in page
    return page


def test_an_answer_of_the_desk_comes_back(somchai, thai_firm, dao, client_for):
    asked = questions.ask(by=somchai, company=thai_firm, text="?", page="", lang="th")
    posted(client_for(dao), "question-answer", asked.pk, answer=LONG)
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_the_note_to_a_reporter_comes_back(yuki, japanese_firm, thai_firm, dao, client_for):
    report = reports.make(thai_firm, reporter=japanese_firm, by=yuki, reason=ReportReason.UNWANTED, text="x")
    posted(client_for(dao), "report-decide", report.pk, move="handle", note=LONG)
    report.refresh_from_db()
    assert report.state == ReportState.OPEN


def test_the_reason_of_a_suspension_comes_back(client_for, dao, thai_firm):
    posted(client_for(dao), "company-suspend", thai_firm.pk, reason=LONG)
    thai_firm.refresh_from_db()
    assert thai_firm.state == CompanyState.PUBLISHED


def test_the_message_to_an_owner_comes_back(client_for, thai_firm):
    posted(client_for(UserFactory()), "join-ask", thai_firm.pk, message=LONG)
    assert not JoinRequest.objects.exists()
