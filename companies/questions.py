"""Asking the desk from any page, and the one answer."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.notices import notify, path_of
from companies.desks import desk_for, tell_desk
from companies.enums import Country
from companies.models import Company, Question
from config.lifecycle import MoveNotAllowed


@transaction.atomic
def ask(*, by: User, company: Company | None, text: str, lang: str, page: str = "") -> Question:
    """A question for the desk of the firm's country; of a person without one, of their language's."""
    own = company.country if company else (Country.JAPAN if by.language == "ja" else Country.THAILAND)
    question = Question.objects.create(
        country=desk_for(own), company=company, asked_by=by, page=page, text=text, lang=lang
    )
    context = {"who": str(by), "company": company.name_roman if company else ""}
    tell_desk(question.country, "question_asked", context, path_of("companies:desk-question-list"))
    return question


@transaction.atomic
def answer(question: Question, *, by: User, text: str, lang: str) -> Question:
    """Answer once; whoever asked is told in the product and by mail."""
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.answered_at is not None:
        raise MoveNotAllowed(question, "answer", "answered")
    question.answer, question.answer_lang = text, lang
    question.answered_by, question.answered_at = by, timezone.now()
    question.save()
    context = {"question": question.text[:200], "answer": text}
    path = path_of("companies:question-list")
    notify(question.asked_by, "companies/notices/question_answered", context, path)
    return question
