"""The calendar promises are counted by: both countries' holidays, and what each desk closes beyond them."""

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies import working_days
from companies.enums import Country
from companies.forms.closures import ClosureForm
from companies.models import SpecialClosure
from companies.permissions import can_close_days, can_read_calendar

SHOWN = datetime.timedelta(days=365)


@login_required
@require_safe
def closure_list(request: HttpRequest) -> HttpResponse:
    if not can_read_calendar(request.viewer):
        raise Http404
    return show(request, ClosureForm())


@require_POST
@login_required
def closure_create(request: HttpRequest) -> HttpResponse:
    """The desk's country is closed on these days."""
    if not request.viewer.is_desk:
        raise Http404
    form = ClosureForm(request.POST)
    if form.is_valid() and add(request, form):
        messages.success(request, _("Saved. Promises made from now on leave these days out."))
        return redirect("companies:closure-list")
    return show(request, form)


def add(request: HttpRequest, form: ClosureForm) -> SpecialClosure | None:
    sent = form.cleaned_data
    try:
        return working_days.close(
            request.viewer.appointment.agency.country,
            by=request.user,
            first=sent["first_on"],
            last=sent["last_on"],
            reason=sent["reason"],
            lang=translation.get_language(),
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


def show(request: HttpRequest, form: ClosureForm) -> HttpResponse:
    today = timezone.localdate()
    rows = SpecialClosure.objects.filter(last_on__gte=today).select_related("added_by", "removed_by")
    calendars = [
        {
            "country": country,
            "holidays": working_days.named_holidays(country, today, today + SHOWN),
            "closures": [
                (row, can_close_days(request.viewer, row.country)) for row in rows if row.country == country
            ],
        }
        for country in Country
    ]
    context = {"form": form, "calendars": calendars, "may_close": request.viewer.is_desk}
    return render(request, "companies/closure_list.html", context)


@require_POST
@login_required
def closure_remove(request: HttpRequest, pk: int) -> HttpResponse:
    closure = get_object_or_404(SpecialClosure, pk=pk)
    if not can_close_days(request.viewer, closure.country):
        raise Http404
    working_days.reopen(closure, by=request.user)
    messages.success(request, _("Taken back. These days count as working days again."))
    return redirect("companies:closure-list")
