"""Two owners leave at once; without the lock of the team the firm loses both, so the guard is needed."""

import threading
from collections import Counter

import pytest
from django.db import connection

from companies import team
from tests.factories.companies import CompanyFactory, MembershipFactory

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def leave_at_once(memberships):
    outcomes, start = Counter(), threading.Barrier(len(memberships))

    def act(membership):
        start.wait()
        try:
            team.leave(membership)
            outcomes["left"] += 1
        except team.LastOwner:
            outcomes["told"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[membership]) for membership in memberships]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def owners():
    return MembershipFactory.create_batch(2, company=CompanyFactory())


def test_of_two_owners_who_leave_at_once_one_stays(owners):
    assert leave_at_once(owners) == {"left": 1, "told": 1}
    assert owners[0].company.memberships.owners().count() == 1


def test_without_the_lock_no_owner_is_left(owners, monkeypatch):
    both_have_looked = threading.Barrier(2, timeout=60)
    look = team.keep_an_owner

    def look_and_wait(membership, move):
        look(membership, move)
        both_have_looked.wait()

    monkeypatch.setattr(team, "lock_team", lambda company: company)
    monkeypatch.setattr(team, "keep_an_owner", look_and_wait)
    leave_at_once(owners)
    assert owners[0].company.memberships.owners().count() == 0
