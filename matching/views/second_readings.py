"""Pairs that a colleague decided, read again by an officer who is not told how."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from config.lifecycle import MoveNotAllowed
from matching import second_readings
from matching.enums import Opinion
from matching.forms import RejectForm
from matching.lines import lined
from matching.mirror import condition_rows, part_rows
from matching.models import SecondReading
from matching.permissions import can_read_again
from matching.queries import exchanges_of

PAGE = 30


@login_required
@require_safe
def second_list(request: HttpRequest) -> HttpResponse:
    """What waits for the officer, and what they read before, with the first decision beside it."""
    refuse_all_but_officers(request)
    given = second_readings.given_by(request.user)
    context = {
        "waiting": second_readings.waiting_for(request.viewer)[:PAGE],
        "page_obj": Paginator(given, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "matching/second_list.html", context)


@login_required
@require_safe
def second_read(request: HttpRequest, pk: int) -> HttpResponse:
    reading = find_reading(request, pk)
    return show(request, reading) if reading else too_late(request)


@require_POST
@login_required
def second_approve(request: HttpRequest, pk: int) -> HttpResponse:
    reading = find_reading(request, pk)
    return give(request, reading, opinion=Opinion.APPROVE) if reading else too_late(request)


@require_POST
@login_required
def second_reject(request: HttpRequest, pk: int) -> HttpResponse:
    reading, form = find_reading(request, pk), RejectForm(request.POST)
    if reading is None:
        return too_late(request)
    if not form.is_valid():
        return show(request, reading, {"reject_form": form, "asked": "reject"})
    return give(request, reading, opinion=Opinion.REJECT, **form.cleaned_data)


@require_POST
@login_required
def second_leave(request: HttpRequest, pk: int) -> HttpResponse:
    reading = find_reading(request, pk)
    if reading is None:
        return too_late(request)
    try:
        second_readings.leave_to_others(reading, viewer=request.viewer, by=request.user)
    except MoveNotAllowed:
        return too_late(request)
    messages.success(request, _("Left to your colleagues."))
    return to_next(request)


def refuse_all_but_officers(request: HttpRequest) -> None:
    if not can_read_again(request.viewer):
        raise Http404


def find_reading(request: HttpRequest, pk: int) -> SecondReading | None:
    """One that waits for this officer, None where a colleague was first; all others do not exist for them."""
    refuse_all_but_officers(request)
    reading = second_readings.waiting_for(request.viewer).filter(pk=pk).first()
    if reading is None and not second_readings.was_taken(request.viewer, pk):
        raise Http404
    return reading


def show(request: HttpRequest, reading: SecondReading, forms: dict[str, Any] | None = None) -> HttpResponse:
    """The evidence as it stood; nothing of state, decisions, notes or later cases."""
    match = reading.match
    context = {
        "reading": reading,
        "match": match,
        "queue": second_readings.waiting_for(request.viewer)[:PAGE],
        "exchanges": lined(match.evidence, exchanges_of(match)),
        "conditions": condition_rows(match.evidence),
        "parts": part_rows(match.evidence),
        "reject_form": RejectForm(),
        "asked": request.GET.get("ask", ""),
    }
    return render(request, "matching/second_read.html", context | (forms or {}))


def give(request: HttpRequest, reading: SecondReading, **opinion: Any) -> HttpResponse:
    try:
        row = second_readings.give(reading, viewer=request.viewer, by=request.user, **opinion)
    except MoveNotAllowed:
        return too_late(request)
    messages.success(request, told(row))
    return to_next(request)


def told(row: SecondReading) -> str:
    if row.agrees:
        return _("Kept. Your colleague decided the same: %(opinion)s.") % {"opinion": row.get_first_display()}
    return _("Kept. Your colleague decided otherwise: %(opinion)s.") % {"opinion": row.get_first_display()}


def too_late(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("A colleague was first. Nothing was kept of your opinion."))
    return redirect("matching:second-list")


def to_next(request: HttpRequest) -> HttpResponse:
    following = second_readings.waiting_for(request.viewer).first()
    if following is None:
        return redirect("matching:second-list")
    return redirect("matching:second-read", following.pk)
