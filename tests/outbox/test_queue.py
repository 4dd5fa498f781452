import pytest
from django.db import transaction

from outbox.enums import JobState
from outbox.models import Job
from outbox.queue import enqueue

pytestmark = pytest.mark.django_db


def test_an_equal_waiting_job_is_enough():
    enqueue("tests.note", {"n": 1}, key="a")
    enqueue("tests.note", {"n": 2}, key="a")
    enqueue("tests.note", {"n": 3}, key="b")

    assert list(Job.objects.values_list("payload", flat=True)) == [{"n": 1}, {"n": 3}]


def test_a_job_without_a_key_is_never_merged():
    enqueue("tests.note", {"n": 1})
    enqueue("tests.note", {"n": 1})

    assert Job.objects.count() == 2


def test_a_key_may_wait_again_once_its_job_was_claimed():
    enqueue("tests.note", {"n": 1}, key="a")
    Job.objects.update(state=JobState.CLAIMED)
    enqueue("tests.note", {"n": 2}, key="a")

    assert Job.objects.ready().get().payload == {"n": 2}


def test_a_rolled_back_change_asks_for_nothing():
    class Refused(Exception):
        pass

    with pytest.raises(Refused), transaction.atomic():
        enqueue("tests.note", {"n": 1})
        raise Refused

    assert not Job.objects.exists()
