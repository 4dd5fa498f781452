"""When the clock runs which corridor, and why a firm gets nothing from the runs."""

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from companies.models import Company
from companies.permissions import can_see_company
from companies.search.lookalikes import candidates
from matching import scheduling
from matching.forms import ScheduleForm
from matching.models import Corridor
from matching.permissions import can_run_corridor, can_see_runs, can_start_runs
from matching.shortfall import shortfall_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def run_schedule(request: HttpRequest) -> HttpResponse:
    """One form for each corridor of the desk; the button says which one is saved."""
    if not can_start_runs(request.viewer):
        raise PermissionDenied
    corridors = Corridor.objects.open().filter(desks__agency=request.viewer.appointment.agency)
    saved = get_object_or_404(corridors, code=request.POST.get("corridor")) if request.POST else None
    forms = [
        (corridor, ScheduleForm(request.POST if corridor == saved else None, corridor=corridor))
        for corridor in corridors
    ]
    for corridor, form in forms:
        if corridor == saved and form.is_valid() and can_run_corridor(request.viewer, corridor):
            scheduling.set_schedule(corridor, by=request.user, **form.cleaned_data)
            messages.success(request, _("The schedule of %(corridor)s is saved.") % {"corridor": corridor})
            return redirect("matching:run-schedule")
    now = timezone.now()
    rows = [(corridor, form, next_of(corridor, now)) for corridor, form in forms]
    return render(request, "matching/run_schedule.html", {"rows": rows}, status=422 if saved else 200)


def next_of(corridor: Corridor, now: datetime.datetime) -> datetime.datetime | None:
    schedule = getattr(corridor, "schedule", None)
    return scheduling.next_due(schedule, now) if schedule else None


@login_required
@require_safe
def run_why(request: HttpRequest) -> HttpResponse:
    """A firm is named, and the page says what stands between it and a proposal."""
    if not can_see_runs(request.viewer):
        raise PermissionDenied
    query, slug = request.GET.get("q", "").strip()[:200], request.GET.get("firm", "")
    found = [hit.company for hit in candidates(query)] if query else []
    found = [firm for firm in found if can_see_company(request.viewer, firm)]
    firm = get_object_or_404(Company, slug=slug) if slug else None
    if firm is not None and not can_see_company(request.viewer, firm):
        raise PermissionDenied
    context = {"query": query, "found": found, "answer": shortfall_of(firm) if firm else None}
    return render(request, "matching/run_why.html", context)
