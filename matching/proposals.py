"""Two firms an officer puts together by hand: what stands in the way, the engine's opinion, and the proposal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from companies.blocks import lock_pair
from companies.enums import Country
from companies.models import Agency, Company, Need, Offer
from companies.permissions import are_kept_apart
from config.lifecycle import MoveNotAllowed
from matching import interests, lifecycle
from matching.appraisal import Appraisal, appraise
from matching.enums import MatchOrigin, Obstacle, ProposalObstacle
from matching.evidence import LinkShown, read_all
from matching.models import Corridor, Match, OfficerProposal, Suggestion

OF_PAIR = {
    Obstacle.NO_CORRIDOR: ProposalObstacle.NO_CORRIDOR,
    Obstacle.LIVE: ProposalObstacle.LIVE,
    Obstacle.BARRED: ProposalObstacle.BARRED,
    Obstacle.COOLING: ProposalObstacle.COOLING,
}
PREFERRED_SHOWN = 3


class ProposalRefused(MoveNotAllowed):
    """Something stands between the two firms; `obstacle` says what."""

    def __init__(self, firm: Company, obstacle: ProposalObstacle) -> None:
        super().__init__(firm, "propose", obstacle)
        self.obstacle = obstacle


@dataclass(frozen=True)
class Choice:
    """A need and an offer of two firms of different countries."""

    need: Need
    offer: Offer

    @property
    def sides(self) -> tuple[Company, Company]:
        """(Thai, Japanese)."""
        return interests.sides(self.need.company, self.offer.company)


@dataclass(frozen=True)
class Opinion:
    """What the engine says of the pair, which link it would have led with, and whom it would have chosen."""

    appraisal: Appraisal
    own_link: LinkShown | None
    links: Sequence[LinkShown]
    preferred: Sequence[Suggestion]
    rank: int | None


def choose(thai: Company, japanese: Company, need: int, offer: int) -> Choice | None:
    """An open need of one of the two met by a standing offer of the other; None for anything else."""
    firms = [thai.pk, japanese.pk]
    wanted = Need.objects.open().select_related("company").filter(pk=need, company__in=firms).first()
    given = Offer.objects.standing().select_related("company").filter(pk=offer, company__in=firms).first()
    if wanted is None or given is None or wanted.company_id == given.company_id:
        return None
    return Choice(wanted, given)


def obstacles(thai: Company, japanese: Company, *, agency: Agency) -> Iterator[ProposalObstacle]:
    """Everything that stands in the way, the gravest first."""
    if not (thai.is_published and japanese.is_published):
        yield ProposalObstacle.UNPUBLISHED
    if are_kept_apart(thai, japanese):
        yield ProposalObstacle.APART
    if interests.are_related(thai, japanese):
        yield ProposalObstacle.RELATED
    yield from (OF_PAIR[found] for found in interests.obstacles_of_pair(thai, japanese))
    corridor = interests.corridor_of(thai, japanese)
    if corridor is None:
        return
    if not corridor.has_desk(agency.pk):
        yield ProposalObstacle.OTHER_DESK
    if any(is_at_cap(firm, corridor) for firm in (thai, japanese)):
        yield ProposalObstacle.CAP


def is_at_cap(firm: Company, corridor: Corridor) -> bool:
    """Live matches count in all corridors."""
    return Match.objects.live().involving(firm).count() >= corridor.company_cap


def opinion_on(choice: Choice) -> Opinion:
    """Read twice: with the officer's need and offer, and as the engine would have done without them."""
    thai, japanese = choice.sides
    seen = appraise(thai, japanese, answered=choice.need, by_offer=choice.offer)
    links, unasked = read_all([seen.evidence, appraise(thai, japanese).evidence])
    own = next((link for link in unasked if link.need.key == choice.need.pk), None)
    best = own if own and own.offer.key != choice.offer.pk else None
    suggested = Suggestion.objects.for_company(choice.need.company)
    partner = suggested.filter(partner=choice.offer.company).first()
    return Opinion(
        seen,
        best,
        links,
        list(suggested.exclude(partner=choice.offer.company)[:PREFERRED_SHOWN]),
        partner.rank if partner else None,
    )


@transaction.atomic
def propose(choice: Choice, *, by: User, agency: Agency, reason: str, lang: str) -> OfficerProposal:
    """A case for the review queue, marked as made by hand. Both firms' rows are held while caps are counted."""
    thai, japanese = choice.sides
    lock_pair(thai, japanese)
    firms = Company.objects.select_related("location").in_bulk([thai.pk, japanese.pk])
    thai, japanese = firms[thai.pk], firms[japanese.pk]
    obstacle = next(obstacles(thai, japanese, agency=agency), None)
    corridor = interests.corridor_of(thai, japanese)
    if obstacle or corridor is None:
        raise ProposalRefused(thai, obstacle or ProposalObstacle.NO_CORRIDOR)
    if choose(thai, japanese, choice.need.pk, choice.offer.pk) is None:
        raise ProposalRefused(thai, ProposalObstacle.STATEMENT)
    seen = appraise(thai, japanese, answered=choice.need, by_offer=choice.offer)
    match = lifecycle.propose(
        thai=thai,
        japanese=japanese,
        corridor=corridor,
        origin=MatchOrigin.OFFICER,
        p_thai_accepts=seen.p_thai_accepts,
        p_japanese_accepts=seen.p_japanese_accepts,
        p_both=seen.p_both,
        evidence=seen.evidence,
        links=seen.links or [(choice.need.pk, choice.offer.pk, 0.0)],
        by=by,
    )
    return OfficerProposal.objects.create(
        match=match, agency=agency, need=choice.need, offer=choice.offer, reason=reason, lang=lang, by=by
    )


def statements_of(thai: Company, japanese: Company) -> list[Choice]:
    """Every need and offer that could be joined; the few a pair has, Thai needs first."""
    both = Q(company__in=[thai, japanese])
    needs = Need.objects.open().filter(both).select_related("company").prefetch_related("capabilities")
    offers = Offer.objects.standing().filter(both).select_related("company").prefetch_related("capabilities")
    pairs = [Choice(need, offer) for need in needs for offer in offers if need.company_id != offer.company_id]
    return sorted(pairs, key=lambda pair: pair.need.company.country != Country.THAILAND)
