"""A firm's products, pictures and catalogues, on its page and in its owner's workshop."""

from typing import Any

from django import template
from django.utils import translation

from companies.models import Company
from companies.permissions import can_edit_company
from companies.showcase.limits import MOST_CATALOGUES, MOST_ITEMS
from companies.showcase.shown import Showcase, showcase_for

register = template.Library()


def seen_by(context: template.Context, company: Company) -> Showcase:
    """Read once a page, for logo and gallery alike."""
    request = context["request"]
    known: dict[int, Showcase] = request.__dict__.setdefault("showcases", {})
    if company.pk not in known:
        known[company.pk] = showcase_for(request.viewer, company)
    return known[company.pk]


@register.inclusion_tag("companies/_showcase.html", takes_context=True)
def firm_showcase(context: template.Context, company: Company) -> dict[str, Any]:
    """Nothing where nothing is shown; to those who could change that, the way to it."""
    return {
        "company": company,
        "showcase": seen_by(context, company),
        "LANGUAGE_CODE": translation.get_language(),
        "may_edit": can_edit_company(context["request"].viewer, company),
    }


@register.inclusion_tag("companies/_firm_logo.html", takes_context=True)
def firm_logo(context: template.Context, company: Company) -> dict[str, Any]:
    return {"logo": seen_by(context, company).logo}


@register.inclusion_tag("companies/_own_showcase.html", takes_context=True)
def own_showcase(context: template.Context, company: Company) -> dict[str, Any]:
    """How full it is, and the way in; its few newest pictures."""
    pictures = company.pictures.standing().filter(item__removed_at=None)
    return {
        "may_edit": can_edit_company(context["request"].viewer, company),
        "items": company.showcase_items.standing().count(),
        "most_items": MOST_ITEMS,
        "pictures": list(pictures.order_by("-pk")[:5]),
        "count": pictures.count(),
        "undescribed": pictures.filter(alt="").count(),
        "catalogues": company.catalogues.standing().count(),
        "most_catalogues": MOST_CATALOGUES,
    }
