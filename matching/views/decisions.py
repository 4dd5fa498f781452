"""What an officer does with a case in review, and taking it back for ten seconds."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config.lifecycle import MoveNotAllowed
from matching import lifecycle
from matching.enums import MatchState, WithdrawReason
from matching.forms import ConcludeForm, ParkForm, RejectForm
from matching.models import HeldDecision, Match
from matching.views.review import (
    find_case,
    find_case_to_decide,
    next_in_line,
    show_case,
    show_state,
    to_case,
)

Move = Callable[[], Match]
MOST_UNDONE = 50


def decide(
    request: HttpRequest, match: Match, move: Move, said: Callable[[Match], str] | None = None
) -> HttpResponse:
    """Make the move and go on to the next case, or show what somebody else did first."""
    after = next_in_line(request, match)
    try:
        moved = move()
    except MoveNotAllowed as refusal:
        return show_case(request, find_case(request, match.pk), refused=refusal)
    if said is not None:
        messages.success(request, said(moved))
    return go_on(request, after)


def go_on(request: HttpRequest, pk: int | None) -> HttpResponse:
    """The next case in the answer itself, already in the officer's hands; without htmx by its address."""
    if pk is None or not request.htmx:
        response = to_case(request, pk)
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": response["Location"]})
        return response
    match = find_case(request, pk)
    lifecycle.claim(match, by=request.user)
    match.refresh_from_db(fields=["state", "claimed_by", "claimed_until", "handed_to"])
    return show_case(request, match)


@require_POST
@login_required
def match_claim(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_case_to_decide(request, pk)
    lifecycle.claim(match, by=request.user)
    if request.htmx:
        return show_state(request, find_case(request, pk))
    return to_case(request, pk)


@require_POST
@login_required
def match_approve(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_case_to_decide(request, pk)
    agency = request.viewer.appointment.agency
    return decide(request, match, lambda: lifecycle.approve(match, by=request.user, agency=agency))


@require_POST
@login_required
def match_reject(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_case_to_decide(request, pk)
    form = RejectForm(request.POST)
    if not form.is_valid():
        return show_case(request, match, forms={"reject_form": form, "asked": "reject"})
    agency = request.viewer.appointment.agency
    return decide(
        request,
        match,
        lambda: lifecycle.reject(match, by=request.user, agency=agency, **form.cleaned_data),
    )


@require_POST
@login_required
def match_park(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_case_to_decide(request, pk)
    form = ParkForm(request.POST)
    if not form.is_valid():
        return show_case(request, match, forms={"park_form": form, "asked": "park"})
    agency = request.viewer.appointment.agency
    return decide(
        request, match, lambda: lifecycle.park(match, by=request.user, agency=agency, **form.cleaned_data)
    )


@require_POST
@login_required
def decision_undo(request: HttpRequest) -> HttpResponse:
    """Take back one or more of one's own decisions; leads to the first case that is back."""
    if not request.viewer.is_desk:
        raise Http404
    keys = [key for key in request.POST.getlist("held")[:MOST_UNDONE] if key.isdecimal()]
    rows = HeldDecision.objects.filter(pk__in=keys, by=request.user)
    undone = [match for match in (undone_or_none(row, request) for row in rows) if match]
    if len(undone) < len(keys) or not keys:
        messages.error(
            request, _("Too late to undo: the decision has been announced or the case has moved on.")
        )
    if undone:
        messages.success(request, _("Undone. Nobody was told; the case is in your hands again."))
        return go_on(request, undone[0].pk)
    return HttpResponse(headers={"HX-Refresh": "true"}) if request.htmx else redirect("matching:review-queue")


def undone_or_none(row: HeldDecision, request: HttpRequest) -> Match | None:
    try:
        return lifecycle.undo(row, by=request.user)
    except MoveNotAllowed:
        return None


@require_POST
@login_required
def match_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_case_to_decide(request, pk)
    return decide(
        request,
        match,
        lambda: lifecycle.withdraw(match, by=request.user, reason=WithdrawReason.DESK),
        lambda moved: _("Withdrawn: those who knew of it have been told."),
    )


@require_POST
@login_required
def match_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """End a connection that led to nothing; an agreement ends it by its last signature."""
    match = find_case_to_decide(request, pk)
    form = ConcludeForm(request.POST)
    if not form.is_valid():
        return show_case(request, match)
    outcome = MatchState(form.cleaned_data["outcome"])
    return decide(
        request,
        match,
        lambda: lifecycle.conclude(match, by=request.user, outcome=outcome),
        lambda moved: _("Closed: both companies have been told."),
    )
