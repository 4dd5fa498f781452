"""Giving a case to a colleague, asking a firm first, and one's conflicts of interest."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies.models import Company
from companies.search.lookalikes import candidates
from config.lifecycle import MoveNotAllowed
from matching import conflicts, firm_questions
from matching.forms import AskFirmForm, ConflictForm, FirmAnswerForm, HandOnForm
from matching.handing_on import colleagues, hand_on
from matching.models import ConflictOfInterest, FirmQuestion, Match
from matching.permissions import (
    can_answer_firm_question,
    can_decide,
    can_read_firm_question,
    can_see_conflicts,
)
from matching.views.decisions import decide
from matching.views.review import find_case, find_case_to_decide, show_case, to_case


@require_POST
@login_required
def match_hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_case_to_decide(request, pk)
    agency = request.viewer.appointment.agency
    form = HandOnForm(request.POST, colleagues=colleagues(match, of=request.user, agency=agency))
    if not form.is_valid():
        return show_case(request, match, forms={"hand_form": form, "asked": "hand"})
    to = form.cleaned_data["colleague"]
    return decide(
        request,
        match,
        lambda: hand_on(match, to=to, by=request.user, agency=agency),
        lambda moved: (
            _("%(who)s has been told and finds the case under “My cases”.") % {"who": moved.handed_to}
        ),
    )


@require_POST
@login_required
def match_ask(request: HttpRequest, pk: int) -> HttpResponse:
    match = find_case_to_decide(request, pk)
    form = AskFirmForm(request.POST, match=match)
    if not form.is_valid():
        return show_case(request, match, forms={"question_form": form, "asked": "question"})
    firm = form.cleaned_data["company"]
    if obstacle := why_not_asked(match, firm):
        form.add_error("company", obstacle)
        return show_case(request, match, forms={"question_form": form, "asked": "question"})
    agency = request.viewer.appointment.agency
    return decide(
        request,
        match,
        lambda: firm_questions.ask(match, by=request.user, agency=agency, **form.cleaned_data).match,
        lambda moved: (
            _("Asked: %(company)s is told by notice and mail. The case waits at the end of the queue.")
            % {"company": firm.name_for_reader}
        ),
    )


def why_not_asked(match: Match, firm: Company) -> str:
    if not firm_questions.owners(firm):
        return _("This company has no owner who could answer. Ask it outside the product.")
    if match.questions.waiting().filter(company=firm).exists():
        return _("A question to this company is still open.")
    return ""


@require_POST
@login_required
def question_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(FirmQuestion.objects.select_related("match"), pk=pk)
    if not can_decide(request.viewer, question.match):
        raise Http404
    try:
        firm_questions.take_back(question, by=request.user, agency=request.viewer.appointment.agency)
        messages.success(request, _("Taken back: the case no longer waits for the company."))
    except MoveNotAllowed:
        messages.error(request, _("This question no longer waits: it was answered or the case was decided."))
    return to_case(request, question.match_id)


def find_question(request: HttpRequest, pk: int) -> FirmQuestion:
    question = get_object_or_404(FirmQuestion.objects.select_related("match", "company", "agency"), pk=pk)
    if not can_read_firm_question(request.viewer, question):
        raise Http404
    return question


@login_required
@require_safe
def firm_question(request: HttpRequest, pk: int) -> HttpResponse:
    """The firm's page of one question: its owners answer, its editors read."""
    form = FirmAnswerForm(initial={"lang": get_language()})
    return show_question(request, find_question(request, pk), form)


def show_question(
    request: HttpRequest, question: FirmQuestion, form: FirmAnswerForm, *, came_late: bool = False
) -> HttpResponse:
    may_answer = can_answer_firm_question(request.viewer, question)
    context = {"question": question, "form": form, "may_answer": may_answer, "came_late": came_late}
    return render(request, "matching/firm_question.html", context, status=409 if came_late else 200)


@require_POST
@login_required
def firm_question_answer(request: HttpRequest, pk: int) -> HttpResponse:
    question = find_question(request, pk)
    if not can_answer_firm_question(request.viewer, question):
        raise Http404
    form = FirmAnswerForm(request.POST)
    if not form.is_valid():
        return show_question(request, question, form)
    try:
        firm_questions.answer(question, by=request.user, **form.cleaned_data)
    except MoveNotAllowed:
        return show_question(request, question, form, came_late=True)
    messages.success(request, _("Thank you. The desk has your answer."))
    return redirect("matching:firm-question", pk)


@require_POST
@login_required
def match_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a conflict with one of the two firms; the case stays open to be handed to a colleague."""
    match = find_case_to_decide(request, pk)
    form = ConflictForm(request.POST, match=match)
    if not form.is_valid():
        return show_case(request, match, forms={"conflict_form": form, "asked": "conflict"})
    conflicts.declare(form.cleaned_data["company"], by=request.user, note=form.cleaned_data["note"])
    messages.success(request, _("Declared. Colleagues decide on the cases of this company from now on."))
    return show_case(request, find_case(request, pk)) if request.htmx else to_case(request, pk)


@login_required
@require_safe
def conflict_list(request: HttpRequest) -> HttpResponse:
    return show_conflicts(request, ConflictForm())


@require_POST
@login_required
def conflict_declare(request: HttpRequest) -> HttpResponse:
    if not request.viewer.is_desk:
        raise Http404
    form = ConflictForm(request.POST)
    if not form.is_valid():
        return show_conflicts(request, form)
    conflicts.declare(form.cleaned_data["company"], by=request.user, note=form.cleaned_data["note"])
    messages.success(request, _("Declared. Colleagues decide on the cases of this company from now on."))
    return redirect("matching:conflict-list")


def show_conflicts(request: HttpRequest, form: ConflictForm) -> HttpResponse:
    """One's own conflicts, with a search to declare one, and those of the desk's colleagues."""
    if not can_see_conflicts(request.viewer):
        raise Http404
    query = request.GET.get("q", "").strip()[:200]
    standing = ConflictOfInterest.objects.standing().select_related("company__location", "user")
    context = {
        "form": form,
        "q": query,
        "own": standing.filter(user=request.user),
        "others": conflicts_of_desk(request, standing).exclude(user=request.user),
        "found": candidates(query) if query and request.viewer.is_desk else [],
    }
    return render(request, "matching/conflict_list.html", context)


def conflicts_of_desk(request: HttpRequest, standing: Any) -> Any:
    if request.viewer.is_auditor:
        return standing
    agency = request.viewer.appointment.agency_id
    people = {"user__appointments__agency": agency, "user__appointments__ended_at__isnull": True}
    return standing.filter(**people).distinct()


@require_POST
@login_required
def conflict_end(request: HttpRequest, pk: int) -> HttpResponse:
    conflict = get_object_or_404(ConflictOfInterest, pk=pk, user=request.user)
    if not request.viewer.is_desk:
        raise Http404
    conflicts.end(conflict, by=request.user)
    messages.success(request, _("Ended. You may decide on the cases of this company again."))
    return redirect("matching:conflict-list")
