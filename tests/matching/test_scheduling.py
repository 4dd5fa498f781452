"""The clock runs a corridor on its days, at its time in Bangkok, once."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from matching import jobs, runs, scheduling
from matching.models import Run, RunSchedule
from outbox.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.matching import CorridorFactory

pytestmark = pytest.mark.django_db

# A Wednesday; 09:30 in Bangkok.
NOW = datetime.datetime(2026, 11, 25, 2, 30, tzinfo=datetime.UTC)
AT = datetime.time(9, 30)
WEDNESDAY, THURSDAY = 3, 4


def scheduled(
    weekdays=(WEDNESDAY,), at=AT, changed=NOW - datetime.timedelta(days=30), **terms
) -> RunSchedule:
    corridor = terms.pop("corridor", None) or CorridorFactory()
    schedule = scheduling.set_schedule(corridor, by=UserFactory(), weekdays=weekdays, at=at, **terms)
    schedule.changed_at = changed
    schedule.save()
    return schedule


def after(**passed: float) -> datetime.datetime:
    return NOW + datetime.timedelta(**passed)


@pytest.mark.parametrize(
    ("now", "starts"),
    [
        (after(minutes=-1), 0),
        (NOW, 1),
        (after(hours=3), 1),
        (after(hours=23), 1),
        (after(days=1), 0),
    ],
)
def test_a_due_moment_counts_for_a_day(now, starts):
    scheduled()
    assert scheduling.start_due(now) == starts


def test_the_day_is_that_of_bangkok():
    """Ten at night in UTC on Wednesday is Thursday morning in Bangkok."""
    scheduled(weekdays=[THURSDAY], at=datetime.time(5))
    assert scheduling.start_due(datetime.datetime(2026, 11, 25, 22, 0, tzinfo=datetime.UTC)) == 1


def test_one_moment_starts_one_run():
    scheduled()
    assert [scheduling.start_due(after(minutes=m)) for m in (0, 5, 10)] == [1, 0, 0]
    assert Run.objects.count() == 1


def test_a_corridor_that_is_still_run_is_tried_again():
    schedule = scheduled()
    going = runs.start(corridor=schedule.corridor, by=None)
    assert scheduling.start_due(NOW) == 0
    runs.cancel(going, by=UserFactory())
    assert scheduling.start_due(after(minutes=5)) == 1


def test_moments_before_a_change_are_not_made_up_for():
    scheduled(changed=after(minutes=1))
    assert scheduling.start_due(after(minutes=5)) == 0


def test_a_closed_corridor_is_left_alone():
    scheduled(corridor=CorridorFactory(is_open=False))
    assert scheduling.start_due(NOW) == 0


def test_the_nightly_run_leaves_out_corridors_with_days_of_their_own():
    other = CorridorFactory()
    schedule = scheduled()
    jobs.nightly_run(Job(payload={}))
    lanes = [lane["corridor"] for lane in Run.objects.get().parameters["corridors"]]
    assert (schedule.corridor_id not in lanes, other.pk in lanes) == (True, True)


def test_the_clock_hands_its_moment_over():
    scheduled(is_simulation=True)
    jobs.scheduled_runs(Job(payload={"due_at": NOW.isoformat()}))
    assert Run.objects.get().is_simulation


def test_the_next_moment():
    schedule = scheduled(weekdays=[WEDNESDAY])
    assert scheduling.next_due(schedule, NOW) == after(days=7)
    assert scheduling.next_due(schedule, after(seconds=-1)) == NOW
    schedule.weekdays = []
    assert scheduling.next_due(schedule, NOW) is None


def test_a_weekday_that_is_none_is_refused():
    with pytest.raises(ValidationError):
        scheduling.set_schedule(CorridorFactory(), by=UserFactory(), weekdays=[8], at=AT)


def test_an_officer_sets_the_days_of_a_corridor(dao: User, dip, client_for):
    corridor, browser = CorridorFactory(desks=[dip]), client_for(dao)
    address = reverse("matching:run-schedule")
    code = corridor.code
    sent = {"corridor": code, f"{code}-weekdays": ["1", "4"], f"{code}-at": "06:15"}
    assert browser.post(address, sent).status_code == 302
    assert RunSchedule.objects.get().weekdays == [1, 4]
    assert 'value="06:15"' in browser.get(address).content.decode()
    wrong = browser.post(address, sent | {f"{code}-at": "soon"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.content.decode()


def test_a_desk_sets_only_its_own_corridors(kenji: User, dip, client_for):
    corridor = CorridorFactory(desks=[dip])
    sent = {"corridor": corridor.code, f"{corridor.code}-at": "06:15"}
    assert client_for(kenji).post(reverse("matching:run-schedule"), sent).status_code == 404
