"""Asking the desk from any page, and the desk's list of what was asked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies import questions
from companies.forms import QuestionAnswerForm, QuestionForm
from companies.models import Question
from companies.permissions import can_answer_questions

PAGE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_list(request: HttpRequest) -> HttpResponse:
    """What the person asked and what was answered; the form of every page's foot leads here too."""
    form = QuestionForm(request.POST or None, initial={"page": request.GET.get("page", "")[:300]})
    if request.method == "POST" and form.is_valid():
        lang = get_language() or "en"
        company = request.viewer.company
        questions.ask(by=request.user, company=company, lang=lang, **form.cleaned_data)
        messages.success(request, _("Your question is with the desk. The answer comes here and by mail."))
        return redirect("companies:question-list")
    asked = Question.objects.filter(asked_by=request.user)
    return render(request, "companies/question_list.html", {"form": form, "asked": asked[:PAGE]})


@login_required
@require_safe
def desk_question_list(request: HttpRequest) -> HttpResponse:
    return show_desk_list(request)


def show_desk_list(
    request: HttpRequest, refused: tuple[int, QuestionAnswerForm] | None = None
) -> HttpResponse:
    viewer = request.viewer
    if not (viewer.is_desk and viewer.appointment):
        raise Http404
    asked = Question.objects.filter(country=viewer.appointment.agency.country)
    asked = asked.select_related("asked_by", "company", "answered_by")
    waiting = Paginator(asked.filter(answered_at=None).order_by("id"), PAGE).get_page(request.GET.get("page"))
    rows = [
        (question, refused[1] if refused and refused[0] == question.pk else answer_form(question))
        for question in waiting
    ]
    context = {
        "page_obj": waiting,
        "waiting": rows,
        "refused": refused and refused[0],
        "answered": asked.filter(answered_at__isnull=False).order_by("-answered_at")[:PAGE],
    }
    return render(request, "companies/desk_question_list.html", context)


def answer_form(question: Question, data: QueryDict | None = None) -> QuestionAnswerForm:
    """One of many on the page."""
    return QuestionAnswerForm(data, auto_id=f"answer-{question.pk}-%s")


@require_POST
@login_required
def question_answer(request: HttpRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(Question, pk=pk)
    if not can_answer_questions(request.viewer, question.country):
        raise Http404
    form = answer_form(question, request.POST)
    if not form.is_valid():
        return show_desk_list(request, (question.pk, form))
    lang = get_language() or "en"
    questions.answer(question, by=request.user, text=form.cleaned_data["answer"], lang=lang)
    messages.success(request, _("Answered. Whoever asked is told."))
    return redirect("companies:desk-question-list")
