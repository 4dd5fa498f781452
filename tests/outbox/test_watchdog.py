"""A worker that hears nothing is ended; one whose processes are all at work is not."""

import datetime

import pytest
from django.utils import timezone

from outbox.enums import JobState
from outbox.heartbeats import RELAY, WORKER
from outbox.models import Heartbeat, Job
from outbox.watchdog import DEAF_AFTER, is_deaf

pytestmark = pytest.mark.django_db


def beats(relay: float | None, worker: float | None) -> None:
    for name, ago in ((RELAY, relay), (WORKER, worker)):
        if ago is not None:
            Heartbeat.objects.create(name=name, at=timezone.now() - datetime.timedelta(seconds=ago))


@pytest.mark.parametrize(
    ("relay", "worker", "up_for", "deaf"),
    [
        (1, DEAF_AFTER + 10, DEAF_AFTER + 1, True),
        (1, None, DEAF_AFTER + 1, True),
        (1, DEAF_AFTER - 10, DEAF_AFTER + 1, False),
        (1, DEAF_AFTER + 10, DEAF_AFTER - 1, False),
        (60, DEAF_AFTER + 10, DEAF_AFTER + 1, False),
        (None, None, DEAF_AFTER + 1, False),
    ],
)
def test_only_silence_while_the_relay_beats_is_deafness(relay, worker, up_for, deaf):
    beats(relay, worker)
    assert is_deaf(up_for) is deaf


@pytest.mark.parametrize(
    ("state", "deaf"), [(JobState.CLAIMED, False), (JobState.WAITING, True), (JobState.DONE, True)]
)
def test_a_worker_at_a_long_job_is_not_deaf(state, deaf):
    beats(1, DEAF_AFTER + 10)
    Job.objects.create(kind="matching.score_shard", payload={}, state=state)
    assert is_deaf(DEAF_AFTER + 1) is deaf
