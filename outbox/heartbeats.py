"""Signs of life of relay and worker."""

import datetime

from django.utils import timezone

from outbox.models import Heartbeat

RELAY, CLOCK, WORKER = "relay", "clock", "worker"


def beat(name: str) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def last_beat(name: str) -> datetime.datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def seconds_since(name: str) -> float | None:
    at = last_beat(name)
    return None if at is None else (timezone.now() - at).total_seconds()
