"""What waits for the person who signs in, by the capacity they act in."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from companies import completeness
from companies.lifecycle import EDITABLE
from companies.models import Company, Question, Report
from companies.permissions import Viewer, can_edit_words
from matching.models import Match, NeedWatch
from matching.queries import (
    awaiting_answer,
    awaiting_reply,
    connected_lately,
    longest_waiting,
    needs_without_partner,
    open_steps,
    queue_for,
)
from matching.views.matches import summary_of
from outbox.enums import JobState
from outbox.models import Job

SHOWN = 8


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer
    if viewer.company is not None:
        return render(request, "matching/today_company.html", for_company(viewer.company))
    if viewer.is_desk:
        return render(request, "matching/today_desk.html", for_desk(viewer))
    if viewer.is_registrar:
        return render(request, "matching/today_registrar.html", {"matches": connected_lately()[:SHOWN]})
    if not (viewer.is_system or viewer.is_auditor or viewer.appointment):
        return redirect("companies:company-find")
    return render(request, "matching/today.html")


def for_company(company: Company) -> dict[str, Any]:
    return {
        "company": company,
        "answers": [summary_of(match, company) for match in awaiting_answer(company)],
        "replies": awaiting_reply(company)[:SHOWN],
        "steps": open_steps(company)[:SHOWN],
        "watches": NeedWatch.objects.of_company(company)[:SHOWN],
        "unmet": needs_without_partner(company),
        "completeness": completeness.of(company) if company.state in EDITABLE else None,
    }


def for_desk(viewer: Viewer) -> dict[str, Any]:
    assert viewer.appointment is not None
    queue = queue_for(viewer)
    return {
        "queue_total": queue.count(),
        "longest": longest_waiting(queue),
        "best": queue[:SHOWN],
        "to_verify": Company.objects.awaiting_verification()
        .filter(country=viewer.appointment.agency.country)
        .select_related("location"),
        "introduced": Match.objects.overdue_for_answer().filter(
            corridor__desks__agency=viewer.appointment.agency_id
        ),
        "questions": Question.objects.filter(
            country=viewer.appointment.agency.country, answered_at=None
        ).count(),
        "reports": Report.objects.open().filter(company__country=viewer.appointment.agency.country).count(),
        "stale": Company.objects.stale().filter(country=viewer.appointment.agency.country).count(),
        "may_edit_words": can_edit_words(viewer),
        "dead_jobs": Job.objects.filter(state=JobState.DEAD).count(),
    }
