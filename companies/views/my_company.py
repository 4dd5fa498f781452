"""The owner's workshop: where the firm stands, its one next step, its facts and its words."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies import attention, lifecycle
from companies.enums import CloseReason
from companies.forms import FindCompanyForm, NewCompanyForm
from companies.models import Company
from companies.search.lookalikes import number_in
from companies.views.access import for_owners
from companies.views.joining import waiting_for

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
        "offers": company.offers.standing().prefetch_related("capabilities"),
        "may_write": company.state in lifecycle.WRITES_STATEMENTS,
        "may_edit": company.state in lifecycle.EDITABLE,
        "may_submit": request.viewer.is_owner and lifecycle.COMPANY.allows(company, "submit"),
        "next_step": next_step(company),
        "outcomes": CloseReason.choices,
        "days": VERIFIED_WITHIN_DAYS,
        "attention": attention.of_company(company) if company.is_published else None,
    }
    return render(request, "companies/my_company.html", context)


def next_step(company: Company) -> tuple[str, str, str] | None:
    """What helps most now: a title, an address and the words on the button."""
    edit = reverse("companies:company-edit")
    if not company.profile:
        return _("Tell partners in a few sentences what you do best."), edit, _("Write the profile")
    if not company.contact_email:
        return _("Say whom a partner reaches once both agreed."), edit, _("Add a contact")
    if company.state not in lifecycle.WRITES_STATEMENTS:
        return None
    if not company.offers.standing().exists():
        return (
            _("Say what you offer, and partners can find you."),
            reverse("companies:offer-create"),
            _("Add an offer"),
        )
    if not company.needs.open().exists():
        return (
            _("Say what you look for, and see at once who fits."),
            reverse("companies:need-create"),
            _("Add a need"),
        )
    if not company.certificates.exists():
        return _("Certificates make the first answer easier."), edit, _("Add certificates")
    return None


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
