"""How chances are calibrated: what is in use, what was learnt, put to use, bring back, learn anew."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching import comparison, learning, weights
from matching.enums import DecisionOrigin, DecisionSource
from matching.forms import RollBackForm
from matching.models import Refit, SideDecision, WeightsVersion
from matching.permissions import can_change_weights, can_see_weights

SHOWN = 50


@login_required
@require_safe
def weights_list(request: HttpRequest) -> HttpResponse:
    """The page, or for htmx only the part that waits for a refit."""
    refuse_unless(can_see_weights(request.viewer))
    refit = Refit.objects.filter(origin=DecisionOrigin.REAL).select_related("version").first()
    template = "matching/_refit.html" if request.htmx else "matching/weights_list.html"
    response = render(request, template, {"refit": refit, **({} if request.htmx else overview(request))})
    if request.htmx and refit and not refit.is_waiting:
        response["HX-Refresh"] = "true"
    return response


def overview(request: HttpRequest) -> dict[str, Any]:
    live = WeightsVersion.objects.live().select_related("compared_with").first()
    counts = learning.counts_of(SideDecision.objects.real())
    return {
        "live": live,
        "sentence": comparison.verdict_in_words(live) if live and live.report else "",
        "prior": None if counts else (comparison.coefficient_rows(live) if live else []),
        "counts": [
            {"source": DecisionSource(source).label, **counts[source]}
            for source in DecisionSource.values
            if source in counts
        ],
        "simulated": SideDecision.objects.simulated().count() if settings.DEMONSTRATION else 0,
        "versions": WeightsVersion.objects.all()[:SHOWN],
        "can_change": can_change_weights(request.viewer),
        "can_learn": learning.something_new(DecisionOrigin.REAL),
    }


@login_required
@require_safe
def weights_detail(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(can_see_weights(request.viewer))
    return show(request, find(pk), RollBackForm())


@login_required
@require_POST
def weights_refit(request: HttpRequest) -> HttpResponse:
    refuse_unless(can_change_weights(request.viewer))
    try:
        learning.ask(by=request.user)
    except learning.RefitRefused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("matching:weights-list")


@login_required
@require_POST
def weights_promote(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(can_change_weights(request.viewer))
    version = find(pk)
    try:
        weights.promote(version, by=request.user)
    except weights.WeightsRefused as refusal:
        return show(request, version, RollBackForm(), refusal)
    messages.success(request, _("In use from now on. Lists of partners are computed anew."))
    return redirect(version)


@login_required
@require_POST
def weights_roll_back(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(can_change_weights(request.viewer))
    version, form = find(pk), RollBackForm(request.POST)
    if not form.is_valid():
        return show(request, version, form)
    try:
        weights.roll_back(version, by=request.user, **form.cleaned_data)
    except weights.WeightsRefused as refusal:
        return show(request, version, form, refusal)
    messages.success(request, _("Brought back and in use from now on. Lists of partners are computed anew."))
    return redirect(version)


def find(pk: int) -> WeightsVersion:
    return get_object_or_404(WeightsVersion.objects.select_related("compared_with"), pk=pk)


def show(
    request: HttpRequest,
    version: WeightsVersion,
    form: RollBackForm,
    refusal: weights.WeightsRefused | None = None,
) -> HttpResponse:
    """422 for a form with errors, 409 where the version may not go live (any more)."""
    live = WeightsVersion.objects.live().first()
    can_change = can_change_weights(request.viewer)
    may_promote = not weights.why_not_promote(version, live)
    may_return = not may_promote and not weights.why_not_bring_back(version)
    status = 409 if refusal else 422 if form.is_bound else 200
    context = {
        "version": version,
        "live": live,
        "events": version.events.select_related("by", "instead_of"),
        "can_promote": can_change and may_promote,
        "can_bring_back": can_change and may_return,
        "why_not": weights.REFUSALS.get(weights.why_not_promote(version, live), ""),
        "form": form,
        "refusal": refusal,
        "counts": [
            {"source": DecisionSource(source).label, **count}
            for source, count in version.report.get("counts", {}).items()
        ],
        **comparison.page_of(version),
    }
    return render(request, "matching/weights_detail.html", context, status=status)


def refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
