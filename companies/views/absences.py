"""When officers of a desk are away: one's own days, and those of colleagues."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from companies import absences
from companies.forms.absence import AbsenceForm
from companies.models import Absence


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absence_list(request: HttpRequest) -> HttpResponse:
    if not request.viewer.is_desk:
        raise Http404
    colleagues = absences.colleagues_of(request.user, request.viewer.appointment.agency)
    form = AbsenceForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid() and declare(request, form):
        messages.success(request, _("Saved. Your colleague is told and takes your cases in these days."))
        return redirect("companies:absence-list")
    return show(request, form, has_colleagues=bool(colleagues))


def declare(request: HttpRequest, form: AbsenceForm) -> Absence | None:
    sent = form.cleaned_data
    try:
        return absences.declare(
            by=request.user,
            agency=request.viewer.appointment.agency,
            substitute=sent["substitute"],
            first=sent["first_on"],
            last=sent["last_on"],
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


def show(request: HttpRequest, form: AbsenceForm, *, has_colleagues: bool) -> HttpResponse:
    agency = request.viewer.appointment.agency
    planned = Absence.objects.planned().filter(agency=agency).select_related("user", "substitute")
    context = {"form": form, "planned": planned, "has_colleagues": has_colleagues}
    return render(request, "companies/absence_list.html", context)


@require_POST
@login_required
def absence_end(request: HttpRequest, pk: int) -> HttpResponse:
    absence = get_object_or_404(Absence, pk=pk, user=request.user)
    if not request.viewer.is_desk:
        raise Http404
    absences.end(absence, by=request.user)
    messages.success(request, _("Ended. New cases come to you again."))
    return redirect("companies:absence-list")
