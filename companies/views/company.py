from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
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
    sight_at,
    what_may_be_seen,
)
from companies.queries import for_page
from companies.seen import redacted
from companies.views.access import for_members

PREVIEWS = [
    (Audience.PUBLIC, _("As the public")),
    (Audience.MEMBERS, _("As a member")),
    (Audience.CONNECTED, _("As a connected partner")),
]


@require_safe
def company_detail(request: HttpRequest, slug: str) -> HttpResponse:
    company = get_object_or_404(for_page(Company.objects.all()), slug=slug)
    sight = what_may_be_seen(request.viewer, company)
    if not sight.page:
        raise Http404
    attention.note_look(request.viewer, company)
    context = {
        **shown(company, sight),
        "is_own": request.viewer.acts_for(company),
        "can_edit": can_edit_company(request.viewer, company),
        "can_answer": can_answer_needs(request.viewer, company),
        "can_report": can_report(request.viewer, company),
    }
    return render(request, "companies/company_detail.html", context)


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
    company = for_page(Company.objects.all()).get(pk=company.pk)
    context = {
        **shown(company, sight_at(company, audience)),
        "preview": audience,
        "audiences": PREVIEWS,
        "languages": settings.LANGUAGES,
    }
    return render(request, "companies/company_preview.html", context)
