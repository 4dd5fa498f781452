"""A share of decisions is read again by a colleague who does not know of the first; nothing changes by it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.permissions import Viewer
from config.lifecycle import MoveNotAllowed
from matching import conflicts, lifecycle, second_readings
from matching.enums import Opinion
from matching.models import Corridor, Match, SecondReading
from matching.statistics.agreement import Agreement, agreement
from matching.statistics.cases import cases_in
from matching.statistics.periods import last_months
from tests.factories.companies import AgencyFactory, AppointmentFactory
from tests.factories.matching import CorridorFactory, ReasonFactory, announced, propose, to_read_again

pytestmark = pytest.mark.django_db
SECRETS = ("too far apart", "rejected")


def url(name, *args):
    return reverse(f"matching:second-{name}", args=args)


@pytest.fixture
def dao(officer):
    return officer.user


@pytest.fixture
def dip(officer):
    return officer.agency


def viewer_of(user):
    return Viewer(user, appointment=user.appointments.get())


@pytest.fixture
def reading(dip):
    return to_read_again(dip)


def given(reading, desk, opinion):
    """What the officer answers on the page."""
    if opinion == Opinion.APPROVE:
        return desk.post(url("approve", reading.pk))
    return desk.post(url("reject", reading.pk), {"reject-reason": ReasonFactory().pk, "reject-note": "far"})


@pytest.mark.parametrize("opinion", list(Opinion))
def test_an_opinion_is_kept_and_the_case_stays_as_it_was(reading, desk, opinion):
    before = Match.objects.values().get(pk=reading.match_id)
    events = reading.match.events.count()
    response = given(reading, desk, opinion)
    reading.refresh_from_db()
    assert response.url == url("list")
    assert (reading.first, reading.second) == (Opinion.REJECT, opinion)
    assert reading.read_at is not None
    assert (reading.second_reason is not None) == (opinion == Opinion.REJECT)
    assert Match.objects.values().get(pk=reading.match_id) == before
    assert reading.match.events.count() == events
    assert reading.first_by.name in desk.get(url("list")).content.decode()


def test_the_page_tells_nothing_of_the_first_decision(dip, desk):
    reading = to_read_again(dip)
    Match.objects.filter(pk=reading.match_id).update(reason_note=SECRETS[0])
    told = [desk.get(url("read", reading.pk)).content.decode(), desk.get(url("list")).content.decode()]
    for page in told:
        assert reading.first_by.name not in page
        assert reading.match.reason.name not in page.replace("<option", "")[: page.find("<dialog")]
        assert SECRETS[0] not in page
        assert 'data-stage="2"' not in page


def test_whether_a_case_is_drawn_shows_nowhere_before_the_decision(dip, desk):
    corridor = CorridorFactory(desks=[dip], second_percent=0)
    match = propose(corridor=corridor)
    page = reverse("matching:match-review", args=[match.pk])
    without = desk.get(page).content
    corridor.second_percent = 50
    corridor.save()
    assert len(desk.get(page).content) == len(without)
    assert not SecondReading.objects.exists()


@pytest.mark.parametrize("percent", [0, 20, 100])
def test_the_share_of_the_corridor_is_drawn_the_same_way_each_time(dip, percent):
    corridor = CorridorFactory(desks=[dip], second_percent=percent)
    cases = [Match(pk=number, corridor=corridor) for number in range(2000)]
    drawn = [second_readings.is_drawn(match, dip) for match in cases]
    assert drawn == [second_readings.is_drawn(match, dip) for match in cases]
    assert sum(drawn) == pytest.approx(20 * percent, abs=100 if 0 < percent < 100 else 0)


def test_an_undone_decision_is_not_read_again(dip, dao):
    match = propose(corridor=CorridorFactory(desks=[dip], second_percent=100))
    match = lifecycle.reject(match, by=dao, reason=ReasonFactory(), agency=dip)
    lifecycle.undo(match.held.get(), by=dao)
    assert not SecondReading.objects.exists()


def test_neither_the_first_officer_nor_one_in_conflict_nor_another_desk_may_read(reading, dip, dao, client):
    first = reading.first_by
    AppointmentFactory(agency=dip, user=first)
    stranger = AppointmentFactory(agency=AgencyFactory()).user
    close = AppointmentFactory(agency=dip).user
    conflicts.declare(reading.match.thai, by=close)
    for officer in (first, stranger, close):
        client.force_login(officer)
        assert client.get(url("read", reading.pk)).status_code == 404
        assert client.post(url("approve", reading.pk)).status_code == 404
    client.force_login(dao)
    assert client.get(url("read", reading.pk)).status_code == 200


def test_who_had_a_hand_in_the_case_does_not_read_it(dip, dao, desk):
    match = propose(corridor=CorridorFactory(desks=[dip], second_percent=100))
    until = timezone.localdate() + datetime.timedelta(days=2)
    match = announced(lifecycle.park(match, by=dao, until=until, reason="later", agency=dip))
    colleague = AppointmentFactory(agency=dip).user
    announced(lifecycle.approve(match, by=colleague, agency=dip))
    reading = SecondReading.objects.get()
    assert reading.first == Opinion.APPROVE
    assert desk.get(url("read", reading.pk)).status_code == 404


def test_who_knows_the_case_leaves_it_to_others(reading, desk, dip, client):
    desk.post(url("leave", reading.pk))
    assert desk.get(url("read", reading.pk)).status_code == 404
    client.force_login(AppointmentFactory(agency=dip).user)
    assert client.get(url("read", reading.pk)).status_code == 200


def test_of_two_colleagues_the_first_opinion_counts(reading, dip, dao):
    other = AppointmentFactory(agency=dip).user
    second_readings.give(reading, viewer=viewer_of(dao), by=dao, opinion=Opinion.APPROVE)
    with pytest.raises(MoveNotAllowed):
        second_readings.give(reading, viewer=viewer_of(other), by=other, opinion=Opinion.REJECT)
    reading.refresh_from_db()
    assert reading.second_by == dao


@pytest.mark.parametrize("move", ["approve", "reject", "leave"])
def test_who_comes_second_is_told_and_nothing_is_kept(reading, desk, dip, client, move):
    given(reading, desk, Opinion.APPROVE)
    client.force_login(AppointmentFactory(agency=dip).user)
    response = client.post(url(move, reading.pk), follow=True)
    assert response.status_code == 200
    assert "A colleague was first" in response.content.decode()
    reading.refresh_from_db()
    assert reading.second == Opinion.APPROVE


def test_a_rejection_needs_its_reason(reading, desk):
    response = desk.post(url("reject", reading.pk), {"reject-note": "typed"})
    assert "typed" in response.content.decode()
    assert SecondReading.objects.waiting().exists()


def test_agreement_is_that_of_the_rows(dip, desk, dao):
    for opinion in (Opinion.REJECT, Opinion.REJECT, Opinion.APPROVE):
        second_readings.give(to_read_again(dip), viewer=viewer_of(dao), by=dao, opinion=opinion)
    period = last_months(timezone.localdate())
    found = agreement(cases_in(Corridor.objects.all(), period, agency=dip.pk))
    assert found.number == 3
    assert found.share == pytest.approx(2 / 3)
    assert agreement(cases_in(Corridor.objects.all(), period, agency=0)).number == 0
    page = desk.get(reverse("matching:statistics")).content.decode()
    assert "opinions=reject-approve" in page
    listed = desk.get(reverse("matching:statistics-cases"), {"opinions": "reject-approve"})
    assert listed.context["total"] == 1


def counted(*numbers):
    pairs = [(first, second) for first in Opinion for second in Opinion]
    return Agreement(dict(zip(pairs, numbers, strict=True)))


@pytest.mark.parametrize(
    ("numbers", "kappa"),
    [
        # 20 both yes, 15 both no, 5 and 10 split: p = 0.7, e = 0.5.
        ((20, 5, 10, 15), 0.4),
        ((10, 0, 0, 10), 1.0),
        ((0, 10, 10, 0), -1.0),
        ((7, 0, 0, 0), None),
        ((0, 0, 0, 0), None),
    ],
)
def test_kappa_of_known_tables(numbers, kappa):
    assert counted(*numbers).kappa == (None if kappa is None else pytest.approx(kappa))
