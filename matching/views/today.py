"""What waits for the person who signs in, by the capacity they act in."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from companies import completeness
from companies.lifecycle import EDITABLE
from companies.models import Company, Question, Report
from companies.models.company import HEAVY
from companies.permissions import Viewer, can_edit_words
from matching import visits
from matching.models import Match, NeedWatch
from matching.queries import (
    about_to_lapse,
    awaiting_answer,
    awaiting_reply,
    cases_of_officer,
    cases_seen_by,
    connected_lately,
    firm_questions_of,
    needs_to_check,
    needs_without_partner,
    open_steps,
    overdue_steps,
    queue_for,
    rows_of_queue,
)
from matching.second_readings import waiting_for
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
    context = {"dead_jobs": dead_jobs()} if viewer.is_system else {}
    return render(request, "matching/today.html", context)


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
    agency = viewer.appointment.agency
    queue = queue_for(viewer).order_by("proposed_at", "id")
    waiting = list(queue.values_list("pk", "waits_for_firm"))
    free_first = [pk for pk, _waits in sorted(waiting, key=lambda row: row[1])]
    own = Company.objects.filter(country=agency.country)
    seen = cases_seen_by(viewer)
    return {
        "news": visits.news_for(viewer, visits.look_in(viewer.user)),
        "mine": cases_of_officer(viewer)[:SHOWN],
        "queue_total": len(waiting),
        "longest": Match.objects.filter(pk__in=[pk for pk, _waits in waiting[:1]]).defer("evidence").first(),
        "oldest": rows_of_queue(free_first[:SHOWN]),
        "to_verify": own.awaiting_verification().select_related("location").defer(*HEAVY)[:SHOWN],
        "to_verify_total": own.awaiting_verification().count(),
        "needs": needs_to_check(agency.country)[:SHOWN],
        "overdue": overdue_steps(seen)[:SHOWN],
        "lapsing": about_to_lapse(seen)[:SHOWN],
        "second": waiting_for(viewer).count(),
        "asked": firm_questions_of(viewer)[:SHOWN],
        "questions": Question.objects.filter(country=agency.country, answered_at=None).count(),
        "reports": Report.objects.open().filter(company__country=agency.country).count(),
        "stale": own.stale().count(),
        "may_edit_words": can_edit_words(viewer),
        "dead_jobs": dead_jobs(),
    }


def dead_jobs() -> int:
    return Job.objects.filter(state=JobState.DEAD).count()
