"""The switch in the header: one capacity at a time."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from companies.forms import ActingForm
from companies.middleware import ACTING_AS


@require_POST
@login_required
def act_as(request: HttpRequest) -> HttpResponse:
    form = ActingForm(request.POST)
    if not form.is_valid():
        raise Http404
    kind, key = form.cleaned_data["capacity"].split(":")
    held = request.user.memberships if kind == "membership" else request.user.appointments
    if not held.filter(pk=key, ended_at__isnull=True).exists():
        raise Http404
    request.session[ACTING_AS] = form.cleaned_data["capacity"]
    return redirect(inside(request))


def inside(request: HttpRequest) -> str:
    """Where the person was, unless that is somebody else's site."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if is_ours else "/"
