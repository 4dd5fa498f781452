"""Partners that fit a firm, need by need, and whom it could serve."""

from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from companies.enums import Country, NeedState
from companies.filters import firms_found
from companies.models import Company, Need
from companies.permissions import Viewer, published_for
from matching import advice, evidence, interests, why_not
from matching.engine.pairs import NO_PARTNER_BELOW
from matching.enums import NeedLacks, WatchState
from matching.evidence import LinkShown, StatementShown
from matching.mirror import PartRow, part_rows
from matching.models import Match, NeedWatch, PartnerSearch, PutAside, Suggestion
from matching.permissions import can_see_suggestions, hides_partner

MOST_NAMED = 3


@dataclass(frozen=True)
class Fit:
    """A partner for one need: the suggestion, and the link this card is about."""

    suggestion: Suggestion
    link: LinkShown
    match: Match | None
    is_hidden: bool

    @property
    def partners_words(self) -> StatementShown:
        return self.link.need if self.link.seeker == self.suggestion.partner.country else self.link.offer

    @property
    def parts(self) -> list[PartRow]:
        return part_rows(self.suggestion.evidence)

    @property
    def own_side_is_thai(self) -> bool:
        return self.suggestion.partner.country != Country.THAILAND


@dataclass
class NeedShown:
    """An open need with its partners; `best_fit` in [0, 1] is told where none is good enough."""

    need: Need
    best_fit: float
    watch: NeedWatch | None
    fits: list[Fit] = field(default_factory=list)

    @property
    def lacks(self) -> list[NeedLacks]:
        return advice.lacks(self.need)


@login_required
@require_safe
def suggestion_list(request: HttpRequest) -> HttpResponse:
    """The page, or for htmx only the part that is still being looked for."""
    if not can_see_suggestions(request.viewer):
        return render(request, "matching/suggestion_none.html")
    company = request.viewer.company
    search = PartnerSearch.objects.filter(company=company).first()
    template = "matching/_suggestions.html" if request.htmx else "matching/suggestion_list.html"
    return render(request, template, {"company": company, "search": search, **shown_to(company, search)})


@login_required
@require_safe
def partner_why_not(request: HttpRequest) -> HttpResponse:
    """Why a firm the owner names, or those next below the line, are not among the partners."""
    if not can_see_suggestions(request.viewer):
        return render(request, "matching/suggestion_none.html")
    company, query = request.viewer.company, request.GET.get("q", "").strip()[:200]
    tried = why_not.trials_of(company)
    firms = named(request.viewer, query) if query else []
    context = {
        "company": company,
        "query": query,
        "named": [why_not.held_back(company, firm, tried) for firm in firms],
        "needs": [] if query else [(need, why_not.next_best(trial)) for need, trial in tried],
        "line": NO_PARTNER_BELOW,
    }
    return render(request, "matching/partner_why_not.html", context)


def named(viewer: Viewer, query: str) -> list[Company]:
    """Firms of the other country the viewer may find, best first; others are not there for them."""
    asked = QueryDict(mutable=True)
    asked.update({"q": query, "country": Country(viewer.company.country).other.value})
    keys = firms_found(viewer, asked)[:MOST_NAMED]
    firms = published_for(viewer).select_related("location__region").in_bulk(keys)
    return [firms[key] for key in keys if key in firms]


def shown_to(company: Company, search: PartnerSearch | None) -> dict[str, object]:
    fits = all_fits(company)
    watches = list(NeedWatch.objects.of_company(company))
    standing = {watch.need_id: watch for watch in watches if watch.state == WatchState.WATCHING}
    needs = [
        NeedShown(need, search.best_fit_of(need.pk) if search else 0.0, standing.get(need.pk))
        for need in company.needs.open().prefetch_related("capabilities")
    ]
    by_need = {shown.need.pk: shown for shown in needs}
    served: dict[int, Fit] = {}
    for fit in fits:
        if fit.link.seeker == company.country:
            if shown := by_need.get(fit.link.need.key):
                shown.fits.append(fit)
        else:
            served.setdefault(fit.suggestion.partner_id, fit)
    return {
        "needs": needs,
        "watches": watches,
        "line": NO_PARTNER_BELOW,
        "served": list(served.values()),
        "has_offers": company.offers.standing().exists(),
        "put_aside": PutAside.objects.listed_for(company),
        "quota": interests.QUOTA,
        "quota_days": interests.QUOTA_DAYS,
        "quota_left": interests.left_of_quota(company),
        "draft_needs": company.needs.filter(state=NeedState.DRAFT).exists() if not needs else False,
    }


def all_fits(company: Company) -> list[Fit]:
    """Best partner first; of one partner the best link first."""
    suggestions = list(Suggestion.objects.for_company(company))
    shown = evidence.read_all([suggestion.evidence for suggestion in suggestions])
    anonymous = set(Need.objects.filter(is_anonymous=True).values_list("pk", flat=True))
    aside = set(company.put_aside.needs())
    cases = cases_by_partner(company)
    fits = []
    for suggestion, links in zip(suggestions, shown, strict=True):
        for link in links:
            is_hidden = is_anonymous(link, suggestion, anonymous)
            case = cases.get((suggestion.partner_id, is_hidden))
            fits.append(Fit(suggestion, link, case, is_hidden))
    return [fit for fit in fits if fit.link.fit >= NO_PARTNER_BELOW and fit.link.need.key not in aside]


def cases_by_partner(company: Company) -> dict[tuple[int, bool], Match]:
    """By partner and whether it is hidden there: a card leads to no case that tells more, or less, than itself."""
    matches = Match.objects.of_company(company).with_parties()
    return {(match.partner_of(company).pk, hides_partner(match, company)): match for match in matches}


def is_anonymous(link: LinkShown, suggestion: Suggestion, anonymous: set[int]) -> bool:
    """A partner's anonymous need shows neither its name nor its words."""
    return link.seeker == suggestion.partner.country and link.need.key in anonymous
