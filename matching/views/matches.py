"""A firm's own matches: the list, the sheet to answer, and the connection."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies.models import Company
from config.lifecycle import MoveNotAllowed
from config.spreadsheets import KINDS, as_file
from matching import exports, lifecycle
from matching.announcements import members
from matching.enums import Answer
from matching.forms import AnswerForm, DeclineForm, HandOverForm, MessageForm, StepForm
from matching.interests import may_still_withdraw
from matching.mirror import condition_rows
from matching.models import Interest, Match
from matching.permissions import (
    can_answer,
    can_converse,
    can_hand_over,
    can_read_interest,
    can_see_contacts,
    can_see_match,
    hides_partner,
)
from matching.queries import exchanges_of, matches_of
from matching.responsibility import hand_over, responsible_for

PAGE = 20
# Half a year of a firm that uses its whole quota.
SENT_SHOWN = 30


def find_match(request: HttpRequest, pk: int) -> Match:
    match = get_object_or_404(Match.objects.with_parties(), pk=pk)
    if not can_see_match(request.viewer, match):
        raise Http404
    return match


@login_required
@require_safe
def match_list(request: HttpRequest) -> HttpResponse:
    company = request.viewer.company
    if company is None:
        raise Http404
    page = Paginator(matches_of(company), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [summary_of(match, company) for match in page],
        "interests": [sent_by(interest) for interest in Interest.objects.of_company(company)[:SENT_SHOWN]],
    }
    return render(request, "matching/match_list.html", context)


def sent_by(interest: Interest) -> dict[str, Any]:
    """An expression of interest as its sender's list shows it."""
    return {
        "interest": interest,
        "partner": interest.partner,
        "is_hidden": hides_partner(interest.match, interest.sender),
        "can_withdraw": may_still_withdraw(interest.match),
    }


def summary_of(match: Match, company: Company) -> dict[str, Any]:
    """A match as a firm's lists show it."""
    return {
        "match": match,
        "partner": match.partner_of(company),
        "is_hidden": hides_partner(match, company),
        "answer": match.answer_of(company),
    }


@login_required
@require_safe
def match_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return show_match(request, find_match(request, pk))


def show_match(request: HttpRequest, match: Match, status: int = 200, **changes: object) -> HttpResponse:
    if can_see_contacts(request.viewer, match):
        context, template = connection_context(request, match), "matching/match_connection.html"
    else:
        context, template = sheet_context(request, match), "matching/match_detail.html"
    context |= carried_by(match, request.viewer.company)
    return render(request, template, context | changes, status=status)


def sheet_context(request: HttpRequest, match: Match) -> dict[str, Any]:
    """What a firm may see before both agreed."""
    is_hidden = hides_partner(match, request.viewer.company)
    return summary_of(match, request.viewer.company) | {
        "hidden": match.partner_of(request.viewer.company).pk if is_hidden else None,
        "exchanges": exchanges_of(match),
        "interest": interest_of(request, match),
        "conditions": [] if is_hidden else condition_rows(match.evidence),
        "can_answer": can_answer(request.viewer, match),
        "decline_form": DeclineForm(),
        "asked": request.GET.get("ask", ""),
    }


def connection_context(request: HttpRequest, match: Match) -> dict[str, Any]:
    return {
        "match": match,
        "partner": match.partner_of(request.viewer.company),
        "exchanges": exchanges_of(match),
        "interest": interest_of(request, match),
        "talk": match.conversation.messages.select_related("author", "company"),
        "steps": match.next_steps.select_related("owner", "done_by"),
        "can_converse": can_converse(request.viewer, match),
        "message_form": MessageForm(initial={"lang": get_language()}),
        "step_form": step_form(match),
    }


def interest_of(request: HttpRequest, match: Match) -> Interest | None:
    """The expression of interest it began with, where the reader may read it."""
    found = Interest.objects.filter(match=match).select_related("sender", "by").first()
    return found if found and can_read_interest(request.viewer, found) else None


def carried_by(match: Match, company: Company) -> dict[str, Any]:
    return {"responsible": responsible_for(match, company), "colleagues": members(company)}


def step_form(match: Match, data: object = None) -> StepForm:
    """Only the two firms can owe a step of their match."""
    form = StepForm(data)  # type: ignore[arg-type]
    form.fields["owner"].queryset = Company.objects.filter(pk__in=[match.thai_id, match.japanese_id])  # type: ignore[attr-defined]
    return form


@require_POST
@login_required
def match_answer(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_match(request, pk)
    if not request.viewer.is_owner:
        raise Http404
    form, decline = AnswerForm(request.POST), DeclineForm(request.POST)
    if not form.is_valid():
        return show_match(request, match)
    answer = Answer(form.cleaned_data["answer"])
    if answer == Answer.DECLINED and not decline.is_valid():
        return show_match(request, match, decline_form=decline, asked="decline")
    reasons = decline.cleaned_data if answer == Answer.DECLINED else {}
    try:
        moved = lifecycle.answer(
            match, by=request.user, company=request.viewer.company, answer=answer, **reasons
        )
    except MoveNotAllowed:
        return show_match(request, find_match(request, pk), status=409, came_late=True)
    messages.success(request, what_follows(moved))
    return redirect(moved)


def what_follows(match: Match) -> str:
    if match.contacts_are_open:
        return _("You are connected. Contacts are open and you can write to each other.")
    if match.is_live:
        return _("Thank you. As soon as the other side is interested too, contacts are opened.")
    return _("Thank you for your answer. The other side is told that you do not go on, without your reason.")


@require_POST
@login_required
def match_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a colleague of the caller's own firm responsible."""
    match = find_match(request, pk)
    if not can_hand_over(request.viewer, match):
        raise Http404
    form = HandOverForm(request.POST, colleagues=members(request.viewer.company))
    if not form.is_valid():
        messages.error(request, _("Choose a colleague who works for your company."))
        return redirect(match)
    row = hand_over(match, company=request.viewer.company, to=form.cleaned_data["colleague"], by=request.user)
    messages.success(request, _("%(who)s carries this case now.") % {"who": row.user})
    return redirect(match)


@login_required
@require_safe
def match_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    company = request.viewer.company
    if kind not in KINDS or company is None:
        raise Http404
    columns = exports.own_match_columns(company)
    return as_file(kind, "otagai-matches", columns, matches_of(company), _("Matches"))
