"""Reporting a firm to the desk, and keeping apart from it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies import blocks, reports
from companies.enums import ReportReason
from companies.forms import DecisionForm, ReportForm
from companies.models import Company, Report
from companies.permissions import can_block, can_decide_reports, can_report
from companies.querysets import ReportQuerySet
from companies.views.access import for_owners

LATEST = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def company_report(request: HttpRequest, slug: str) -> HttpResponse:
    company = get_object_or_404(Company, slug=slug)
    if not can_report(request.viewer, company):
        raise Http404
    form = ReportForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"company": company, "form": form, "can_block": can_block(request.viewer, company)}
        return render(request, "companies/company_report.html", context)
    reports.make(
        company,
        reporter=request.viewer.company,
        by=request.user,
        reason=ReportReason(form.cleaned_data["reason"]),
        text=form.cleaned_data["text"],
    )
    messages.success(request, _("Thank you. The desk reads your report and tells you what became of it."))
    return redirect("companies:company-detail", slug=company.slug)


@require_safe
@for_owners
def block_list(request: HttpRequest, company: Company) -> HttpResponse:
    """The firms one keeps away from, and how to let them in again."""
    standing = company.blocks.standing().select_related("blocked__location")
    return render(request, "companies/block_list.html", {"blocks": standing})


@require_POST
@for_owners
def company_block(request: HttpRequest, company: Company, slug: str) -> HttpResponse:
    other = get_object_or_404(Company, slug=slug)
    if not can_block(request.viewer, other):
        raise Http404
    blocks.block(company, other, by=request.user)
    messages.success(request, _("Blocked. Neither company is shown or proposed to the other any more."))
    return redirect("companies:block-list")


@require_POST
@for_owners
def company_unblock(request: HttpRequest, company: Company, slug: str) -> HttpResponse:
    blocks.unblock(company, get_object_or_404(Company, slug=slug), by=request.user)
    messages.success(request, _("The block is lifted. Suggestions are looked for anew."))
    return redirect("companies:block-list")


def reports_read_by(request: HttpRequest) -> ReportQuerySet:
    """Of firms of the desk's country; everyone else finds nothing."""
    viewer = request.viewer
    found = Report.objects.select_related("company__location", "reporter", "reported_by")
    if viewer.is_desk and viewer.appointment:
        return found.filter(company__country=viewer.appointment.agency.country)
    if viewer.is_auditor:
        return found
    raise Http404


@login_required
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    return show_reports(request)


def show_reports(request: HttpRequest, refused: tuple[int, DecisionForm] | None = None) -> HttpResponse:
    found = reports_read_by(request)
    context = {
        "waiting": [
            (report, refused[1] if refused and refused[0] == report.pk else decision_form(report))
            for report in found.open()
        ],
        "refused": refused and refused[0],
        "decided": found.filter(decided_at__isnull=False).order_by("-decided_at")[:LATEST],
        "may_decide": request.viewer.is_desk,
    }
    return render(request, "companies/report_list.html", context)


def decision_form(report: Report, data: QueryDict | None = None) -> DecisionForm:
    """One of many on the page."""
    return DecisionForm(data, auto_id=f"report-{report.pk}-%s")


@require_POST
@login_required
def report_decide(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(Report.objects.select_related("company"), pk=pk)
    if not can_decide_reports(request.viewer, report.company):
        raise Http404
    form = decision_form(report, request.POST)
    if not form.is_valid():
        return show_reports(request, (report.pk, form))
    move = reports.handle if form.cleaned_data["move"] == "handle" else reports.dismiss
    move(report, by=request.user, note=form.cleaned_data["note"])
    messages.success(request, _("Recorded. Whoever reported it is told."))
    return redirect("companies:report-list")
