"""The desk's review: the queue, and one case in the mirror with the bar that decides it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from companies.models import Certificate
from config.lifecycle import MoveNotAllowed
from config.spreadsheets import KINDS, as_file
from matching import exports, lifecycle
from matching.conflicts import conflict_of
from matching.enums import MatchState
from matching.filters import ReviewFilter
from matching.forms import AskFirmForm, ConflictForm, HandOnForm, ParkForm, RejectForm
from matching.handing_on import colleagues
from matching.lines import lined
from matching.mirror import condition_rows, part_rows
from matching.models import CorridorDesk, HeldDecision, Interest, Match, OfficerProposal
from matching.permissions import can_decide, can_read_desk_notes, can_see_review
from matching.queries import (
    cases_seen_by,
    desk_states,
    earlier_decisions,
    exchanges_of,
    history,
    loads_of,
    queue_for,
    rows_of_queue,
)
from matching.similar import similar_to

PAGE = 30
NEAR = 12
# A case fetched ahead stays good for the time in which it is likely to be opened.
AHEAD_SECONDS = 30


def filtered_queue(request: HttpRequest) -> ReviewFilter:
    return ReviewFilter(request.GET, queryset=queue_for(request.viewer), request=request)


def find_case(request: HttpRequest, pk: int) -> Match:
    desks = Prefetch("corridor__desks", CorridorDesk.objects.select_related("agency"))
    match = get_object_or_404(Match.objects.with_parties().prefetch_related(desks), pk=pk)
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
    keys = list(narrowed.qs.values_list("pk", flat=True))
    page = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    page.object_list = rows_of_queue(page.object_list)
    context = {"filter": narrowed, "page_obj": page, "undoable": undoable_by(request)}
    return render(request, "matching/review_queue.html", context)


@login_required
@require_safe
def match_review(request: HttpRequest, pk: int) -> HttpResponse:
    response = show_case(request, find_case(request, pk))
    if request.headers.get("HX-Preloaded"):
        patch_cache_control(response, private=True, max_age=AHEAD_SECONDS)
    return response


@login_required
@require_safe
def match_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Who holds the case and how far it is; 204 while that is what the page already shows."""
    match = find_case(request, pk)
    if request.GET.get("seen") == stamp_of(match):
        return HttpResponse(status=204)
    return show_state(request, match)


def show_state(request: HttpRequest, match: Match) -> HttpResponse:
    return render(request, "matching/_lease.html", state_context(request, match))


def state_context(request: HttpRequest, match: Match) -> dict[str, Any]:
    is_over = not lifecycle.MATCH.allows(match, "approve")
    return {
        "match": match,
        "stamp": stamp_of(match),
        "held_elsewhere": is_undecided_for(request, match),
        "over": next(iter(history(match)), None) if is_over else None,
    }


def stamp_of(match: Match) -> str:
    """Changes whenever the line about holder and state would read differently."""
    holder, decided, held = (
        match.claimed_by_id if match.is_held else 0,
        match.decisions.all(),
        match.held.all(),
    )
    return f"{match.state}-{holder}-{match.handed_to_id or 0}-{len(decided)}-{len(held)}"


def is_undecided_for(request: HttpRequest, match: Match) -> bool:
    """Another desk's decision that can still be undone: told to nobody else yet."""
    own = request.viewer.appointment
    return own is not None and any(held.agency_id not in (None, own.agency_id) for held in match.held.all())


def undoable_by(request: HttpRequest) -> list[HeldDecision]:
    mine = HeldDecision.objects.filter(by=request.user, release_at__gt=timezone.now())
    return list(mine.prefetch_related(Prefetch("match", Match.objects.with_names())))


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
    if request.htmx and (request.method == "GET" or not (refused or forms)):
        response["HX-Push-Url"] = address_of(request, match.pk)
    return response


def case_context(request: HttpRequest, match: Match, refused: MoveNotAllowed | None) -> dict[str, Any]:
    is_in_review = lifecycle.MATCH.allows(match, "approve")
    return (
        place_in_queue(request, match)
        | what_is_known(request, match)
        | what_can_be_done(request, match)
        | state_context(request, match)
        | {
            "refused": refused,
            "what_happened": next(iter(history(match)), None) if refused or not is_in_review else None,
            "undoable": undoable_by(request),
        }
    )


def place_in_queue(request: HttpRequest, match: Match) -> dict[str, Any]:
    order = list(filtered_queue(request).qs.values_list("pk", flat=True))
    position = order.index(match.pk) if match.pk in order else None
    start = max(0, (position or 0) - NEAR // 2)
    return {
        "queue": rows_of_queue(order[start : start + NEAR]),
        "queue_total": len(order),
        "position": None if position is None else position + 1,
        "previous": order[position - 1] if position else None,
        "next": following(order, position),
    }


def following(order: list[int], position: int | None) -> int | None:
    """The case after this one; from a case that has left the queue, the first."""
    if position is None:
        return order[0] if order else None
    return order[position + 1] if position + 1 < len(order) else None


def what_is_known(request: HttpRequest, match: Match) -> dict[str, Any]:
    viewer = request.viewer
    certificates = Certificate.objects.select_related("certification")
    prefetch_related_objects([match.thai, match.japanese], Prefetch("certificates", certificates))
    prefetch_related_objects([match], "decisions__by", "held")
    return {
        "exchanges": lined(match.evidence, exchanges_of(match)),
        "interest": Interest.objects.filter(match=match).prefetch_related("sender", "by").first(),
        "by_hand": OfficerProposal.objects.filter(match=match).prefetch_related("agency", "by").first(),
        "conditions": condition_rows(match.evidence),
        "parts": part_rows(match.evidence),
        "earlier": earlier_decisions(match, viewer),
        "similar": similar_to(match, cases_seen_by(viewer)),
        "load": loads_of(match, viewer),
        "desks": desk_states(match, viewer),
        "questions": match.questions.prefetch_related("company", "agency", "asked_by", "answered_by"),
        "note": note_for(request, match),
    }


def note_for(request: HttpRequest, match: Match) -> str:
    """What an officer wrote with the last decision, for the colleagues of the same desk."""
    written = next((event for event in history(match) if event.move in ("park", "reject")), None)
    is_ours = written is not None and can_read_desk_notes(request.viewer, written.agency_id)
    return match.reason_note if is_ours else ""


def what_can_be_done(request: HttpRequest, match: Match) -> dict[str, Any]:
    is_officer, viewer = can_decide(request.viewer, match), request.viewer
    is_in_review = lifecycle.MATCH.allows(match, "approve")
    conflict = conflict_of(request.user, match) if is_officer else None
    own = viewer.appointment.agency if viewer.appointment else None
    others = colleagues(match, of=request.user, agency=own) if is_officer and own and is_in_review else []
    return {
        "is_officer": is_officer and is_in_review,
        "can_decide": is_officer and is_in_review and conflict is None,
        "conflict": conflict,
        "can_withdraw": is_officer and lifecycle.MATCH.allows(match, "withdraw"),
        "can_conclude": is_officer and match.state == MatchState.CONNECTED,
        "has_colleagues": bool(others),
        "reject_form": RejectForm(),
        "park_form": ParkForm(),
        "question_form": AskFirmForm(match=match),
        "hand_form": HandOnForm(colleagues=others),
        "conflict_form": ConflictForm(match=match),
        "asked": request.GET.get("ask", ""),
    }


def next_in_line(request: HttpRequest, match: Match) -> int | None:
    """Where a decision leads: the case that takes this one's place."""
    order = list(filtered_queue(request).qs.values_list("pk", flat=True))
    position = order.index(match.pk) if match.pk in order else None
    rest = [pk for pk in order if pk != match.pk]
    return rest[min(position or 0, len(rest) - 1)] if rest else None


def address_of(request: HttpRequest, pk: int | None) -> str:
    """With the filters of the queue, so that a reload shows the same place."""
    name, args = ("matching:match-review", [pk]) if pk else ("matching:review-queue", [])
    kept = request.GET.copy()
    kept.pop("ask", None)
    return reverse(name, args=args) + (f"?{kept.urlencode()}" if kept else "")


def to_case(request: HttpRequest, pk: int | None) -> HttpResponseRedirect:
    return redirect(address_of(request, pk))


@login_required
@require_safe
def review_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The queue as it is narrowed, as a file."""
    if kind not in KINDS or not (request.viewer.is_desk or request.viewer.is_auditor):
        raise Http404
    cases = filtered_queue(request).qs.select_related("corridor")
    return as_file(kind, "otagai-review", exports.PAIRS, cases.iterator(chunk_size=500), _("Review"))
