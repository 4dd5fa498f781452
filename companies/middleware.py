"""Puts `request.viewer` in place: the person and the one capacity chosen in the header."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from companies.permissions import Viewer

ACTING_AS = "acting_as"


def find_viewer(request: HttpRequest) -> Viewer:
    """The chosen capacity, or the first one the person has."""
    user = request.user
    if not user.is_authenticated:
        return Viewer(user)
    # A machine's token acts in its own capacity; a person chooses in the header.
    chosen_capacity = getattr(request, "capacity", None) or request.session.get(ACTING_AS, "")
    kind, _, key = chosen_capacity.partition(":")
    memberships = user.memberships.filter(ended_at__isnull=True).select_related("company__location")
    appointments = user.appointments.filter(ended_at__isnull=True).select_related("agency")
    if kind == "appointment" and (desk := appointments.filter(pk=key).first()):
        return Viewer(user, appointment=desk)
    if kind == "membership" and (chosen := memberships.filter(pk=key).first()):
        return Viewer(user, membership=chosen)
    if getattr(request, "capacity", None):
        # A token issued for one capacity never falls back on another when that has ended.
        return Viewer(user)
    if appointment := appointments.first():
        return Viewer(user, appointment=appointment)
    return Viewer(user, membership=memberships.first())


class ViewerMiddleware:
    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: find_viewer(request))  # type: ignore[attr-defined]
        zone = getattr(request.user, "time_zone", "")
        if not zone:
            zone = "Asia/Tokyo" if translation.get_language() == "ja" else "Asia/Bangkok"
        with timezone.override(zone):
            return self.get_response(request)
