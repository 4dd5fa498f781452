import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Notice
from companies.working_days import due_in_both
from config.lifecycle import MoveNotAllowed
from matching import lifecycle
from matching.enums import OUTCOMES, Answer, MatchState, WithdrawReason
from matching.models import Conversation, Match, MatchEvent, NextStep
from matching.signals import match_moved
from outbox.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.companies import (
    AgencyFactory,
    CompanyFactory,
    JapaneseCompanyFactory,
    MembershipFactory,
)
from tests.factories.matching import (
    CorridorFactory,
    ReasonFactory,
    announced,
    approve,
    connected,
    introduced,
    match_in,
    propose,
)

pytestmark = pytest.mark.django_db
REACHABLE = list(MatchState)


@pytest.fixture(autouse=True)
def stored_mail(settings):
    """The product's own mail door, not the test runner's list."""
    settings.EMAIL_BACKEND = "outbox.mail.OutboxBackend"


def attempt(move, match):
    by = UserFactory()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    calls = {
        "approve": lambda: lifecycle.approve(match, by=by, agency=match.corridor.desks.get().agency),
        "reject": lambda: lifecycle.reject(match, by=by, reason=ReasonFactory()),
        "park": lambda: lifecycle.park(match, by=by, until=tomorrow, reason=""),
        "answer": lambda: lifecycle.answer(match, by=by, company=match.thai, answer=Answer.INTERESTED),
        "lapse": lambda: lifecycle.lapse(match),
        "withdraw": lambda: lifecycle.withdraw(match, by=by, reason=WithdrawReason.DESK),
        **{
            f"conclude_{outcome}": lambda outcome=outcome: lifecycle.conclude(match, by=by, outcome=outcome)
            for outcome in OUTCOMES
        },
    }
    return calls[move]()


MOVES = ["approve", "reject", "park", "answer", "lapse", "withdraw", *(f"conclude_{o}" for o in OUTCOMES)]
DISALLOWED = [
    (move, state) for move in MOVES for state in REACHABLE if state not in lifecycle.MATCH.moves[move][0]
]


@pytest.mark.parametrize(("move", "state"), DISALLOWED)
def test_a_move_from_a_state_it_does_not_start_from_is_refused_and_leaves_nothing(move, state):
    match = match_in(state)
    before = Match.objects.values().get(pk=match.pk), match.events.count(), Notice.objects.count()

    with pytest.raises(MoveNotAllowed):
        attempt(move, match)

    assert (
        Match.objects.values().get(pk=match.pk),
        match.events.count(),
        Notice.objects.count(),
    ) == before


def test_approval_of_the_only_desk_introduces_both_firms_with_a_date():
    corridor = CorridorFactory(answer_days=14)
    people = [
        MembershipFactory(company=CompanyFactory()),
        MembershipFactory(company=JapaneseCompanyFactory()),
    ]
    match = propose(thai=people[0].company, japanese=people[1].company, corridor=corridor)

    match = approve(match)

    assert match.state == MatchState.INTRODUCED
    assert match.answer_due_on == due_in_both(timezone.localdate(), 14)
    assert [e.move for e in match.events.all()] == ["propose", "approve", "introduce"]
    assert list(Notice.objects.values_list("user", flat=True).order_by("user")) == [p.user_id for p in people]
    assert Job.objects.filter(kind="outbox.deliver_mail").count() == len(people)


def test_a_corridor_with_two_desks_waits_for_the_second():
    dip, japan = AgencyFactory(), AgencyFactory(country="JP")
    match = propose(corridor=CorridorFactory(desks=[dip, japan]))

    match = lifecycle.approve(match, by=UserFactory(), agency=dip)
    assert (match.state, match.introduced_at) == (MatchState.PROPOSED, None)
    with pytest.raises(MoveNotAllowed):
        lifecycle.approve(match, by=UserFactory(), agency=dip)
    match = announced(lifecycle.approve(match, by=UserFactory(), agency=japan))

    assert match.state == MatchState.INTRODUCED


def test_two_yeses_connect_and_open_a_conversation_with_a_first_step():
    match = connected()

    assert match.state == MatchState.CONNECTED
    assert Conversation.objects.filter(match=match).count() == 1
    step = NextStep.objects.get(match=match)
    assert (step.owner, step.done_at) == (match.thai, None)
    assert step.due_on > timezone.localdate()


def test_one_no_ends_it_with_its_reason():
    match = match_in(MatchState.DECLINED)

    assert (match.reason.code, match.thai_answer) == ("weak_match", Answer.DECLINED)
    assert match.events.last().reason_code == "weak_match"


def test_a_firm_answers_once():
    match = introduced()
    lifecycle.answer(match, by=UserFactory(), company=match.thai, answer=Answer.INTERESTED)

    with pytest.raises(MoveNotAllowed):
        lifecycle.answer(match, by=UserFactory(), company=match.thai, answer=Answer.DECLINED)


def test_a_stranger_cannot_answer():
    match = introduced()

    with pytest.raises(MoveNotAllowed):
        lifecycle.answer(match, by=UserFactory(), company=CompanyFactory(), answer=Answer.INTERESTED)


def test_a_withdrawn_proposal_is_told_to_nobody_and_an_introduced_one_to_both():
    quiet, told = (MembershipFactory(company=CompanyFactory()) for _ in range(2))
    lifecycle.withdraw(propose(thai=quiet.company), by=None, reason=WithdrawReason.NEED_CLOSED)
    lifecycle.withdraw(introduced(thai=told.company), by=None, reason=WithdrawReason.NEED_CLOSED)

    assert not quiet.user.notices.exists()
    assert told.user.notices.first().template == "matching/notices/withdrawn"


def test_a_receiver_that_fails_undoes_the_whole_move():
    person = MembershipFactory(company=CompanyFactory())
    match = propose(thai=person.company)

    def refuse(move, **news):
        if move == "approve":
            raise RuntimeError("no")

    match_moved.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            approve(match)
    finally:
        match_moved.disconnect(refuse)

    match.refresh_from_db()
    assert (match.state, match.decisions.count(), match.events.count()) == (MatchState.PROPOSED, 0, 1)
    assert not person.user.notices.exists()
    assert not Job.objects.filter(kind="outbox.deliver_mail").exists()


def test_a_pair_has_one_live_match():
    match = propose()

    with pytest.raises(MoveNotAllowed):
        propose(thai=match.thai, japanese=match.japanese)
    lifecycle.reject(match, by=UserFactory(), reason=ReasonFactory())

    assert propose(thai=match.thai, japanese=match.japanese).is_live


@pytest.mark.parametrize("side", ["thai", "japanese"])
def test_the_database_itself_wants_a_thai_and_a_japanese_side(side):
    wrong = {"thai": JapaneseCompanyFactory, "japanese": CompanyFactory}[side]()
    match = propose()

    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.filter(pk=match.pk).update(**{side: wrong})
        connection.check_constraints()


def test_a_lease_keeps_others_out_until_it_ends():
    match, dao, kenji = propose(), UserFactory(), UserFactory()

    assert lifecycle.claim(match, by=dao)
    assert not lifecycle.claim(match, by=kenji)
    with pytest.raises(lifecycle.HeldByAnother):
        lifecycle.reject(match, by=kenji, reason=ReasonFactory())
    Match.objects.filter(pk=match.pk).update(claimed_until=timezone.now())

    assert lifecycle.claim(match, by=kenji)


def test_a_released_case_is_free_again():
    match, dao, kenji = propose(), UserFactory(), UserFactory()
    lifecycle.claim(match, by=dao)

    assert not lifecycle.release(match, by=kenji)
    assert lifecycle.release(match, by=dao)
    assert lifecycle.claim(match, by=kenji)


def test_events_are_append_only():
    match = propose()

    with pytest.raises(IntegrityError), transaction.atomic():
        MatchEvent.objects.filter(match=match).update(move="nothing")
