"""Saying that a suggested partner is not for one's firm, and bringing it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from companies.models import Company, Need
from companies.permissions import published_for
from matching import asides
from matching.forms import AsideForm
from matching.models import PutAside
from matching.permissions import can_put_aside
from matching.queries import needs_open_to


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partner_put_aside(request: HttpRequest, slug: str) -> HttpResponse:
    partner = get_object_or_404(published_for(request.viewer).select_related("location__region"), slug=slug)
    return ask_why(request, partner, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def need_put_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """One need of a firm that keeps its name back; what else that firm seeks stays in the list."""
    found = needs_open_to(request.viewer).filter(is_anonymous=True)
    need = get_object_or_404(found.select_related("company__location__region"), pk=pk)
    return ask_why(request, need.company, need)


def ask_why(request: HttpRequest, partner: Company, need: Need | None) -> HttpResponse:
    if not can_put_aside(request.viewer, partner):
        raise Http404
    form = AsideForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "matching/put_aside.html", {"partner": partner, "need": need, "form": form})
    asides.put_aside(request.viewer.company, partner, by=request.user, need=need, **form.cleaned_data)
    messages.success(request, _("Put aside. You can bring it back at the end of this page."))
    return redirect("matching:suggestion-list")


@require_POST
@login_required
def put_aside_undo(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(PutAside.objects.select_related("company"), pk=pk)
    if not request.viewer.acts_for(row.company):
        raise Http404
    asides.bring_back(row, by=request.user)
    messages.success(request, _("Brought back. It appears again as soon as the list has been looked for."))
    return redirect(reverse("matching:suggestion-list"))
