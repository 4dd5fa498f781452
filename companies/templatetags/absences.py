"""Beside the name of an officer: until when they are away, and who stands in."""

from typing import Any

from django import template

from companies.models import Absence

register = template.Library()


@register.inclusion_tag("companies/_away.html", takes_context=True)
def away(context: template.Context, user: Any) -> dict[str, Any]:
    """Nothing for who is here; one query a page, however many officers are named."""
    request = context["request"]
    if not hasattr(request, "officers_away"):
        found = Absence.objects.under_way().select_related("substitute")
        request.officers_away = {absence.user_id: absence for absence in found}
    return {"absence": request.officers_away.get(getattr(user, "pk", user))}
