"""The needs of the other country: what is public of each, and answering one with an offer."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from companies.conditions import said
from companies.enums import Audience, ConditionCode, FactGroup
from companies.filters import suggested_name
from companies.models import Company, Need
from config.spreadsheets import KINDS, as_file
from matching.decisions import size_band
from matching.enums import SizeBand
from matching.exports import NEEDS
from matching.filters import NeedFilter
from matching.models import Interest
from matching.permissions import can_see_needs
from matching.queries import country_of, needs_open_to

PAGE = 20


@dataclass(frozen=True)
class NeedShown:
    """A need as a stranger may read it; of an anonymous one capabilities, numbers, size band and region."""

    need: Need
    sent: Interest | None

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What it states, by label and in the reader's language; names could tell who asks, numbers do not."""
        return [
            (str(ConditionCode(code).label), said(code, item))
            for code, item in (self.need.conditions or {}).items()
            if not item.get("removed") and not (self.need.is_anonymous and ConditionCode(code).is_words)
        ]

    @property
    def size(self) -> SizeBand:
        """Of an anonymous need only where everyone may know it: nobody connected may recognise the firm by it."""
        company = self.need.company
        is_open = company.audience_of(FactGroup.EMPLOYEES) is Audience.PUBLIC
        return size_band(company.employees if is_open else None)


@login_required
@require_safe
def needs_board(request: HttpRequest) -> HttpResponse:
    """The page, or for htmx only what was found."""
    if not can_see_needs(request.viewer):
        raise Http404
    narrowed = NeedFilter(request.GET, queryset=needs_open_to(request.viewer), request=request)
    page = Paginator(for_board(narrowed.qs), PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": narrowed,
        "page_obj": page,
        "suggested_name": suggested_name(narrowed),
        "rows": shown_to(request.viewer.company, page),
        "country": country_of(request.viewer).other,
    }
    template = "matching/_needs_found.html" if request.htmx else "matching/needs_board.html"
    return render(request, template, context)


def for_board(needs: QuerySet[Need]) -> QuerySet[Need]:
    return needs.select_related("company__location__region", "collaboration_type").prefetch_related(
        "capabilities"
    )


def shown_to(company: Company | None, needs: Iterable[Need]) -> list[NeedShown]:
    """With the firm's own answer to each, where it sent one that still stands."""
    sent = Interest.objects.filter(sender=company, need__in=list(needs), withdrawn_at=None).select_related(
        "match"
    )
    by_need = {interest.need_id: interest for interest in sent.order_by("pk")} if company else {}
    return [NeedShown(need, by_need.get(need.pk)) for need in needs]


@login_required
@require_safe
def needs_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The board as it is narrowed, as a file; an anonymous need stays one."""
    if kind not in KINDS or not can_see_needs(request.viewer):
        raise Http404
    narrowed = NeedFilter(request.GET, queryset=needs_open_to(request.viewer), request=request)
    rows = (NeedShown(need, None) for need in for_board(narrowed.qs))
    return as_file(kind, "otagai-needs", NEEDS, rows, _("Needs board"))
