"""What the relay hands to the broker, and in which order."""

import pytest
from django.utils import timezone

from config.celery import app
from outbox.enums import JobState
from outbox.models import Job
from outbox.queue import BEHIND, SOON, enqueue
from outbox.relay import WINDOW, broker_priority, hand_over, ready_to_hand_over

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_job_that_somebody_waits_for_finds_room_though_many_are_out():
    for number in range(WINDOW + 5):
        enqueue("tests.note", {"n": number})
    assert len(ready_to_hand_over()) == WINDOW
    assert ready_to_hand_over() == []
    enqueue("tests.note", {"n": "soon"}, priority=SOON)

    [(pk, priority)] = ready_to_hand_over()
    assert (Job.objects.get(pk=pk).payload, priority) == ({"n": "soon"}, SOON)


def test_of_jobs_that_can_wait_one_is_out_until_it_is_done():
    for number in range(3):
        enqueue("tests.note", {"n": number}, priority=BEHIND)
    [(first, _priority)] = ready_to_hand_over()
    assert ready_to_hand_over() == []
    Job.objects.filter(pk=first).update(state=JobState.CLAIMED, claimed_at=timezone.now())
    enqueue("tests.note", {"n": "other"})
    [(other, _priority)] = ready_to_hand_over()
    assert Job.objects.get(pk=other).payload == {"n": "other"}
    Job.objects.filter(pk=first).update(state=JobState.DONE)
    [(second, _priority)] = ready_to_hand_over()
    assert Job.objects.get(pk=second).payload == {"n": 1}


def test_the_more_urgent_goes_first_and_of_equals_the_older():
    for name, priority in (("list", 0), ("mail", 1), ("soon", SOON), ("list too", 0)):
        enqueue("tests.note", {"n": name}, priority=priority)
    jobs = Job.objects.in_bulk()
    assert [jobs[pk].payload["n"] for pk, _priority in ready_to_hand_over()] == [
        "soon",
        "mail",
        "list",
        "list too",
    ]


def test_the_broker_has_a_queue_for_each_urgency():
    """Redis serves the lists of lower numbers first; a heartbeat goes with the urgent ones."""
    assert [broker_priority(priority) for priority in (SOON, SOON + 1, 1, 0, -1)] == [0, 0, 8, 9, 9]


def test_what_was_handed_over_last_is_taken_first_when_it_is_urgent():
    with app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        queue.clear()
        for name, priority in (("list", 0), ("soon", SOON)):
            enqueue("tests.note", {"n": name}, priority=priority)
            assert hand_over() == 1
        taken = [queue.get(timeout=5) for _ in range(2)]
        for message in taken:
            message.ack()
    jobs = Job.objects.in_bulk()
    assert [jobs[message.payload[0][0]].payload["n"] for message in taken] == ["soon", "list"]
