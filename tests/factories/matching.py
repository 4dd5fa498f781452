"""Matches: one factory per state, walked there through the lifecycle."""

import datetime

import factory
from django.utils import timezone

from companies.models import Agency, Company
from matching import lifecycle
from matching.enums import Answer, MatchOrigin, MatchState, ReasonUse
from matching.models import Corridor, CorridorDesk, Match, Reason, SecondReading
from tests.factories.accounts import UserFactory
from tests.factories.companies import (
    AgencyFactory,
    CompanyFactory,
    JapaneseCompanyFactory,
    NeedFactory,
    OfferFactory,
)


class CorridorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Corridor
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"corridor-{n}")
    name_th = "เส้นทางทดสอบ"
    name_ja = "試験回廊"
    name_en = factory.LazyAttribute(lambda o: o.code)

    @factory.post_generation
    def desks(self, create, agencies, **kwargs):
        """DIP alone, unless the test names other agencies."""
        for agency in [AgencyFactory()] if agencies is None else agencies:
            CorridorDesk.objects.create(corridor=self, agency=agency)


class ReasonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reason
        django_get_or_create = ("code",)

    code = "weak_match"
    raised_by = "both"
    uses = factory.LazyFunction(lambda: list(ReasonUse.values))
    name_th = "ไม่ตรงกันพอ"
    name_ja = "一致が弱い"
    name_en = "Does not fit well enough"


def propose(*, thai: Company | None = None, japanese: Company | None = None, **changes) -> Match:
    """A proposal that rests on a Thai need met by a Japanese offer."""
    thai = thai or CompanyFactory()
    japanese = japanese or JapaneseCompanyFactory()
    need, offer = NeedFactory(company=thai), OfferFactory(company=japanese)
    details = {
        "corridor": changes.pop("corridor", None) or CorridorFactory(),
        "origin": MatchOrigin.RUN,
        "p_thai_accepts": 0.8,
        "p_japanese_accepts": 0.7,
        "p_both": 0.56,
        "evidence": {},
        "links": [(need.pk, offer.pk, 0.9)],
    }
    return lifecycle.propose(thai=thai, japanese=japanese, **details | changes)


def approve(match: Match) -> Match:
    """Every desk of the corridor says yes, and the time to undo it is over."""
    for desk in match.corridor.desks.select_related("agency"):
        match = lifecycle.approve(match, by=UserFactory(), agency=desk.agency)
    return announced(match)


def announced(match: Match) -> Match:
    """The ten seconds in which decisions can be undone are over."""
    for held in list(match.held.all()):
        match = lifecycle.release_decision(held)
    return match


def introduced(**changes) -> Match:
    return approve(propose(**changes))


def connected(**changes) -> Match:
    match = introduced(**changes)
    for company in (match.thai, match.japanese):
        match = lifecycle.answer(match, by=UserFactory(), company=company, answer=Answer.INTERESTED)
    return match


def match_in(state: MatchState, **changes) -> Match:
    """A match that came to `state` by the moves that lead there."""
    by = UserFactory()
    if state == MatchState.PROPOSED:
        return propose(**changes)
    if state == MatchState.PARKED:
        until = timezone.localdate() + datetime.timedelta(days=9)
        return announced(lifecycle.park(propose(**changes), by=by, until=until, reason="After the fair"))
    if state == MatchState.REJECTED:
        return announced(lifecycle.reject(propose(**changes), by=by, reason=ReasonFactory()))
    if state == MatchState.WITHDRAWN:
        return lifecycle.withdraw(introduced(**changes), by=by, reason=lifecycle.WithdrawReason.DESK)
    if state == MatchState.APPROVED:
        match = propose(**changes)
        return lifecycle.approve(match, by=by, agency=match.corridor.desks.get().agency)
    if state == MatchState.INTRODUCED:
        return introduced(**changes)
    if state == MatchState.DECLINED:
        match = introduced(**changes)
        return lifecycle.answer(
            match, by=by, company=match.thai, answer=Answer.DECLINED, reason=ReasonFactory()
        )
    if state == MatchState.UNANSWERED:
        return lifecycle.lapse(introduced(**changes))
    if state == MatchState.CONNECTED:
        return connected(**changes)
    return lifecycle.conclude(connected(**changes), by=by, outcome=state)


def to_read_again(agency: Agency, **changes) -> SecondReading:
    """A case that a colleague of the desk rejected, drawn for a second reading."""
    corridor = CorridorFactory(desks=[agency], second_percent=100)
    match = propose(corridor=corridor, **changes)
    announced(lifecycle.reject(match, by=UserFactory(), reason=ReasonFactory(), agency=agency))
    return SecondReading.objects.get(match=match)
