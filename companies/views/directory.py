from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from companies.exports import directory_columns, firms_in_order
from companies.filters import SORTS, CompanyFilter, suggested_name
from companies.models import Company
from companies.permissions import Viewer, kept_apart_from
from companies.queries import for_hits
from companies.search.narrowing import Narrowing, in_order, narrowed
from companies.search.providers import lanes
from companies.search.reasons import why_found
from companies.seen import all_seen_by
from companies.views.facets import facets_of
from companies.views.places import maps_of
from config.spreadsheets import KINDS, as_file

PER_PAGE = 20


@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    asked = CompanyFilter(request.GET, queryset=Company.objects.published(), request=request)
    narrowing = narrowing_of(request, asked)
    keys = in_order(narrowing, asked.order, asked.hits, asked.fits)
    page = with_firms(Paginator(keys, PER_PAGE).get_page(request.GET.get("page")), asked, request.viewer)
    is_part = request.htmx and not request.htmx.history_restore_request
    template = "companies/_directory.html" if is_part else "companies/company_list.html"
    return render(request, template, shown(asked, narrowing, page))


@login_required
@require_safe
def company_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All that the directory's question finds, as a file; visitors read it page by page."""
    if kind not in KINDS:
        raise Http404
    asked = CompanyFilter(request.GET, queryset=Company.objects.published(), request=request)
    keys = list(in_order(narrowing_of(request, asked), asked.order, asked.hits, asked.fits))
    columns = directory_columns(request.viewer)
    return as_file(kind, "otagai-companies", columns, firms_in_order(request.viewer, keys), _("Companies"))


def narrowing_of(request: HttpRequest, asked: CompanyFilter) -> Narrowing:
    """Only whom the viewer may find: firms kept apart are left out."""
    shelf = asked.shelf
    apart = shelf.firms(kept_apart_from(request.viewer.company)) if request.viewer.company else None
    everyone = shelf.everyone if apart is None else shelf.everyone & ~apart
    return narrowed(shelf, everyone, asked.answers, lanes(), asked.hits)


def with_firms(page: Page, asked: CompanyFilter, viewer: Viewer) -> Page:
    """Keys replaced by firms, each with the reason it was found; one unpublished meanwhile is left out."""
    query = asked.answers.get("q") or ""
    found = for_hits(Company.objects.published().filter(pk__in=list(page)), with_machines=bool(query))
    firms = {firm.pk: firm for firm in found}
    page.object_list = all_seen_by(viewer, [firms[key] for key in page.object_list if key in firms])
    reasons = why_found(page.object_list, query, asked.reading, asked.hits)
    for company in page.object_list:
        company.reason = reasons[company.pk]
    return page


def shown(asked: CompanyFilter, narrowing: Narrowing, page: Page) -> Mapping[str, Any]:
    facets = facets_of(asked, narrowing)
    has_query = bool(asked.answers.get("q"))
    possible = {"relevance": has_query, "fit": bool(asked.fits)}
    return {
        "page_obj": page,
        "query": asked.answers.get("q") or "",
        "reading": asked.reading.capabilities[:1],
        "is_guessed": asked.reading.is_guessed,
        "facets": facets,
        "maps": maps_of(asked, narrowing),
        "places_query": places_query(asked),
        "places_open": bool(asked.answers.get("location")),
        "chosen": sum(answer.is_chosen for facet in facets for answer in facet.answers),
        "sorts": [(code, label) for code, label in SORTS.items() if possible.get(code, True)],
        "order": asked.order,
        "suggested_name": suggested_name(asked),
    }


def places_query(asked: CompanyFilter) -> str:
    """The page's question without its place, to which a place is added."""
    query = asked.data.copy()
    query.pop("location", None)
    query.pop("page", None)
    return f"?{query.urlencode()}&" if query else "?"
