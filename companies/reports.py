"""A report about a firm: made by a person of another, handled or dismissed by the desk, once."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.notices import notify, path_of
from companies.desks import tell_desk
from companies.enums import ReportReason, ReportState
from companies.models import Company, Report, ReportEvent
from config.lifecycle import Lifecycle

REPORT = Lifecycle(
    {
        "handle": ({ReportState.OPEN}, ReportState.HANDLED),
        "dismiss": ({ReportState.OPEN}, ReportState.DISMISSED),
    }
)


def make(company: Company, *, reporter: Company, by: User, reason: ReportReason, text: str = "") -> Report:
    """Put it on the list of the desk of the firm's country; one that waits from the same person is kept."""
    try:
        with transaction.atomic():
            report = Report.objects.create(
                company=company, reporter=reporter, reported_by=by, reason=reason, text=text
            )
            record(report, "make", "", by)
            context = {"company": company.name_roman}
            tell_desk(company.country, "report_made", context, path_of("companies:report-list"))
    except IntegrityError:
        return Report.objects.open().get(company=company, reported_by=by)
    return report


def handle(report: Report, *, by: User, note: str = "") -> Report:
    """The desk acted on it."""
    return decide(report, "handle", by=by, note=note)


def dismiss(report: Report, *, by: User, note: str = "") -> Report:
    """The desk found no reason to act."""
    return decide(report, "dismiss", by=by, note=note)


@transaction.atomic
def decide(report: Report, move: str, *, by: User, note: str) -> Report:
    report = REPORT.lock(report, move)
    origin = REPORT.arrive(report, move)
    report.note, report.decided_at = note, timezone.now()
    report.save()
    record(report, move, origin, by)
    context = {"company": report.company.name_roman, "state": report.state, "note": note}
    notify(report.reported_by, "companies/notices/report_decided", context, path_of("matching:today"))
    return report


def record(report: Report, move: str, origin: str, by: User) -> None:
    ReportEvent.objects.create(report=report, move=move, from_state=origin, to_state=report.state, by=by)
