"""The button that keeps a firm in mind, wherever a firm is named."""

from typing import Any

from django import template

from companies.models import Company
from companies.permissions import can_shortlist

register = template.Library()


@register.inclusion_tag("companies/_shortlist_button.html", takes_context=True)
def shortlist_button(context: template.Context, firm: Company) -> dict[str, Any]:
    """Nothing for who has no shortlist; one query a page, however many firms are on it.

    A button of the form `keep` in base.html: results stand inside the search form, and forms do not nest.
    """
    request = context["request"]
    if not request.viewer.is_member or not can_shortlist(request.viewer, firm):
        return {"may": False}
    if not hasattr(request, "kept_firms"):
        request.kept_firms = set(request.viewer.company.shortlist.standing().values_list("firm", flat=True))
    return {
        "may": True,
        "firm": firm,
        "is_kept": firm.pk in request.kept_firms,
        "next": request.get_full_path(),
    }
