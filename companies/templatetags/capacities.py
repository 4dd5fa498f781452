"""Whom a person can act for, for the switch in the header."""

from dataclasses import dataclass

from django import template

from companies.permissions import Viewer

register = template.Library()


@dataclass(frozen=True)
class Capacity:
    key: str
    name: str
    role: str
    is_chosen: bool


def capacities_of(viewer: Viewer) -> list[Capacity]:
    """Every standing membership and appointment of the person who looks."""
    user = viewer.user
    if not user.is_authenticated:
        return []
    memberships = user.memberships.filter(ended_at__isnull=True).prefetch_related("company")
    appointments = user.appointments.filter(ended_at__isnull=True).prefetch_related("agency")
    return [
        Capacity(
            f"membership:{row.pk}",
            row.company.name_for_reader,
            row.get_role_display(),
            row == viewer.membership,
        )
        for row in memberships
    ] + [
        Capacity(f"appointment:{row.pk}", row.agency.name, row.get_role_display(), row == viewer.appointment)
        for row in appointments
    ]


@register.simple_tag(takes_context=True)
def own_capacities(context: template.Context) -> list[Capacity]:
    return capacities_of(context["request"].viewer)
