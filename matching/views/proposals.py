"""Proposing a pair by hand: both firms, a need and an offer, the engine's opinion, the officer's reason."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from companies.enums import CompanyState, Country
from companies.models import Company
from companies.search.lookalikes import candidates
from matching import proposals
from matching.forms import ProposalForm
from matching.mirror import condition_rows, part_rows
from matching.permissions import can_propose

SIDES = (("thai", Country.THAILAND), ("japanese", Country.JAPAN))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_create(request: HttpRequest) -> HttpResponse:
    """Everything chosen so far stands in the address; only the last step changes anything."""
    if not can_propose(request.viewer):
        raise Http404
    thai, japanese = (firm_in(request, side, country) for side, country in SIDES)
    context: dict[str, Any] = {"sides": [side_context(request, side, country) for side, country in SIDES]}
    if thai is None or japanese is None:
        return render(request, "matching/proposal_create.html", context)
    agency = request.viewer.appointment.agency
    context |= {"thai": thai, "japanese": japanese}
    context["obstacles"] = list(proposals.obstacles(thai, japanese, agency=agency))
    context["choices"] = proposals.statements_of(thai, japanese)
    choice = choice_in(request, thai, japanese)
    if choice is None:
        return render(request, "matching/proposal_create.html", context)
    return with_choice(request, choice, context)


def with_choice(request: HttpRequest, choice: proposals.Choice, context: dict[str, Any]) -> HttpResponse:
    form = ProposalForm(request.POST or None, initial={"lang": get_language()})
    if request.method == "POST" and form.is_valid():
        agency = request.viewer.appointment.agency
        try:
            made = proposals.propose(choice, by=request.user, agency=agency, **form.cleaned_data)
        except proposals.ProposalRefused as refusal:
            context["obstacles"] = [refusal.obstacle]
        else:
            messages.success(request, _("Proposed: the case is in the review queue, marked as made by hand."))
            return redirect("matching:match-review", made.match_id)
    opinion = proposals.opinion_on(choice)
    context |= {
        "choice": choice,
        "form": form,
        "opinion": opinion,
        "conditions": condition_rows(opinion.appraisal.evidence),
        "parts": part_rows(opinion.appraisal.evidence),
    }
    return render(request, "matching/proposal_create.html", context)


def firm_in(request: HttpRequest, side: str, country: Country) -> Company | None:
    firms = Company.objects.exclude(state=CompanyState.ARCHIVED).select_related("location")
    return firms.filter(slug=request.GET.get(side, ""), country=country).first()


def side_context(request: HttpRequest, side: str, country: Country) -> dict[str, Any]:
    query = request.GET.get(f"{side}_q", "").strip()[:200]
    return {
        "name": side,
        "query": query,
        "firm": firm_in(request, side, country),
        "found": candidates(query, country=country) if query else [],
        "is_thai": country == Country.THAILAND,
    }


def choice_in(request: HttpRequest, thai: Company, japanese: Company) -> proposals.Choice | None:
    """ "need-offer" as the address has it."""
    need, _dash, offer = request.GET.get("link", "").partition("-")
    if not (need.isdecimal() and offer.isdecimal() and len(need) < 19 and len(offer) < 19):
        return None
    return proposals.choose(thai, japanese, int(need), int(offer))
