"""The desk's review: the queue, and one case in the mirror with the bar that decides it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from config.lifecycle import MoveNotAllowed
from config.spreadsheets import KINDS, as_file
from matching import exports, lifecycle
from matching.enums import MatchState, WithdrawReason
from matching.filters import ReviewFilter
from matching.forms import ConcludeForm, ParkForm, RejectForm
from matching.mirror import condition_rows, part_rows
from matching.models import Interest, Match
from matching.permissions import can_decide, can_see_review
from matching.queries import earlier_decisions, exchanges_of, last_event, live_matches, queue_for

PAGE = 30
NEAR = 12


def filtered_queue(request: HttpRequest) -> ReviewFilter:
    return ReviewFilter(request.GET, queryset=queue_for(request.viewer), request=request)


def find_case(request: HttpRequest, pk: int) -> Match:
    match = get_object_or_404(Match.objects.with_parties().select_related("claimed_by", "reason"), pk=pk)
    if not can_see_review(request.viewer, match):
        raise Http404
    return match


def find_case_to_decide(request: HttpRequest, pk: int) -> Match:
    match = find_case(request, pk)
    if not can_decide(request.viewer, match):
        raise Http404
    return match


@login_required
@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    if not (request.viewer.is_desk or request.viewer.is_auditor):
        raise Http404
    narrowed = filtered_queue(request)
    page = Paginator(narrowed.qs, PAGE).get_page(request.GET.get("page"))
    return render(request, "matching/review_queue.html", {"filter": narrowed, "page_obj": page})


@login_required
@require_safe
def match_review(request: HttpRequest, pk: int) -> HttpResponse:
    return show_case(request, find_case(request, pk))


def show_case(
    request: HttpRequest,
    match: Match,
    *,
    refused: MoveNotAllowed | None = None,
    forms: dict[str, Any] | None = None,
) -> HttpResponse:
    """The whole page, or for htmx the case alone; 409 tells machines that a decision came too late."""
    template = "matching/_case.html" if request.htmx else "matching/match_review.html"
    status = 409 if refused and not request.htmx else 200
    response = render(request, template, case_context(request, match, refused) | (forms or {}), status=status)
    if request.htmx and request.method == "GET":
        response["HX-Push-Url"] = request.get_full_path()
    return response


def case_context(request: HttpRequest, match: Match, refused: MoveNotAllowed | None) -> dict[str, Any]:
    queue = list(filtered_queue(request).qs)
    order = [case.pk for case in queue]
    position = order.index(match.pk) if match.pk in order else None
    start = max(0, (position or 0) - NEAR // 2)
    return {
        "match": match,
        "exchanges": exchanges_of(match),
        "interest": Interest.objects.filter(match=match).select_related("sender", "by").first(),
        "conditions": condition_rows(match.evidence),
        "parts": part_rows(match.evidence),
        "earlier": earlier_decisions(match),
        "load": {"thai": live_matches(match.thai), "japanese": live_matches(match.japanese)},
        "queue": queue[start : start + NEAR],
        "queue_total": len(queue),
        "position": None if position is None else position + 1,
        "previous": order[position - 1] if position else None,
        "next": following(order, position, match.pk),
        "can_decide": can_decide(request.viewer, match) and lifecycle.MATCH.allows(match, "approve"),
        "can_withdraw": can_decide(request.viewer, match) and lifecycle.MATCH.allows(match, "withdraw"),
        "can_conclude": can_decide(request.viewer, match) and match.state == MatchState.CONNECTED,
        "reject_form": RejectForm(),
        "park_form": ParkForm(),
        "asked": request.GET.get("ask", ""),
        "refused": refused,
        "what_happened": last_event(match)
        if refused or not lifecycle.MATCH.allows(match, "approve")
        else None,
    }


def following(order: list[int], position: int | None, current: int) -> int | None:
    """The case after this one; from a case that has left the queue, the first."""
    if position is None:
        return order[0] if order else None
    return order[position + 1] if position + 1 < len(order) else None


def decide(
    request: HttpRequest, match: Match, move: Callable[[], Match], said: Callable[[Match], str]
) -> HttpResponse:
    """Make the move and go on to the next case, or show what somebody else did first."""
    after = next_in_line(request, match)
    try:
        moved = move()
    except MoveNotAllowed as refusal:
        return show_case(request, find_case(request, match.pk), refused=refusal)
    messages.success(request, said(moved))
    return to_case(request, after)


def next_in_line(request: HttpRequest, match: Match) -> int | None:
    order = list(filtered_queue(request).qs.values_list("pk", flat=True))
    position = order.index(match.pk) if match.pk in order else None
    rest = [pk for pk in order if pk != match.pk]
    if not rest:
        return None
    return rest[min(position or 0, len(rest) - 1)]


def to_case(request: HttpRequest, pk: int | None) -> HttpResponseRedirect:
    name, args = ("matching:match-review", [pk]) if pk else ("matching:review-queue", [])
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse(name, args=args) + query)


@require_POST
@login_required
def match_claim(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_case_to_decide(request, pk)
    lifecycle.claim(match, by=request.user)
    match = find_case(request, pk)
    if request.htmx:
        return render(request, "matching/_lease.html", {"match": match})
    return to_case(request, pk)


@require_POST
@login_required
def match_approve(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_case_to_decide(request, pk)
    agency = request.viewer.appointment.agency
    return decide(
        request,
        match,
        lambda: lifecycle.approve(match, by=request.user, agency=agency),
        lambda moved: (
            _("Approved: both companies have been told and can answer.")
            if moved.introduced_at
            else _("Approved: the other desk of this corridor decides next.")
        ),
    )


@require_POST
@login_required
def match_reject(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_case_to_decide(request, pk)
    form = RejectForm(request.POST)
    if not form.is_valid():
        return show_case(request, match, forms={"reject_form": form, "asked": "reject"})
    details = {"reason": form.cleaned_data["reason"], "note": form.cleaned_data["note"]}
    return decide(
        request,
        match,
        lambda: lifecycle.reject(match, by=request.user, **details),
        lambda moved: _("Rejected: the reason is on record."),
    )


@require_POST
@login_required
def match_park(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_case_to_decide(request, pk)
    form = ParkForm(request.POST)
    if not form.is_valid():
        return show_case(request, match, forms={"park_form": form, "asked": "park"})
    return decide(
        request,
        match,
        lambda: lifecycle.park(match, by=request.user, **form.cleaned_data),
        lambda moved: _("Parked: it returns to the queue on its date."),
    )


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


@login_required
@require_safe
def review_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The queue as it is narrowed, as a file."""
    if kind not in KINDS or not (request.viewer.is_desk or request.viewer.is_auditor):
        raise Http404
    cases = filtered_queue(request).qs.select_related("corridor")
    return as_file(kind, "otagai-review", exports.PAIRS, cases.iterator(chunk_size=500), _("Review"))
