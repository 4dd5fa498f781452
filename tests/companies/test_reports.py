"""A report goes to the desk of the firm's country, is decided once, and the reporter is told."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from companies import reports
from companies.enums import ReportReason, ReportState
from companies.models import Report
from config.lifecycle import MoveNotAllowed

pytestmark = pytest.mark.django_db
SPAM = {"reason": "unwanted", "text": "CANARY-report"}


@pytest.fixture
def report(yuki, japanese_firm, thai_firm, dao, kenji):
    return reports.make(
        thai_firm, reporter=japanese_firm, by=yuki, reason=ReportReason.UNWANTED, text="CANARY-report"
    )


def post_report(browser, firm, sent=SPAM):
    return browser.post(reverse("companies:company-report", args=[firm.slug]), sent)


def test_a_members_report_reaches_the_desk_of_the_firms_country(yuki, thai_firm, dao, kenji, client_for):
    post_report(client_for(yuki), thai_firm)

    assert dao.notices.get().template == "companies/notices/report_made"
    assert not kenji.notices.exists()
    assert "CANARY-report" in client_for(dao).get(reverse("companies:report-list")).content.decode()
    assert "CANARY-report" not in client_for(kenji).get(reverse("companies:report-list")).content.decode()


def test_something_else_needs_words(yuki, thai_firm, client_for):
    answer = post_report(client_for(yuki), thai_firm, {"reason": "other", "text": ""})
    assert answer.status_code == 200
    assert "text" in answer.context["form"].errors
    assert not Report.objects.exists()


def test_pressing_twice_is_one_report(yuki, thai_firm, client_for):
    for _time in range(2):
        post_report(client_for(yuki), thai_firm)
    assert Report.objects.count() == 1


def test_ones_own_firm_and_strangers_cannot_report(somchai, dao, thai_firm, client_for):
    assert {post_report(client_for(user), thai_firm).status_code for user in (somchai, dao)} == {404}


@pytest.mark.parametrize(
    ("move", "state"), [("handle", ReportState.HANDLED), ("dismiss", ReportState.DISMISSED)]
)
def test_the_desk_decides_and_the_reporter_is_told(report, yuki, dao, client_for, move, state):
    address = reverse("companies:report-decide", args=[report.pk])
    client_for(dao).post(address, {"move": move, "note": "We spoke with them."})

    report.refresh_from_db()
    assert (report.state, report.note) == (state, "We spoke with them.")
    assert [event.move for event in report.events.all()] == ["make", move]
    assert yuki.notices.get().context["state"] == state


@pytest.mark.parametrize("first", [reports.handle, reports.dismiss])
@pytest.mark.parametrize("second", [reports.handle, reports.dismiss])
def test_it_is_decided_once(report, dao, first, second):
    first(report, by=dao)
    with pytest.raises(MoveNotAllowed):
        second(report, by=dao)
    assert report.events.count() == 2


def test_the_other_desk_cannot_decide(report, kenji, client_for):
    address = reverse("companies:report-decide", args=[report.pk])
    assert client_for(kenji).post(address, {"move": "handle"}).status_code == 404


def test_neither_move_is_an_error_told(report, dao, client_for):
    client_for(dao).post(reverse("companies:report-decide", args=[report.pk]), {"move": "forget"})
    report.refresh_from_db()
    assert report.state == ReportState.OPEN


def test_the_reported_firm_is_told_nothing(report, somchai, client_for):
    assert not somchai.notices.exists()
    assert "CANARY-report" not in client_for(somchai).get(reverse("companies:my-company")).content.decode()


def test_events_cannot_be_rewritten(report):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE companies_reportevent SET move = 'dismiss'")
