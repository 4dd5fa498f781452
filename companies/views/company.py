from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from companies import attention
from companies.enums import Audience
from companies.models import Company
from companies.permissions import (
    Sight,
    can_answer_needs,
    can_edit_company,
    can_report,
    can_verify_company,
    can_write_for,
    sight_at,
    what_may_be_seen,
)
from companies.queries import for_results
from companies.seen import redacted
from companies.views.access import for_members

PREVIEWS = [
    (Audience.PUBLIC, _("As the public")),
    (Audience.MEMBERS, _("As a member")),
    (Audience.CONNECTED, _("As a connected partner")),
]


@require_safe
def company_detail(request: HttpRequest, slug: str) -> HttpResponse:
    company = get_object_or_404(for_results(Company.objects.all()), slug=slug)
    sight = what_may_be_seen(request.viewer, company)
    if company.merged_into_id and (heir := heir_of(company)) and what_may_be_seen(request.viewer, heir).page:
        return redirect(heir)
    if not sight.page:
        raise Http404
    attention.note_look(request.viewer, company)
    context = {
        **shown(company, sight),
        "is_own": request.viewer.acts_for(company),
        "can_edit": can_edit_company(request.viewer, company),
        "can_answer": can_answer_needs(request.viewer, company),
        "sees_desk_entries": request.viewer.acts_for(company) or can_verify_company(request.viewer, company),
        "may_write_for": can_write_for(request.viewer, company),
        "can_report": can_report(request.viewer, company),
    }
    return render(request, "companies/company_detail.html", context)


def heir_of(company: Company) -> Company:
    """The firm it was merged into, however often."""
    passed = {company.pk}
    while company.merged_into is not None and company.merged_into_id not in passed:
        company = company.merged_into
        passed.add(company.pk)
    return company


def shown(company: Company, sight: Sight) -> dict[str, Any]:
    """The page of one firm for whoever has this sight of it."""
    return {
        "company": redacted(company, sight),
        "contacts_are_open": sight.contacts,
        "clusters": company.clusters.order_by("level", "code"),
        "collaboration_types": company.collaboration_types.all(),
    }


@require_safe
@for_members
def company_preview(request: HttpRequest, company: Company) -> HttpResponse:
    """The firm's own page as somebody else would read it, in any language."""
    audience = Audience(given) if (given := request.GET.get("as", "")) in Audience.values else Audience.PUBLIC
    company = for_results(Company.objects.all()).get(pk=company.pk)
    context = {
        **shown(company, sight_at(company, audience)),
        "preview": audience,
        "audiences": PREVIEWS,
        "languages": settings.LANGUAGES,
    }
    return render(request, "companies/company_preview.html", context)
