"""Who could answer what is being written, beside its form; scored at once, never stored."""

from typing import Any

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from companies.answers import answers_to
from companies.forms import NeedForm, OfferForm
from companies.models import Company
from companies.views.access import for_members


@require_POST
@for_members
def need_answers(request: HttpRequest, company: Company) -> HttpResponse:
    return part(request, NeedForm(request.POST, company=company))


@require_POST
@for_members
def offer_answers(request: HttpRequest, company: Company) -> HttpResponse:
    return part(request, OfferForm(request.POST, company=company))


@require_POST
@for_members
def need_kind(request: HttpRequest, company: Company) -> HttpResponse:
    return kind_part(request, NeedForm(request.POST, company=company))


@require_POST
@for_members
def offer_kind(request: HttpRequest, company: Company) -> HttpResponse:
    return kind_part(request, OfferForm(request.POST, company=company))


def kind_part(request: HttpRequest, form: NeedForm | OfferForm) -> HttpResponse:
    """The kind as read from the text, unless the author chose one; no fault is found with it yet."""
    form.take_kind_read()
    form.errors.clear()
    return render(request, "companies/_kind.html", {"form": form})


def part(request: HttpRequest, form: NeedForm | OfferForm) -> HttpResponse:
    context = {"form": form, "company": form.company, **with_answers(request, form)}
    return render(request, "companies/_answers.html", context)


def with_answers(request: HttpRequest, form: NeedForm | OfferForm) -> dict[str, Any]:
    """`preview` of who could answer, or `too_often` where this person asked faster than anybody types."""
    if not consume(request, action="look_for_answers", user=request.user):
        return {"too_often": True}
    return {"preview": answers_to(form.tried)}
