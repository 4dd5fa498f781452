"""Six officers approve the same hundred proposals at once: each is decided once, and the losers hear by whom."""

import threading
from collections import Counter, defaultdict

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from config.lifecycle import MoveNotAllowed
from matching import lifecycle
from matching.models import HeldDecision, Match, MatchDecision, MatchEvent
from matching.queries import history
from tests.factories.companies import AgencyFactory, AppointmentFactory
from tests.factories.matching import CorridorFactory, propose

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
OFFICERS, PROPOSALS, PAGES = 6, 100, 5


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def officers(agency):
    return [row.user for row in AppointmentFactory.create_batch(OFFICERS, agency=agency)]


def at_once(actions):
    """All started together, each on a connection of its own; a fault of any is raised."""
    start, faults = threading.Barrier(len(actions)), []

    def run(action):
        try:
            start.wait(timeout=90)
            action()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


def test_a_hundred_proposals_are_decided_once_each_and_the_losers_know_by_whom(agency, officers):
    corridor = CorridorFactory(desks=[agency])
    cases = [propose(corridor=corridor) for _ in range(PROPOSALS)]
    won, told = defaultdict(list), defaultdict(list)

    def approve_all(officer):
        for match in cases:
            try:
                lifecycle.approve(match, by=officer, agency=agency)
                won[match.pk].append(officer)
            except MoveNotAllowed:
                told[match.pk].append(history(match)[0].by)

    at_once([lambda officer=officer: approve_all(officer) for officer in officers])

    assert {len(winners) for winners in won.values()} == {1}
    assert len(won) == PROPOSALS
    assert MatchDecision.objects.count() == MatchEvent.objects.filter(move="approve").count() == PROPOSALS
    assert HeldDecision.objects.count() == PROPOSALS
    assert Counter(Match.objects.values_list("state", flat=True)) == {"approved": PROPOSALS}
    assert all(told[pk] == [winners[0]] * (OFFICERS - 1) for pk, winners in won.items())


def test_the_page_of_a_loser_says_who_decided(agency, officers):
    corridor = CorridorFactory(desks=[agency])
    cases = [propose(corridor=corridor) for _ in range(PAGES)]
    pages = defaultdict(list)

    def approve_all(officer):
        client = Client()
        client.force_login(officer)
        for match in cases:
            page = client.post(reverse("matching:match-approve", args=[match.pk]))
            pages[match.pk].append((page.status_code, page.content.decode()))

    at_once([lambda officer=officer: approve_all(officer) for officer in officers])

    for match in cases:
        winner = MatchDecision.objects.get(match=match).by
        statuses = Counter(status for status, _page in pages[match.pk])
        assert statuses == {302: 1, 409: OFFICERS - 1}
        assert all(str(winner) in page for status, page in pages[match.pk] if status == 409)
