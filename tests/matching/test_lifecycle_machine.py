"""Any order of moves keeps the promises of a match."""

import datetime

from django.utils import timezone
from hypothesis import settings
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import sampled_from

from config.lifecycle import MoveNotAllowed
from matching import lifecycle
from matching.enums import LIVE, OUTCOMES, Answer, MatchState, WithdrawReason
from matching.models import Match
from tests.factories.accounts import UserFactory
from tests.factories.companies import AgencyFactory
from tests.factories.matching import CorridorFactory, ReasonFactory, propose


class MatchMachine(RuleBasedStateMachine):
    @initialize()
    def start(self):
        self.agencies = [AgencyFactory(), AgencyFactory(country="JP")]
        self.by, self.reason = UserFactory(), ReasonFactory()
        self.match = propose(corridor=CorridorFactory(desks=self.agencies))

    def move(self, name, *, held=None, **details):
        """Whatever the lifecycle answers, the row is what the database says afterwards."""
        before = self.match.state
        try:
            getattr(lifecycle, name)(held or self.match, **details)
        except MoveNotAllowed:
            self.match = Match.objects.get(pk=self.match.pk)
            assert self.match.state == before
        self.match = Match.objects.get(pk=self.match.pk)

    @rule(desk=sampled_from([0, 1]))
    def approve(self, desk):
        self.move("approve", by=self.by, agency=self.agencies[desk])

    @rule()
    def reject(self):
        self.move("reject", by=self.by, reason=self.reason)

    @rule()
    def park(self):
        until = timezone.localdate() + datetime.timedelta(days=1)
        self.move("park", by=self.by, until=until, reason="")

    @rule(side=sampled_from(["thai", "japanese"]), answer=sampled_from([Answer.INTERESTED, Answer.DECLINED]))
    def answer(self, side, answer):
        company = getattr(self.match, side)
        self.move("answer", by=self.by, company=company, answer=answer, reason=self.reason)

    @rule()
    def undo(self):
        if held := self.match.held.order_by("-id").first():
            self.move("undo", held=held, by=self.by)

    @rule()
    def release_decisions(self):
        for held in list(self.match.held.all()):
            lifecycle.release_decision(held)
        self.match = Match.objects.get(pk=self.match.pk)

    @rule()
    def lapse(self):
        self.move("lapse")

    @rule(outcome=sampled_from(OUTCOMES))
    def conclude(self, outcome):
        self.move("conclude", by=self.by, outcome=outcome)

    @rule()
    def withdraw(self):
        self.move("withdraw", by=self.by, reason=WithdrawReason.DESK)

    @invariant()
    def keeps_its_promises(self):
        match = self.match
        approved = match.decisions.count() == len(self.agencies)
        assert (match.approved_at is not None) == approved
        assert match.introduced_at is None or (approved and not match.held.exists())
        assert (match.connected_at is not None) == hasattr(match, "conversation")
        assert match.contacts_are_open == (
            match.connected_at is not None and match.state != MatchState.WITHDRAWN
        )
        assert (match.state in LIVE) == (match.ended_at is None)
        assert match.events.order_by("-id").first().to_state == match.state


class TestMatchMachine(TestCase):
    def test_any_order_of_moves_keeps_the_promises_of_a_match(self):
        run_state_machine_as_test(MatchMachine, settings=settings(max_examples=20, stateful_step_count=15))
