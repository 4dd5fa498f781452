"""What came of the cases of a period, the list behind each figure, and the figures as a file."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from companies.permissions import Viewer
from config.paper.answer import pdf_answer
from config.spreadsheets import KINDS, as_file
from matching import exports
from matching.permissions import can_see_statistics
from matching.queries import cases_seen_by, corridors_read_by
from matching.statistics import agreement, drawing, figures, periods, tables
from matching.statistics.cases import Cases, cases_in
from matching.statistics.figures import Narrowing
from matching.statistics.names import Names
from matching.statistics.periods import Period
from matching.statistics.report import Report
from matching.statistics.tables import Drawn

PER_PAGE = 30


@dataclass(frozen=True)
class Asked:
    """The period of an address; a wrong one is told and the usual one shown."""

    period: Period
    fault: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        if not can_see_statistics(request.viewer):
            raise PermissionDenied
        today = timezone.localdate()
        try:
            return cls(periods.read(request.GET, today))
        except periods.BadPeriod as fault:
            return cls(periods.last_months(today), str(fault))


@login_required
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request)
    cases = cases_of(request.viewer, asked.period)
    context = {
        **period_context(asked, request),
        **figures_of(cases, asked.period),
        "total": len(cases),
    }
    return render(request, "matching/statistics.html", context, status=422 if asked.fault else 200)


def cases_of(viewer: Viewer, period: Period) -> Cases:
    """Those the viewer may read; second readings of their own desk only."""
    desk = viewer.appointment.agency_id if viewer.is_desk and viewer.appointment else None
    return cases_in(corridors_read_by(viewer), period, agency=desk)


def period_context(asked: Asked, request: HttpRequest) -> dict[str, object]:
    return {
        "period": asked.period,
        "fault": asked.fault,
        "choices": periods.choices(timezone.localdate()),
        "typed": {"from": request.GET.get("from", ""), "to": request.GET.get("to", "")},
        "cases_url": f"{reverse('matching:statistics-cases')}?{urlencode(asked.period.parameters)}",
        "query": urlencode(asked.period.parameters),
    }


def figures_of(cases: Cases, period: Period) -> dict[str, object]:
    names, drawn = Names(), Drawn.of(cases, period)
    found = {table.code: table for table in tables.all_tables(cases, drawn, names)}
    overall = figures.overall(cases)
    return {
        "tables": found,
        "funnel": drawing.bars(found["funnel"]),
        "charts": drawing.charts(drawn.spans),
        "ranks": [
            (found[code], drawing.bars(found[code]))
            for code in ("ends", "reasons", "durations", "silence", "corridors", "clusters", "sizes")
        ],
        "agreement": agreement.agreement(cases),
        "places": drawing.heat(drawn.places, "place", names),
        "services": drawing.heat(drawn.services, "cluster", names),
        "accepted": overall.accepted,
        "answered": overall.answered,
        "acceptance": overall.share,
    }


@login_required
@require_safe
def statistics_cases(request: HttpRequest) -> HttpResponse:
    """The cases that one figure counted."""
    asked, narrowing = Asked.of(request), Narrowing.of(request.GET.dict())
    seen = cases_seen_by(request.viewer)
    kept = narrowing.keys(cases_of(request.viewer, asked.period))
    page = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = seen.rows_of(page.object_list)
    context = {
        **period_context(asked, request),
        "page_obj": page,
        "words": Names().words(narrowing),
        "total": len(kept),
    }
    return render(request, "matching/statistics_cases.html", context)


@login_required
@require_safe
def statistics_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every figure of the period, one a line."""
    asked = Asked.of(request)
    if kind not in KINDS or asked.fault:
        raise Http404
    cases = cases_of(request.viewer, asked.period)
    drawn = Drawn.of(cases, asked.period)
    lines = [line for table in tables.all_tables(cases, drawn, Names()) for line in table.lines()]
    return as_file(kind, file_name(asked.period), exports.FIGURES, lines, _("Statistics"))


@login_required
@require_safe
def statistics_report(request: HttpRequest) -> HttpResponse:
    """The figures of the period as PDF, in the reader's language."""
    asked = Asked.of(request)
    if asked.fault:
        raise Http404
    report = Report(
        cases=cases_of(request.viewer, asked.period),
        period=asked.period,
        readers=whose_cases(request.viewer),
        today=timezone.localdate(),
        is_fictional=settings.DEMONSTRATION,
    )
    return pdf_answer(report.pdf(), file_name(asked.period))


def whose_cases(viewer: Viewer) -> str:
    if viewer.appointment is None:
        return _("All cases")
    return _("Cases that %(agency)s may read") % {"agency": viewer.appointment.agency.name}


def file_name(period: Period) -> str:
    return f"otagai-statistics-{period.first}-{period.last}"
