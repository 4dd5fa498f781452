"""What the pages of a match ask of the database."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import (
    Case,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
    prefetch_related_objects,
)
from django.utils import timezone

from companies.enums import Country
from companies.models import Agency, Capability, Company, Need, Offer
from companies.models.company import HEAVY
from companies.permissions import Viewer, published_for
from companies.working_days import working_days_after
from matching.engine.pairs import NO_PARTNER_BELOW
from matching.enums import CONTACTS_OPEN, LIVE, Answer, MatchState
from matching.models import (
    Corridor,
    CorridorDesk,
    FirmQuestion,
    Match,
    MatchDecision,
    MatchEvent,
    MatchLink,
    Message,
    NextStep,
    PartnerSearch,
)
from matching.permissions import can_see_needs
from matching.querysets import MatchQuerySet

EARLIER_SHOWN = 6
LAPSES_SOON = datetime.timedelta(days=3)


@dataclass(frozen=True)
class Exchange:
    """A need, the offer that meets it, and what both are about."""

    need: Need
    offer: Offer
    shared: list[Capability]
    fit_need_to_offer: float

    @property
    def thai_seeks(self) -> bool:
        return self.need.company.country == "TH"


def links_read() -> Prefetch:
    """The links of cases with all an exchange tells, in three queries for any number of cases."""
    heavy = [f"{side}__company__{name}" for side in ("need", "offer") for name in HEAVY]
    links = MatchLink.objects.select_related("need__company", "offer__company").defer(*heavy)
    return Prefetch("links", links.prefetch_related("need__capabilities", "offer__capabilities"))


def exchanges_of(match: Match) -> list[Exchange]:
    """What each side would gain, the Thai needs first; fetched for the one case unless they were for its list."""
    prefetch_related_objects([match], links_read())
    exchanges = []
    for link in match.links.all():
        offered = set(link.offer.capabilities.all())
        shared = [capability for capability in link.need.capabilities.all() if capability in offered]
        exchanges.append(Exchange(link.need, link.offer, shared, link.fit_need_to_offer))
    return sorted(exchanges, key=lambda exchange: not exchange.thai_seeks)


def needs_open_to(viewer: Viewer) -> QuerySet[Need]:
    """Open needs of the other country that a viewer may read of: of firms they may find, not of their own group."""
    country = country_of(viewer)
    if country is None or not can_see_needs(viewer):
        return Need.objects.none()
    firms = published_for(viewer).filter(country=country.other)
    if own := viewer.company:
        family = {own.pk, own.parent_id or own.pk}
        firms = firms.exclude(parent__in=family).exclude(pk__in=family)
    return Need.objects.open().filter(company__in=firms)


def country_of(viewer: Viewer) -> Country | None:
    """That of the firm or the agency a person acts for."""
    if viewer.company is not None:
        return Country(viewer.company.country)
    return Country(viewer.appointment.agency.country) if viewer.appointment else None


def queue_for(viewer: Viewer) -> MatchQuerySet:
    """Cases that wait for this desk: in its corridors and its officer's scope, not yet decided by it."""
    queue = Match.objects.review_queue().with_parties()
    appointment = viewer.appointment
    if not viewer.is_desk or appointment is None:
        return queue.with_waiting_firms() if viewer.is_auditor else queue.none()
    queue = queue.filter(corridor__in=corridors_read_by(viewer)).exclude(
        decisions__agency=appointment.agency_id
    )
    if clusters := list(appointment.clusters.all()):
        queue = queue.with_firms_in(clusters)
    if places := list(appointment.locations.all()):
        queue = queue.filter(Q(thai__location__in=places) | Q(japanese__location__in=places))
    return queue.with_waiting_firms().order_by("waits_for_firm", "-p_both", "id")


def rows_of_queue(keys: Sequence[int]) -> list[Match]:
    """Cases of a queue in its order, fetched by key: who may read them was asked for the keys."""
    cases = Match.objects.with_names().with_waiting_firms().select_related("claimed_by", "handed_to")
    return cases.rows_of(keys)


def cases_of_officer(viewer: Viewer) -> QuerySet[Match]:
    """What an officer holds or was handed, the longest waiting first; also what waits for a firm."""
    held = Q(claimed_by=viewer.user, claimed_until__gt=timezone.now())
    mine = cases_seen_by(viewer).in_review().filter(Q(handed_to=viewer.user) | held)
    mine = mine.with_names().with_waiting_firms().select_related("claimed_by", "handed_to")
    return mine.order_by("proposed_at", "id")


def overdue_steps(cases: QuerySet[Match]) -> QuerySet[NextStep]:
    """Steps of connected cases whose day is over, the longest first."""
    connected = cases.filter(state=MatchState.CONNECTED).order_by().values("pk")
    late = NextStep.objects.filter(match__in=connected, done_at=None, due_on__lt=timezone.localdate())
    named = Prefetch("match", Match.objects.with_names())
    return late.prefetch_related(named, "owner").order_by("due_on", "id")


def about_to_lapse(cases: MatchQuerySet) -> MatchQuerySet:
    """Introductions whose promised days end within three days or are over, the nearest first."""
    soon = timezone.localdate() + LAPSES_SOON
    waiting = cases.filter(state=MatchState.INTRODUCED, answer_due_on__lte=soon)
    return waiting.with_names().order_by("answer_due_on", "id")


def needs_to_check(country: str) -> QuerySet[Need]:
    """Open needs that the engine can hardly place: without a capability or a kind; the latest first."""
    # One tag of each need as it comes, never the needs of all tags.
    tag = Need.capabilities.through.objects.filter(need=OuterRef("pk")).values("pk")[:1]
    vague = Q(tag__isnull=True) | Q(collaboration_type__isnull=True)
    found = Need.objects.public().alias(tag=Subquery(tag)).filter(vague, company__country=country)
    newest = F("opened_at").desc(nulls_last=True)
    return found.select_related("company__location").order_by(newest, "-id")  # type: ignore[return-value]


def firm_questions_of(viewer: Viewer) -> QuerySet[FirmQuestion]:
    """What firms have not answered yet, the oldest first."""
    cases = cases_seen_by(viewer).order_by().values("pk")
    waiting = FirmQuestion.objects.waiting().filter(match__in=cases)
    return waiting.select_related("match", "company__location", "asked_by").order_by("asked_at", "id")


def cases_seen_by(viewer: Viewer) -> MatchQuerySet:
    """Every match the viewer may read, as `can_see_match` and `can_see_review` judge one by one."""
    matches = Match.objects.with_parties()
    if viewer.company is not None:
        return matches.of_company(viewer.company)
    if viewer.is_auditor:
        return matches
    if viewer.is_registrar:
        return matches.filter(state__in=CONTACTS_OPEN)
    if not viewer.is_desk or viewer.appointment is None:
        return matches.none()
    desks = CorridorDesk.objects.filter(agency=viewer.appointment.agency_id)
    return matches.filter(corridor__in=desks.values("corridor"))


def corridors_read_by(viewer: Viewer) -> QuerySet[Corridor]:
    """Corridors whose pairs a viewer may read: those of their desk; an auditor reads all."""
    if viewer.is_auditor:
        return Corridor.objects.all()
    if not viewer.is_desk or viewer.appointment is None:
        return Corridor.objects.none()
    return Corridor.objects.filter(desks__agency=viewer.appointment.agency_id)


def earlier_decisions(match: Match, viewer: Viewer) -> QuerySet[Match]:
    """How other cases of either firm went, latest first; of those the viewer may read, and none still undoable."""
    firms = (match.thai_id, match.japanese_id)
    return (
        cases_seen_by(viewer)
        .with_names()
        .filter(Q(thai__in=firms) | Q(japanese__in=firms), held__isnull=True)
        .exclude(pk=match.pk)
        .exclude(state=MatchState.PROPOSED)
        .select_related("reason")
        .order_by("-pk")[:EARLIER_SHOWN]
    )


@dataclass(frozen=True)
class Load:
    """Live matches of one firm in all corridors: those the viewer may read, and how many there are."""

    total: int
    others: list[Match]

    @property
    def unseen(self) -> int:
        """Besides the case itself and those that are listed."""
        return self.total - 1 - len(self.others)


def loads_of(match: Match, viewer: Viewer) -> dict[str, Load]:
    """Of both firms of a case, by side."""
    firms = (match.thai_id, match.japanese_id)
    live = Match.objects.filter(Q(thai__in=firms) | Q(japanese__in=firms), state__in=LIVE).order_by("-pk")
    pairs = {pk: pair for pk, *pair in live.values_list("pk", "thai", "japanese")}
    seen = cases_seen_by(viewer).with_names().in_bulk([pk for pk in pairs if pk != match.pk])
    return {
        side: Load(len(own) + (not match.is_live), [seen[pk] for pk in own if pk in seen])
        for side, firm in zip(("thai", "japanese"), firms, strict=True)
        for own in [[pk for pk, pair in pairs.items() if firm in pair]]
    }


@dataclass(frozen=True)
class DeskState:
    """How far one desk of the corridor is. What can still be undone is told to that desk alone."""

    agency: Agency
    approved: MatchDecision | None
    has_rejected: bool
    waits: bool
    is_own: bool
    due_on: datetime.date


def desk_states(match: Match, viewer: Viewer) -> list[DeskState]:
    own = viewer.appointment.agency_id if viewer.appointment else None
    held = {row.agency_id for row in match.held.all()}
    approvals = {row.agency_id: row for row in match.decisions.all()}
    rejections = (event.agency_id for event in history(match) if event.move == "reject")
    rejecting, states = next(rejections, None), []
    for desk in match.corridor.desks.all():
        is_told = desk.agency_id == own or desk.agency_id not in held
        approved = approvals.get(desk.agency_id) if is_told else None
        rejected = is_told and match.state == MatchState.REJECTED and rejecting == desk.agency_id
        waits = approved is None and (match.is_in_review or not is_told)
        due_on = working_days_after(
            timezone.localdate(match.proposed_at), match.corridor.review_days, desk.agency.country
        )
        states.append(DeskState(desk.agency, approved, rejected, waits, desk.agency_id == own, due_on))
    return states


def history(match: Match) -> list[MatchEvent]:
    """The latest event first; asked for once."""
    prefetch_related_objects(
        [match], Prefetch("events", MatchEvent.objects.select_related("by").order_by("-id"))
    )
    return list(match.events.all())


def awaiting_answer(company: Company) -> QuerySet[Match]:
    """Introductions this firm has not answered, the nearest deadline first."""
    unanswered = Q(thai=company, thai_answer=Answer.NONE) | Q(japanese=company, japanese_answer=Answer.NONE)
    return (
        Match.objects.filter(unanswered, state=MatchState.INTRODUCED)
        .with_parties()
        .order_by("answer_due_on", "id")
    )


def open_steps(company: Company) -> QuerySet[NextStep]:
    return (
        NextStep.objects.filter(owner=company, done_at__isnull=True, match__state=MatchState.CONNECTED)
        .select_related("match__thai__location", "match__japanese__location", "owner")
        .order_by("due_on", "id")
    )


def matches_of(company: Company) -> QuerySet[Match]:
    """All a firm knows of: what waits for its answer first, then the latest."""
    unanswered = Q(thai=company, thai_answer=Answer.NONE) | Q(japanese=company, japanese_answer=Answer.NONE)
    waits = Case(When(unanswered & Q(state=MatchState.INTRODUCED), then=0), default=1)
    return Match.objects.of_company(company).with_parties().order_by(waits, "-introduced_at", "-id")


def awaiting_reply(company: Company) -> QuerySet[Message]:
    """The last message of each conversation that the partner wrote, latest first."""
    ours = Q(conversation__match__thai=company) | Q(conversation__match__japanese=company)
    latest = Message.objects.filter(conversation=OuterRef("conversation")).order_by("-id").values("pk")[:1]
    return (
        Message.objects.filter(ours, pk=Subquery(latest), conversation__match__state=MatchState.CONNECTED)
        .exclude(company=company)
        .select_related("conversation__match", "company__location", "author")
        .order_by("-id")
    )


def connected_lately() -> QuerySet[Match]:
    return Match.objects.filter(state=MatchState.CONNECTED).with_parties().order_by("-connected_at", "-id")


def needs_without_partner(company: Company) -> list[Need]:
    """Open needs whose best offer lies below the line, as the latest search of the firm found."""
    search = PartnerSearch.objects.filter(company=company, done_at__isnull=False).first()
    if search is None:
        return []
    return [need for need in company.needs.open() if search.best_fit_of(need.pk) < NO_PARTNER_BELOW]
