"""A demonstration has lived through years: what its own moves leave, at their dates, told to nobody."""

import datetime
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Notice
from companies.models import Company
from matching.enums import MatchState
from matching.history import years
from matching.models import Match, MatchEvent, Run, SideDecision
from outbox.models import Job, Mail
from tests.factories.matching import CorridorFactory, ReasonFactory
from tests.matching.market import maker, seeker

pytestmark = pytest.mark.django_db(transaction=True)
RUN_DAYS = (200, 100, 20)
REASONS = (
    "weak_match",
    "profile_incomplete",
    "out_of_cluster",
    "duplicate",
    "other",
    "capacity_full",
    "price_gap",
)
REFUSALS = (
    "spec_out_of_range",
    "lot_too_small",
    "existing_partner",
    "lead_time",
    "language_support",
    "policy_timing",
)


@pytest.fixture
def firms(monkeypatch, somchai, dao, dip) -> list[Company]:
    """Half of the cases are in one corridor of the Thai desk."""
    monkeypatch.setattr(years, "RUN_DAYS", RUN_DAYS)
    CorridorFactory(desks=[dip], minimum_probability=0.01)
    for code in (*REASONS, *REFUSALS):
        ReasonFactory(code=code)
    return [
        one for number in range(4) for one in (seeker(is_demonstration=True), maker(employees=40 + number))
    ]


def test_every_case_went_its_way_in_the_past(firms):
    now = timezone.now()
    years.write({})
    assert Run.objects.count() == len(RUN_DAYS)
    assert len({match.state for match in Match.objects.all()}) > 2
    for match in Match.objects.all():
        events = list(match.events.all())
        assert events[0].move == "propose"
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert all(one.to_state == next_.from_state for one, next_ in pairwise(events))
        assert events[-1].to_state == match.state
        assert now - datetime.timedelta(days=RUN_DAYS[0] + 1) < events[0].at <= events[-1].at < now
    assert not Match.objects.filter(held__isnull=False).exists()


def test_nobody_is_told_and_nothing_is_learnt_from_it(firms):
    jobs = Job.objects.count()
    years.write({})
    assert MatchEvent.objects.filter(move="answer").exists()
    assert not Notice.objects.filter(read_at__isnull=True).exists()
    assert not Mail.objects.exists()
    assert Job.objects.count() == jobs
    assert not SideDecision.objects.exists()


def test_two_firms_that_signed_come_to_it_on_that_day(firms):
    thai, japanese = firms[0], firms[1]
    day = timezone.localdate() - datetime.timedelta(days=30)
    years.write({(thai.pk, japanese.pk): day})
    match = Match.objects.get(state=MatchState.AGREED)
    assert (match.thai, match.japanese) == (thai, japanese)
    assert timezone.localdate(match.ended_at) == day


def test_firms_were_listed_before_their_first_case(firms):
    years.write({})
    listed = Company.objects.published().filter(is_demonstration=True)
    assert listed.exists()
    assert max(listed.values_list("published_at", flat=True)) <= Run.objects.earliest("created_at").created_at


def test_only_a_demonstration_has_one_and_only_once(firms, settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="Only a demonstration"):
        call_command("load_history", verbosity=0)
    settings.DEMONSTRATION = True
    call_command("load_history", verbosity=0)
    made = Match.objects.count()
    assert made
    call_command("load_history", verbosity=0)
    assert Match.objects.count() == made
