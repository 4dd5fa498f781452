from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from companies.filters import SORTS, CompanyFilter
from companies.permissions import published_for
from companies.queries import for_results
from companies.search.reasons import why_found
from companies.views.facets import facets_of

PER_PAGE = 20


@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    asked = CompanyFilter(request.GET, queryset=published_for(request.viewer))
    page = Paginator(for_results(asked.qs), PER_PAGE).get_page(request.GET.get("page"))
    query = asked.answers.get("q") or ""
    for company in page:
        company.reason = why_found(company, query, asked.reading)
    facets = facets_of(asked)
    context = {
        "page_obj": page,
        "query": query,
        "reading": asked.reading.capabilities[:1],
        "facets": facets,
        "chosen": sum(answer.is_chosen for facet in facets for answer in facet.answers),
        "sorts": SORTS.items(),
        "order": asked.order,
    }
    is_part = request.htmx and not request.htmx.history_restore_request
    return render(request, "companies/_directory.html" if is_part else "companies/company_list.html", context)
