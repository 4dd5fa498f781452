"""A decision is on record at once and told to nobody for ten seconds, in which its officer can undo it."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Notice
from config.lifecycle import MoveNotAllowed
from matching import held, interests, lifecycle
from matching.enums import InterestState, MatchState
from matching.models import HeldDecision, Interest, Match, SideDecision
from outbox.models import Job
from outbox.worker import run_job
from tests.factories.accounts import UserFactory
from tests.factories.companies import (
    AgencyFactory,
    CompanyFactory,
    JapaneseCompanyFactory,
    MembershipFactory,
)
from tests.factories.interests import sent
from tests.factories.matching import CorridorFactory, ReasonFactory, announced, propose

pytestmark = pytest.mark.django_db(transaction=True)
LATER = datetime.timedelta(days=3)


def decided(match, move, by, agency):
    if move == "approve":
        return lifecycle.approve(match, by=by, agency=agency)
    if move == "reject":
        return lifecycle.reject(match, by=by, reason=ReasonFactory(), note="too far apart", agency=agency)
    return lifecycle.park(match, by=by, until=timezone.localdate() + LATER, reason="fair", agency=agency)


def seconds_pass():
    """The ten seconds, for every decision that waits."""
    HeldDecision.objects.update(release_at=timezone.now())
    Job.objects.filter(kind=held.RELEASE).update(not_before=timezone.now())


def work_off():
    for job in Job.objects.filter(kind=held.RELEASE, state="waiting").order_by("pk"):
        run_job(job.pk)


@pytest.mark.parametrize("move", ["approve", "reject", "park"])
def test_undoing_brings_back_what_the_decision_overwrote_and_tells_nobody(move):
    owner, dao = MembershipFactory(company=CompanyFactory()), UserFactory()
    match = propose(thai=owner.company)
    before = Match.objects.values().get(pk=match.pk)
    match = decided(match, move, dao, match.corridor.desks.get().agency)
    assert match.state != MatchState.PROPOSED

    lifecycle.undo(match.held.get(), by=dao)
    seconds_pass()
    work_off()

    after = Match.objects.values().get(pk=match.pk)
    changed = {name for name, value in after.items() if value != before[name]}
    assert changed == {"claimed_by_id", "claimed_until"}
    assert (after["claimed_by_id"], match.decisions.count()) == (dao.pk, 0)
    assert [event.move for event in match.events.all()] == ["propose", move, "undo"]
    assert not Notice.objects.exists()


def test_nobody_is_told_before_the_ten_seconds_are_over_and_everybody_after():
    owner = MembershipFactory(company=CompanyFactory())
    match = propose(thai=owner.company)
    lifecycle.approve(match, by=UserFactory(), agency=match.corridor.desks.get().agency)
    work_off()
    match.refresh_from_db()
    assert (match.state, Notice.objects.count()) == (MatchState.APPROVED, 0)

    seconds_pass()
    work_off()

    match.refresh_from_db()
    assert (match.state, Notice.objects.get().user) == (MatchState.INTRODUCED, owner.user)


@pytest.mark.parametrize("too_late", ["time", "told", "stranger"])
def test_a_decision_is_undone_only_in_time_and_by_who_made_it(too_late):
    dao, match = UserFactory(), propose()
    lifecycle.approve(match, by=dao, agency=match.corridor.desks.get().agency)
    row = match.held.get()
    if too_late == "time":
        seconds_pass()
    if too_late == "told":
        lifecycle.release_decision(row)

    with pytest.raises(MoveNotAllowed):
        lifecycle.undo(row, by=UserFactory() if too_late == "stranger" else dao)

    match.refresh_from_db()
    assert match.state in (MatchState.APPROVED, MatchState.INTRODUCED)
    assert not match.events.filter(move="undo").exists()


def test_the_sender_of_an_interest_sees_no_rejection_that_can_still_be_undone():
    CorridorFactory()
    owner = MembershipFactory(company=CompanyFactory())
    interest = sent(owner.company, JapaneseCompanyFactory())
    match = lifecycle.reject(interest.match, by=UserFactory(), reason=ReasonFactory())
    assert Interest.objects.get().state == InterestState.SENT
    assert not interests.may_still_withdraw(match)

    announced(match)

    assert Interest.objects.get().state == InterestState.NOT_TAKEN_UP
    assert Notice.objects.get().user == owner.user


def test_an_undone_decision_teaches_nothing():
    evidence = {"features": {"TH": {}, "JP": {}}, "weights_version": "prior"}
    dao, match = UserFactory(), propose(evidence=evidence)
    lifecycle.reject(match, by=dao, reason=ReasonFactory(is_about_fit=True))
    lifecycle.undo(match.held.get(), by=dao)
    assert not SideDecision.objects.exists()


def test_two_desks_introduce_only_when_neither_can_undo():
    desks = [AgencyFactory(), AgencyFactory(country="JP")]
    match = propose(corridor=CorridorFactory(desks=desks))
    for desk in desks:
        match = lifecycle.approve(match, by=UserFactory(), agency=desk)
    first, second = match.held.all()

    assert lifecycle.release_decision(first).state == MatchState.APPROVED
    assert lifecycle.release_decision(second).state == MatchState.INTRODUCED


def test_the_first_desks_undo_takes_back_an_approval_the_second_made_complete():
    desks = [AgencyFactory(), AgencyFactory(country="JP")]
    dao, kenji, match = UserFactory(), UserFactory(), propose(corridor=CorridorFactory(desks=desks))
    lifecycle.approve(match, by=dao, agency=desks[0])
    lifecycle.approve(match, by=kenji, agency=desks[1])

    match = lifecycle.undo(match.held.get(by=dao), by=dao)
    announced(match)

    match.refresh_from_db()
    assert (match.state, match.approved_at) == (MatchState.PROPOSED, None)
    assert [row.agency for row in match.decisions.all()] == [desks[1]]


def test_an_approval_cannot_be_undone_into_a_case_the_other_desk_rejected():
    desks = [AgencyFactory(), AgencyFactory(country="JP")]
    dao, match = UserFactory(), propose(corridor=CorridorFactory(desks=desks))
    lifecycle.approve(match, by=dao, agency=desks[0])
    lifecycle.reject(match, by=UserFactory(), reason=ReasonFactory(), agency=desks[1])

    with pytest.raises(held.UndoTooLate):
        lifecycle.undo(match.held.get(by=dao), by=dao)

    assert match.events.latest("id").agency == desks[1]
