"""Two owners leave at once, and a block meets a proposal: the locks are needed, as their twins show."""

import threading
from collections import Counter

import pytest
from django.db import connection

from accounts import erasure
from accounts.models import User
from companies import blocks, personal
from companies.models import Membership
from config.lifecycle import MoveNotAllowed
from matching.models import Match
from tests.factories.accounts import UserFactory
from tests.factories.companies import CompanyFactory, JapaneseCompanyFactory, MembershipFactory
from tests.factories.matching import CorridorFactory, propose

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def at_once(*acts):
    """How all of them ended, started together, each on a connection of its own."""
    outcomes, start = Counter(), threading.Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
            outcomes["done"] += 1
        except MoveNotAllowed:
            outcomes["told"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def two_owners():
    firm = CompanyFactory()
    return [MembershipFactory(company=firm).user for _owner in range(2)]


def leave_together(owners):
    return at_once(*(lambda owner=owner: erasure.ask(owner) for owner in owners))


def test_of_two_owners_leaving_at_once_one_stays():
    owners = two_owners()
    assert leave_together(owners) == {"done": 1, "told": 1}
    assert User.objects.filter(erasure_due_at=None, pk__in=[owner.pk for owner in owners]).count() == 1


def test_without_the_lock_both_leave_and_the_firm_has_nobody(monkeypatch):
    both_have_read = threading.Barrier(2, timeout=90)

    def unlocked(user):
        firms = [row.company for row in Membership.objects.filter(user=user).select_related("company")]
        without = [firm for firm in firms if not personal.is_safe_without(firm, user)]
        both_have_read.wait()
        return without

    monkeypatch.setattr(personal, "firms_left_without_owner", unlocked)
    assert leave_together(two_owners()) == {"done": 2}


def meet(pause=lambda: None):
    """A block in the making, and a proposal of the same pair that begins before it is committed."""
    thai, japanese, by = CompanyFactory(), JapaneseCompanyFactory(), UserFactory()
    corridor = CorridorFactory()
    outcomes = at_once(
        lambda: blocks.block(thai, japanese, by=by),
        lambda: propose(thai=thai, japanese=japanese, corridor=corridor),
    )
    assert outcomes["done"] >= 1
    return Match.objects.live().filter(thai=thai, japanese=japanese).count()


@pytest.mark.parametrize("trial", range(8))
def test_a_block_and_a_proposal_never_both_stand(trial):
    assert meet() == 0


def test_without_the_lock_a_blocked_pair_is_proposed(monkeypatch):
    """Both look before either has committed."""
    both_have_looked = threading.Barrier(2, timeout=90)
    from matching import lifecycle

    look = lifecycle.are_kept_apart

    def look_and_wait(*firms):
        seen = look(*firms)
        both_have_looked.wait()
        return seen

    def wait_for_no_lock(*firms):
        pass

    def announce_late(*args, **news):
        sent = send(*args, **news)
        both_have_looked.wait()
        return sent

    send = blocks.block_changed.send
    monkeypatch.setattr(blocks, "lock_pair", wait_for_no_lock)
    monkeypatch.setattr(blocks.block_changed, "send", announce_late)
    monkeypatch.setattr(lifecycle, "are_kept_apart", look_and_wait)
    assert meet() == 1
