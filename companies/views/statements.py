"""Offers and needs: the form of both, and the moves of each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from companies import lifecycle
from companies.enums import NeedState
from companies.forms import CloseForm, NeedForm, OfferForm, RenewForm
from companies.models import Capability, Company, Need, Offer
from companies.queries import partners_of
from companies.views.access import for_members, for_owners, with_version
from companies.views.answers import with_answers
from config.templatetags.otagai import day

SHOW, LOOK = "open", "look"


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def offer_create(request: HttpRequest, company: Company) -> HttpResponse:
    return edit_offer(request, company, None)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def offer_edit(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    return edit_offer(request, company, get_object_or_404(company.offers.kept(), pk=pk))


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def need_create(request: HttpRequest, company: Company) -> HttpResponse:
    return edit_need(request, company, None)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def need_edit(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    return edit_need(request, company, get_object_or_404(standing_needs(company), pk=pk))


def edit_offer(request: HttpRequest, company: Company, offer: Offer | None) -> HttpResponse:
    form = OfferForm(request.POST or None, instance=offer, company=company)
    if request.POST.get("then") == LOOK:
        return show(request, form, looks=True)
    if request.method != "POST" or not form.is_valid():
        return show(request, form)
    try:
        lifecycle.save_offer(
            company, by=request.user, values=form.values, offer=offer, version=form.cleaned_data["version"]
        )
    except lifecycle.EditConflict as conflict:
        return show(request, form, theirs=conflict.row)
    messages.success(request, _("Your offer is saved. Partners are being looked for."))
    return redirect("companies:my-company")


def edit_need(request: HttpRequest, company: Company, need: Need | None) -> HttpResponse:
    form = NeedForm(request.POST or None, instance=need, company=company)
    if request.POST.get("then") == LOOK:
        return show(request, form, looks=True)
    if request.method != "POST" or not form.is_valid():
        return show(request, form)
    try:
        saved = lifecycle.save_need(
            company, by=request.user, values=form.values, need=need, version=form.cleaned_data["version"]
        )
    except lifecycle.EditConflict as conflict:
        return show(request, form, theirs=conflict.row)
    if request.POST.get("then") != SHOW:
        messages.success(request, _("Your need is saved."))
        return redirect("companies:my-company")
    return open_and_look(request, saved)


def open_and_look(request: HttpRequest, need: Need) -> HttpResponseRedirect:
    if need.state != NeedState.OPEN:
        lifecycle.open_need(need, by=request.user)
    messages.success(request, _("Your need is open. These are the partners that fit."))
    return redirect(f"{reverse('matching:suggestion-list')}#need-{need.pk}")


def show(
    request: HttpRequest, form: NeedForm | OfferForm, theirs: Any = None, *, looks: bool = False
) -> HttpResponse:
    """The form as typed; after a conflict beside what somebody else saved, ready to be saved over it.

    `looks` shows who could answer and finds no fault yet.
    """
    if theirs is not None:
        form.data = with_version(request, theirs.version)
    context = {"form": form, "theirs": theirs, "trades": capabilities_by_root(), "company": form.company}
    form.take_kind_read()
    if looks:
        form.errors.clear()
        context |= with_answers(request, form)
    return render(request, "companies/statement_form.html", context, status=409 if theirs else 200)


def capabilities_by_root() -> list[tuple[Capability, list[Capability]]]:
    """For the menu that works without scripts: the tree, by its roots in the reader's language."""
    rows = list(Capability.objects.order_by("pk"))
    by_key = {row.pk: row for row in rows}
    groups: dict[int, list[Capability]] = {row.pk: [] for row in rows if row.parent_id is None}
    for row in rows:
        root = row
        while root.parent_id:
            root = by_key[root.parent_id]
        groups[root.pk].append(row)
    return [(by_key[key], sorted(found, key=lambda row: row.name)) for key, found in groups.items()]


def standing_needs(company: Company) -> Any:
    return company.needs.exclude(state=NeedState.CLOSED)


@require_POST
@for_members
def offer_withdraw(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    lifecycle.withdraw_offer(get_object_or_404(company.offers, pk=pk), by=request.user)
    messages.success(request, _("The offer is withdrawn."))
    return redirect("companies:my-company")


@require_POST
@for_members
def need_open(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    need = get_object_or_404(company.needs, pk=pk)
    lifecycle.open_need(need, by=request.user)
    messages.success(request, _("Your need is open. These are the partners that fit."))
    return redirect(f"{reverse('matching:suggestion-list')}#need-{need.pk}")


@require_POST
@for_members
def need_pause(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    lifecycle.pause_need(get_object_or_404(company.needs, pk=pk), by=request.user)
    messages.success(request, _("The need is paused: nobody is proposed for it until you open it again."))
    return redirect("companies:my-company")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def need_renew(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    """The page a reminder leads to: renew, pause or close. A link never acts; its buttons do."""
    need = get_object_or_404(standing_needs(company).exclude(state=NeedState.DRAFT), pk=pk)
    form = RenewForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "companies/need_renew.html", {"need": need, "form": form})
    until = form.cleaned_data["open_until"]
    lifecycle.renew_need(need, by=request.user, until=until)
    messages.success(request, _("The need is open until %(day)s.") % {"day": day(until)})
    return redirect(f"{reverse('companies:my-company')}#need-{need.pk}")


@for_owners
@require_http_methods(["GET", "HEAD", "POST"])
def need_close(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    need = get_object_or_404(standing_needs(company), pk=pk)
    form = CloseForm(request.POST or None, partners=partners_of(company))
    if request.method != "POST" or not form.is_valid():
        return render(request, "companies/need_close.html", {"need": need, "form": form})
    lifecycle.close_need(need, by=request.user, **form.cleaned_data)
    messages.success(request, _("The need is closed."))
    return redirect("companies:my-company")


@require_POST
@for_members
def offer_pause(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    lifecycle.pause_offer(get_object_or_404(company.offers, pk=pk), by=request.user)
    messages.success(request, _("The offer is paused: nobody finds it until you resume it."))
    return redirect("companies:my-company")


@require_POST
@for_members
def offer_resume(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    lifecycle.resume_offer(get_object_or_404(company.offers, pk=pk), by=request.user)
    messages.success(request, _("The offer is shown again."))
    return redirect("companies:my-company")
