"""Setting and stopping the watch of a need that has no partner yet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from companies.models import Need
from matching import watches
from matching.models import NeedWatch
from matching.permissions import can_watch


@login_required
@require_POST
def need_watch(request: HttpRequest, pk: int) -> HttpResponse:
    need = own_need(request, pk)
    watches.watch(need, by=request.user)
    messages.success(request, _("We watch this need and tell you when a company appears that fits it."))
    return back_to(need)


@login_required
@require_POST
def need_unwatch(request: HttpRequest, pk: int) -> HttpResponse:
    """Stopping twice, or after it was answered, changes nothing more."""
    need = own_need(request, pk)
    if standing := NeedWatch.objects.standing().filter(need=need).first():
        watches.end(standing, by=request.user)
    messages.success(request, _("This need is no longer watched."))
    return back_to(need)


def own_need(request: HttpRequest, pk: int) -> Need:
    need = get_object_or_404(Need, pk=pk)
    if not can_watch(request.viewer, need):
        raise Http404
    return need


def back_to(need: Need) -> HttpResponse:
    return redirect(reverse("matching:suggestion-list") + f"#need-{need.pk}")
