"""Two colleagues send the last expression of interest at once: one goes out, and without the lock two do."""

import threading

import pytest

from matching import interests
from tests.factories.accounts import UserFactory
from tests.factories.companies import CompanyFactory, JapaneseCompanyFactory
from tests.factories.interests import sent
from tests.factories.matching import CorridorFactory
from tests.faults.test_between_firms import at_once

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def send_the_last_twice():
    CorridorFactory()
    firm, by = CompanyFactory(), UserFactory()
    for _time in range(interests.QUOTA - 1):
        sent(firm)
    partners = [JapaneseCompanyFactory() for _colleague in range(2)]
    return firm, lambda: at_once(*(lambda to=partner: sent(firm, to, by=by) for partner in partners))


@pytest.mark.parametrize("trial", range(4))
def test_the_last_of_the_quota_is_sent_once(trial):
    firm, act = send_the_last_twice()
    assert act() == {"done": 1, "told": 1}
    assert firm.interests.count() == interests.QUOTA


def test_without_the_lock_both_are_sent(monkeypatch):
    firm, act = send_the_last_twice()
    both_have_counted = threading.Barrier(2, timeout=90)
    count = interests.left_of_quota

    def count_and_wait(sender):
        left = count(sender)
        both_have_counted.wait()
        return left

    monkeypatch.setattr(interests, "lock_pair", lambda *firms: None)
    monkeypatch.setattr(interests, "left_of_quota", count_and_wait)
    assert act() == {"done": 2}
    assert firm.interests.count() == interests.QUOTA + 1
