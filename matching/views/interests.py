"""Expressing interest in a firm or answering a need, and taking it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from companies.models import Company, Need
from companies.permissions import published_for
from config.lifecycle import MoveNotAllowed
from matching import interests
from matching.enums import Obstacle
from matching.forms import InterestForm, NeedAnswerForm
from matching.models import Interest, Match
from matching.permissions import can_express_interest, can_withdraw_interest, hides_partner
from matching.queries import needs_open_to

# What these say would tell who wrote an anonymous need.
TELLING = (Obstacle.APART, Obstacle.RELATED, Obstacle.LIVE, Obstacle.BARRED, Obstacle.COOLING)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def interest_create(request: HttpRequest, slug: str) -> HttpResponse:
    """About a firm as a whole, from its page or a suggestion."""
    partner = get_object_or_404(published_for(request.viewer).select_related("location__region"), slug=slug)
    if not can_express_interest(request.viewer, partner):
        raise Http404
    form = InterestForm(request.POST or None, initial={"lang": get_language()})
    return answer(request, partner, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def need_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """With one of one's offers; its author may be anonymous."""
    found = needs_open_to(request.viewer).select_related("company__location__region")
    need = get_object_or_404(found.prefetch_related("capabilities"), pk=pk)
    if not can_express_interest(request.viewer, need.company):
        raise Http404
    offers = request.viewer.company.offers.standing()
    form = NeedAnswerForm(request.POST or None, offers=offers, initial={"lang": get_language()})
    return answer(request, need.company, form, need)


def answer(request: HttpRequest, partner: Company, form: InterestForm, need: Need | None) -> HttpResponse:
    if request.method != "POST" or not form.is_valid():
        return show_form(request, partner, form, need, shown_obstacle(request.viewer.company, partner, need))
    try:
        interests.send(
            sender=request.viewer.company,
            partner=partner,
            by=request.user,
            words=form.words(),
            need=need,
            offer=form.cleaned_data.get("offer"),
        )
    except MoveNotAllowed as refusal:
        obstacle = getattr(refusal, "obstacle", Obstacle.LIVE)
        told = tellable(obstacle, request.viewer.company, partner, need)
        return show_form(request, partner, form, need, told, status=409)
    messages.success(
        request, _("Sent to the desk. You are told when it introduces you, or when it does not.")
    )
    return redirect(reverse("matching:match-list") + "#interests")


def shown_obstacle(sender: Company, partner: Company, need: Need | None) -> Obstacle | None:
    """What can be said before sending: nothing of a case that the firm knows only without the other's name."""
    obstacle = interests.obstacle_for(sender, partner, need)
    if obstacle is None or (need is None and is_unnamed_case(obstacle, sender, partner)):
        return None
    return tellable(obstacle, sender, partner, need)


def tellable(obstacle: Obstacle, sender: Company, partner: Company, need: Need | None) -> Obstacle:
    is_anonymous = need is not None and need.is_anonymous
    if obstacle in TELLING and (is_anonymous or is_unnamed_case(obstacle, sender, partner)):
        return Obstacle.APART
    return obstacle


def is_unnamed_case(obstacle: Obstacle, sender: Company, partner: Company) -> bool:
    live = Match.objects.live().involving(sender).involving(partner).with_parties().first()
    return obstacle == Obstacle.LIVE and live is not None and hides_partner(live, sender)


def show_form(
    request: HttpRequest,
    partner: Company,
    form: InterestForm,
    need: Need | None,
    obstacle: Obstacle | None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "partner": partner,
        "is_hidden": need is not None and need.is_anonymous,
        "form": form,
        "need": need,
        "obstacle": obstacle,
        "left": interests.left_of_quota(request.viewer.company),
        "quota": interests.QUOTA,
        "days": interests.QUOTA_DAYS,
        "has_offers": need is None or request.viewer.company.offers.standing().exists(),
    }
    return render(request, "matching/interest_form.html", context, status=status)


@require_POST
@login_required
def interest_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    interest = get_object_or_404(Interest.objects.select_related("sender"), pk=pk)
    if not can_withdraw_interest(request.viewer, interest):
        raise Http404
    interests.withdraw(interest, by=request.user)
    messages.success(request, _("Taken back. It no longer counts against what you may send."))
    return redirect(reverse("matching:match-list") + "#interests")
