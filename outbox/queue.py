"""Asking for work: a row in the caller's own transaction."""

import datetime

from django.utils import timezone

from outbox.models import Job

# Of a job that somebody waits for: it stands before all others, also in the broker.
SOON = 10
# Of a job that can wait: the relay hands out one of them at a time, and other workers are free for all else.
BEHIND = -10


def enqueue(
    kind: str,
    payload: dict[str, object],
    *,
    key: str = "",
    not_before: datetime.datetime | None = None,
    priority: int = 0,
) -> None:
    """Write a job. An equal one (kind and key) that still waits is enough and is left as it is."""
    job = Job(kind=kind, key=key, payload=payload, priority=priority, not_before=not_before or timezone.now())
    Job.objects.bulk_create([job], ignore_conflicts=bool(key))
