"""Six officers decide at once; without the row lock the losers are not told, so the guard is needed."""

import threading
from collections import Counter

import pytest
from django.db import IntegrityError, connection

from config.lifecycle import Lifecycle, MoveNotAllowed
from matching import lifecycle
from matching.enums import MatchState
from matching.models import Match, MatchEvent
from tests.factories.accounts import UserFactory
from tests.factories.matching import ReasonFactory, propose

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
OFFICERS = 6


def decide_at_once(match, decisions):
    """Outcomes of all decisions, started together, each on a connection of its own."""
    outcomes, start = Counter(), threading.Barrier(len(decisions))

    def act(decision):
        start.wait()
        try:
            decision()
            outcomes["done"] += 1
        except MoveNotAllowed:
            outcomes["told"] += 1
        except IntegrityError:
            outcomes["crashed"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[decision]) for decision in decisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def approvals(match):
    agency = match.corridor.desks.get().agency
    return [
        lambda officer=officer: lifecycle.approve(match, by=officer, agency=agency)
        for officer in UserFactory.create_batch(OFFICERS)
    ]


def rejections(match):
    reason = ReasonFactory()
    return [
        lambda officer=officer: lifecycle.reject(match, by=officer, reason=reason)
        for officer in UserFactory.create_batch(OFFICERS)
    ]


@pytest.fixture
def no_lock(monkeypatch):
    """The same check on a plain read, held open until every officer has read."""
    everyone_has_read = threading.Barrier(OFFICERS, timeout=90)

    def read_only(self, row, move):
        seen = type(row)._default_manager.get(pk=row.pk)
        everyone_has_read.wait()
        if not self.allows(seen, move):
            raise MoveNotAllowed(seen, move, seen.state)
        return seen

    monkeypatch.setattr(Lifecycle, "lock", read_only)


def test_six_simultaneous_approvals_give_one():
    match = propose()

    outcomes = decide_at_once(match, approvals(match))

    assert outcomes == {"done": 1, "told": OFFICERS - 1}
    assert Match.objects.get(pk=match.pk).state == MatchState.APPROVED
    assert MatchEvent.objects.filter(match=match, move="approve").count() == 1


def test_six_simultaneous_rejections_give_one():
    match = propose()

    outcomes = decide_at_once(match, rejections(match))

    assert outcomes == {"done": 1, "told": OFFICERS - 1}
    assert MatchEvent.objects.filter(match=match, move="reject").count() == 1


def test_without_the_lock_not_every_loser_of_six_approvals_is_told(no_lock):
    match = propose()

    outcomes = decide_at_once(match, approvals(match))

    # Who reads on only after the winner has committed is told by what stands there by then.
    assert outcomes["told"] < OFFICERS - 1


def test_without_the_lock_six_rejections_are_all_recorded(no_lock):
    match = propose()

    decide_at_once(match, rejections(match))

    assert MatchEvent.objects.filter(match=match, move="reject").count() == OFFICERS
