import datetime

import pytest
from django.utils import timezone

from outbox.heartbeats import RELAY, beat
from outbox.models import Heartbeat, Job
from outbox.queue import enqueue

pytestmark = pytest.mark.django_db


def test_the_process_answers(client):
    assert client.get("/healthz").status_code == 200


def test_ready_while_the_relay_beats_and_no_job_is_old(client):
    beat(RELAY)
    response = client.get("/readyz")

    assert (response.status_code, response.json()["ready"]) == (200, True)


def test_not_ready_without_a_relay(client):
    assert client.get("/readyz").status_code == 503


def test_not_ready_when_the_relay_stopped_beating(client):
    Heartbeat.objects.create(name=RELAY, at=timezone.now() - datetime.timedelta(minutes=2))

    assert client.get("/readyz").status_code == 503


def test_not_ready_when_a_job_waits_too_long(client):
    beat(RELAY)
    enqueue("tests.note", {})
    Job.objects.update(not_before=timezone.now() - datetime.timedelta(minutes=10))
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["oldest_job_seconds"] > 300
