"""The desk reads what firms of its country handed in, and publishes or returns it with reasons."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies import lifecycle
from companies.enums import CompanyState
from companies.exports import firms_in_order, verification_columns
from companies.forms import ReasonForm
from companies.models import Company
from companies.permissions import Viewer, can_verify_company
from companies.querysets import CompanyQuerySet
from config.spreadsheets import KINDS, as_file

LATEST = 12


def firms_of(viewer: Viewer) -> CompanyQuerySet:
    firms = Company.objects.select_related("location").prefetch_related("clusters", "certificates")
    if viewer.is_desk and viewer.appointment:
        return firms.filter(country=viewer.appointment.agency.country)
    if viewer.is_auditor:
        return firms
    raise Http404


@login_required
@require_safe
def verification_list(request: HttpRequest) -> HttpResponse:
    return show_list(request)


@login_required
@require_safe
def verification_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every firm that waits, as a file."""
    firms = firms_of(request.viewer)
    if kind not in KINDS:
        raise Http404
    keys = list(firms.awaiting_verification().values_list("pk", flat=True))
    columns = verification_columns(request.viewer)
    return as_file(kind, "otagai-to-verify", columns, firms_in_order(keys, firms), _("Companies to verify"))


def show_list(request: HttpRequest, refused: tuple[int, ReasonForm] | None = None) -> HttpResponse:
    firms = firms_of(request.viewer)
    waiting = [
        (firm, checklist(firm), refused[1] if refused and refused[0] == firm.pk else ReasonForm())
        for firm in firms.awaiting_verification()
    ]
    context = {
        "waiting": waiting,
        "refused": refused and refused[0],
        "published": firms.published().order_by("-published_at")[:LATEST],
        "suspended": firms.filter(state=CompanyState.SUSPENDED),
        "may_decide": request.viewer.is_desk,
    }
    return render(request, "companies/verification_list.html", context)


def checklist(firm: Company) -> list[tuple[str, str]]:
    """What a desk looks at, with what can be told at sight: met, unmet or unknown."""
    return [
        (_("Registration number given"), "met" if firm.registration_number else "unmet"),
        (_("Profile written"), "met" if firm.profile else "unmet"),
        (_("Contact person and e-mail"), "met" if firm.contact_email and firm.contact_name else "unmet"),
        (_("Cluster chosen"), "met" if firm.clusters.all() else "unmet"),
        (_("Certificates with numbers"), "met" if all_numbered(firm) else "unknown"),
    ]


def all_numbered(firm: Company) -> bool:
    certificates = firm.certificates.all()
    return bool(certificates) and all(certificate.number for certificate in certificates)


def find_firm(request: HttpRequest, pk: int) -> Company:
    firm = get_object_or_404(Company, pk=pk)
    if not can_verify_company(request.viewer, firm):
        raise Http404
    return firm


@require_POST
@login_required
def company_publish(request: HttpRequest, pk: int) -> HttpResponse:
    lifecycle.publish(find_firm(request, pk), by=request.user)
    messages.success(request, _("Published: partners can find the company now."))
    return redirect("companies:verification-list")


@require_POST
@login_required
def company_return(request: HttpRequest, pk: int) -> HttpResponse:
    firm, form = find_firm(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return show_list(request, (firm.pk, form))
    lifecycle.return_with_reasons(firm, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Returned: the company reads your reasons on its page."))
    return redirect("companies:verification-list")


@require_POST
@login_required
def company_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    firm, form = find_firm(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why, so that the company can act on it."))
        return redirect("companies:verification-list")
    lifecycle.suspend(firm, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Suspended: nobody outside sees the company."))
    return redirect("companies:verification-list")
