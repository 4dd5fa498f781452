"""Deciding several cases at once: always through a preview."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from matching.bulk import MOST, Line, carry_out, preview
from matching.enums import HeldMove
from matching.forms import ParkForm, RejectForm
from matching.models import Match
from matching.queries import cases_seen_by

FORMS = {HeldMove.REJECT: RejectForm, HeldMove.PARK: ParkForm}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_decide(request: HttpRequest) -> HttpResponse:
    """GET previews what `move` would do to each `case`; POST does it, for what is still as it was shown."""
    if not request.viewer.is_desk:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    if asked.get("move") not in HeldMove.values or not asked.getlist("case"):
        messages.error(request, _("Choose at least one case and what to do with it."))
        return redirect("matching:review-queue")
    move, seen = HeldMove(asked["move"]), stamps_in(asked)
    lines = preview(cases_of(request, seen), move, by=request.user, agency=request.viewer.appointment.agency)
    form_class = FORMS.get(move)
    form = form_class(request.POST or None) if form_class else None
    if request.method != "POST" or (form is not None and not form.is_valid()):
        return show_preview(request, lines, move, form)
    details = {"by": request.user, "agency": request.viewer.appointment.agency}
    decided, skipped = carry_out(lines, move, seen, details | (form.cleaned_data if form else {}))
    tell(request, len(decided), len(skipped))
    return redirect("matching:review-queue")


def stamps_in(asked: QueryDict) -> dict[int, str]:
    """Each case with the stamp of its preview, empty before there was one; "12" or "12:proposed-3"."""
    parts = [value.partition(":") for value in asked.getlist("case")[:MOST]]
    return {int(key): stamp for key, _colon, stamp in parts if key.isdecimal() and len(key) < 19}


def cases_of(request: HttpRequest, seen: dict[int, str]) -> list[Match]:
    """In the order of the queue; what the officer may not see is left out."""
    found = cases_seen_by(request.viewer).select_related("claimed_by", "handed_to")
    return list(found.filter(pk__in=seen).order_by("-p_both", "pk"))


def show_preview(request: HttpRequest, lines: list[Line], move: HeldMove, form: Any) -> HttpResponse:
    context = {
        "will": [line for line in lines if line.skipped is None],
        "skipped": [line for line in lines if line.skipped is not None],
        "move": move,
        "form": form,
    }
    return render(request, "matching/bulk_decide.html", context)


def tell(request: HttpRequest, decided: int, skipped: int) -> None:
    if decided:
        text = ngettext("%(n)s case was decided.", "%(n)s cases were decided.", decided)
        messages.success(request, text % {"n": decided})
    if skipped:
        text = ngettext(
            "%(n)s case was left as it was: it changed since the preview or could not be decided.",
            "%(n)s cases were left as they were: they changed since the preview or could not be decided.",
            skipped,
        )
        messages.warning(request, text % {"n": skipped})
