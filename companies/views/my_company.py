"""The owner's workshop: where the firm stands, its one next step, its facts and its words."""

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies import attention, completeness, freshness, lifecycle
from companies.forms import FindCompanyForm, NewCompanyForm
from companies.models import Company
from companies.search.lookalikes import number_in
from companies.views.access import for_members, for_owners
from companies.views.joining import waiting_for
from companies.working_days import working_days_after

# Working days of the firm's country.
VERIFIED_WITHIN_DAYS = 5


@login_required
@require_safe
def my_company(request: HttpRequest) -> HttpResponse:
    company = request.viewer.company
    if company is None:
        context = {"form": FindCompanyForm(), **waiting_for(request.user)}
        return render(request, "companies/company_find.html", context)
    company.refresh_from_db()
    context = {
        "company": company,
        "needs": company.needs.prefetch_related("capabilities").order_by("state", "-pk"),
        "offers": company.offers.kept().prefetch_related("capabilities"),
        "may_write": company.state in lifecycle.WRITES_STATEMENTS,
        "may_edit": company.state in lifecycle.EDITABLE,
        "may_submit": request.viewer.is_owner and lifecycle.COMPANY.allows(company, "submit"),
        "completeness": completeness.of(company) if company.state in lifecycle.EDITABLE else None,
        "is_ageing": Company.objects.ageing().filter(pk=company.pk).exists(),
        "answer_by": verified_by(company),
        "attention": attention.of_company(company) if company.is_published else None,
    }
    return render(request, "companies/my_company.html", context)


def verified_by(company: Company) -> datetime.date | None:
    """The day the desk promised its answer for, counted from when the firm was handed in."""
    if company.submitted_at is None:
        return None
    return working_days_after(timezone.localdate(company.submitted_at), VERIFIED_WITHIN_DAYS, company.country)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def company_create(request: HttpRequest) -> HttpResponse:
    if request.viewer.company is not None:
        return redirect("companies:my-company")
    form = NewCompanyForm(request.POST or None, initial=first_values(request))
    if request.method == "POST" and form.is_valid():
        company = lifecycle.create_draft(by=request.user, values=form.values)
        if "hand_in" in request.POST and company.profile and company.contact_email:
            return hand_in(request, company)
        messages.success(request, _("Your company is here. Complete it, then hand it in."))
        return redirect("companies:company-edit")
    return render(request, "companies/company_create.html", {"form": form})


def first_values(request: HttpRequest) -> dict[str, str]:
    """What the person typed while looking, in the field it belongs to, and how to reach them."""
    sought = request.GET.get("q", "")[:200]
    values = {"profile_lang": translation.get_language(), "contact_email": request.user.email}  # type: ignore[union-attr]
    if number := number_in(sought):
        return values | {"registration_number": number}
    return values | {"name_roman" if sought.isascii() else "name_native": sought}


@require_POST
@for_owners
def company_submit(request: HttpRequest, company: Company) -> HttpResponse:
    return hand_in(request, company)


def hand_in(request: HttpRequest, company: Company) -> HttpResponse:
    """A firm without a need is led on to its first one."""
    company.refresh_from_db()
    if not company.profile or not company.contact_email:
        messages.error(request, _("Write the profile and a contact e-mail first, then hand it in."))
        return redirect("companies:company-edit")
    lifecycle.submit(company, by=request.user)
    messages.success(request, _("Handed in. You can write offers and needs now."))
    return redirect("companies:my-company" if company.needs.exists() else "companies:need-create")


@require_POST
@for_owners
def company_archive(request: HttpRequest, company: Company) -> HttpResponse:
    """Close the firm's page for good; what was under way with partners ends."""
    lifecycle.archive(company, by=request.user)
    messages.success(request, _("The company is archived: nobody finds it any more."))
    return redirect("companies:my-company")


@require_POST
@for_members
def company_confirm(request: HttpRequest, company: Company) -> HttpResponse:
    freshness.confirm(company, by=request.user)
    messages.success(request, _("Thank you. Your page counts as confirmed today."))
    return redirect("companies:my-company")
