import datetime

import pytest
import time_machine

from outbox import clock
from outbox.heartbeats import CLOCK
from outbox.models import Heartbeat, Job, Slot
from outbox.registry import Schedule

pytestmark = pytest.mark.django_db
NIGHTLY = Schedule("tests.nightly", "0 18 * * *")
AT_SIX = datetime.datetime(2026, 11, 24, 18, 0, 30, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def schedules(monkeypatch):
    monkeypatch.setattr(clock, "SCHEDULES", [NIGHTLY])


def looked_last(ago: datetime.timedelta) -> None:
    Heartbeat.objects.create(name=CLOCK, at=AT_SIX - ago)


@time_machine.travel(AT_SIX, tick=False)
def test_a_due_slot_is_inserted_once_by_two_relays():
    looked_last(datetime.timedelta(minutes=1))
    first = clock.insert_due()
    Heartbeat.objects.update(at=AT_SIX - datetime.timedelta(minutes=1))
    second = clock.insert_due()

    assert (first, second) == (1, 0)
    assert Job.objects.get().kind == "tests.nightly"


@time_machine.travel(AT_SIX, tick=False)
def test_a_new_installation_has_nothing_overdue():
    assert clock.insert_due() == 0


@time_machine.travel(AT_SIX + datetime.timedelta(hours=3), tick=False)
def test_what_came_due_while_no_relay_ran_is_made_up_for():
    looked_last(datetime.timedelta(hours=5))

    assert clock.insert_due() == 1
    assert Slot.objects.get().due_at == AT_SIX.replace(second=0)


@pytest.mark.parametrize(
    ("cron", "moment", "expected"),
    [
        ("0 18 * * *", datetime.datetime(2026, 11, 24, 18, 0), True),
        ("0 18 * * *", datetime.datetime(2026, 11, 24, 18, 1), False),
        ("*/15 * * * *", datetime.datetime(2026, 11, 24, 9, 45), True),
        ("0 1 * * 0", datetime.datetime(2026, 11, 22, 1, 0), True),
        ("0 1 * * 1", datetime.datetime(2026, 11, 22, 1, 0), False),
        ("0 1 1 * *", datetime.datetime(2026, 12, 1, 1, 0), True),
    ],
)
def test_cron_names_its_minutes(cron, moment, expected):
    assert clock.is_due(Schedule("tests.any", cron), moment.replace(tzinfo=datetime.UTC)) is expected
