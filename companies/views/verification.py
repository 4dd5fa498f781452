"""The desk reads what firms of its country handed in, and publishes or returns it with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies import checks, lifecycle
from companies.enums import Check, CompanyState, NeedState
from companies.exports import firms_in_order, verification_columns
from companies.forms import ReasonForm, ReturnForm, SuspendForm
from companies.forms.leaks import Leak, leaks_in
from companies.models import Company, CompanyCheck, DeskEntry, Need
from companies.models.company import HEAVY
from companies.permissions import Viewer, can_verify_company
from companies.querysets import CompanyQuerySet
from companies.registration import is_plausible
from companies.search.changes import current_shelf
from companies.search.lookalikes import Candidate, alike_to_each
from config.spreadsheets import KINDS, as_file

LATEST = 12
# Each with its checklist and forms: an officer works through them one by one.
PER_PAGE = 8


def firms_of(viewer: Viewer) -> CompanyQuerySet:
    firms = Company.objects.select_related("location").defer(*HEAVY)
    firms = firms.prefetch_related("clusters", "certificates")
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
    rows = firms_in_order(request.viewer, keys, firms)
    return as_file(kind, "otagai-to-verify", columns, rows, _("Companies to verify"))


def show_list(request: HttpRequest, refused: tuple[int, ReasonForm] | None = None) -> HttpResponse:
    firms = firms_of(request.viewer)
    entries = Prefetch(
        "desk_entries", DeskEntry.objects.unconfirmed().select_related("by", "agency"), to_attr="unconfirmed"
    )
    queue = firms.awaiting_verification().prefetch_related("checks__by", entries)
    page = Paginator(queue, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    alike, needs, shelf = alike_to_each(shown), anonymous_needs(shown), current_shelf()
    waiting = [
        waiting_firm(
            firm,
            refused[1] if refused and refused[0] == firm.pk else return_form(firm),
            alike[firm.pk],
            [leak for text in needs[firm.pk] for leak in leaks_in(text, firm, shelf)],
        )
        for firm in shown
    ]
    context = {
        "waiting": waiting,
        "page_obj": page,
        "refused": refused and refused[0],
        "published": [
            (firm, refused[1] if refused and refused[0] == firm.pk else suspend_form(firm))
            for firm in lately_published(firms, refused and refused[0])
        ],
        "stale": firms.stale().order_by("confirmed_at", "pk")[:LATEST],
        "stale_total": firms.stale().count(),
        "suspended": firms.filter(state=CompanyState.SUSPENDED),
        "may_decide": request.viewer.is_desk,
    }
    return render(request, "companies/verification_list.html", context)


def lately_published(firms: CompanyQuerySet, refused: int | None) -> CompanyQuerySet:
    """The latest, and the one whose form comes back, however old."""
    latest = list(firms.published().order_by("-published_at").values_list("pk", flat=True)[:LATEST])
    return firms.published().filter(pk__in=[*latest, refused or 0]).order_by("-published_at")


def suspend_form(firm: Company, data: QueryDict | None = None) -> SuspendForm:
    """One of many on the page."""
    return SuspendForm(data, auto_id=f"suspend-{firm.pk}-%s")


def return_form(firm: Company, data: QueryDict | None = None) -> ReturnForm:
    """One of many on the page."""
    return ReturnForm(data, auto_id=f"return-{firm.pk}-%s")


@dataclass(frozen=True)
class Line:
    """One line of the checklist: what can be told at sight, and who ticked it."""

    code: Check
    sign: str
    ticked: CompanyCheck | None


@dataclass(frozen=True)
class WaitingFirm:
    company: Company
    facts: list[tuple[str, str]]
    lines: list[Line]
    alike: list[Candidate]
    leaks: list[Leak]
    form: ReasonForm


def waiting_firm(firm: Company, form: ReasonForm, alike: list[Candidate], leaks: list[Leak]) -> WaitingFirm:
    """`leaks`: what in its anonymous needs tells who the firm is."""
    signs = signs_of(firm, alike, leaks)
    ticked = {check.code: check for check in firm.checks.all() if check.taken_back_at is None}
    lines = [Line(code, signs[code], ticked.get(code)) for code in Check]
    return WaitingFirm(firm, facts_given(firm), lines, alike, leaks, form)


def anonymous_needs(firms: Sequence[Company]) -> dict[int, list[str]]:
    """Firm -> the texts of its anonymous needs."""
    found: dict[int, list[str]] = {firm.pk: [] for firm in firms}
    needs = Need.objects.filter(company__in=firms, is_anonymous=True).exclude(state=NeedState.CLOSED)
    for company, text in needs.values_list("company_id", "text"):
        found[company].append(text)
    return found


def signs_of(firm: Company, alike: list[Candidate], leaks: list[Leak]) -> dict[Check, str]:
    """Met, unmet or unknown: only a person can say the rest."""
    number = firm.registration_number
    is_right = is_plausible(firm.country, number) if number else False
    return dict.fromkeys(Check, "unknown") | {
        Check.NUMBER: "met" if is_right else "unmet",
        Check.DUPLICATES: "unmet" if alike else "met",
        Check.LEAKS: "unmet" if leaks else "met",
        Check.WEBSITE: "unknown" if firm.website else "unmet",
        Check.CONTACT: "unknown" if firm.contact_email or firm.contact_phone else "unmet",
    }


def facts_given(firm: Company) -> list[tuple[str, str]]:
    """What the page can tell at sight: met, unmet or unknown."""
    return [
        (_("Profile written"), "met" if firm.profile else "unmet"),
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
def company_checks(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is ticked; publishing is another step."""
    firm = find_firm(request, pk)
    checks.set_checks(firm, by=request.user, codes=set(request.POST.getlist("check")) & set(Check.values))
    messages.success(request, _("Saved: your colleagues see what you looked at."))
    return redirect(f"{reverse('companies:verification-list')}#company-{firm.pk}")


@require_POST
@login_required
def company_return(request: HttpRequest, pk: int) -> HttpResponse:
    firm = find_firm(request, pk)
    form = return_form(firm, request.POST)
    if not form.is_valid():
        return show_list(request, (firm.pk, form))
    lifecycle.return_with_reasons(firm, by=request.user, **form.cleaned_data)
    messages.success(request, _("Returned: the company reads your reasons on its page."))
    return redirect("companies:verification-list")


@require_POST
@login_required
def company_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    firm = find_firm(request, pk)
    form = suspend_form(firm, request.POST)
    if not form.is_valid():
        return show_list(request, (firm.pk, form))
    lifecycle.suspend(firm, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Suspended: nobody outside sees the company."))
    return redirect("companies:verification-list")
