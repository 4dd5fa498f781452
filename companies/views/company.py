from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from companies import attention
from companies.models import Company
from companies.permissions import can_answer_needs, can_edit_company, can_report, what_may_be_seen
from companies.queries import for_results


@require_safe
def company_detail(request: HttpRequest, slug: str) -> HttpResponse:
    company = get_object_or_404(for_results(Company.objects.all()), slug=slug)
    sight = what_may_be_seen(request.viewer, company)
    if not sight.page:
        raise Http404
    attention.note_look(request.viewer, company)
    context = {
        "company": company,
        "contacts_are_open": sight.contacts,
        "is_own": request.viewer.acts_for(company),
        "can_edit": can_edit_company(request.viewer, company),
        "can_answer": can_answer_needs(request.viewer, company),
        "can_report": can_report(request.viewer, company),
        "clusters": company.clusters.order_by("level", "code"),
        "collaboration_types": company.collaboration_types.all(),
    }
    return render(request, "companies/company_detail.html", context)
