"""The one process that talks to the broker: hands over what is ready, takes back what was lost."""

import datetime
import logging
import time
from collections.abc import Callable

from django.db import OperationalError, close_old_connections, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from config.celery import app
from outbox.clock import insert_due
from outbox.heartbeats import RELAY, beat
from outbox.models import Job
from outbox.queue import BEHIND, SOON
from outbox.retries import take_back_lost

logger = logging.getLogger(__name__)
POLL_SECONDS = 0.1
# Unclaimed jobs the broker may hold at once, urgent and other: enough to keep workers busy, few enough to send again.
WINDOW = 64
SEND_AGAIN_AFTER = datetime.timedelta(seconds=10)


def ready_to_hand_over() -> list[tuple[int, int]]:
    """Mark and return the next ready jobs (key, priority). Urgent ones find room though many others are out."""
    waiting, behind = Job.objects.ready(), Q(priority__lte=BEHIND)
    with transaction.atomic():
        jobs = [
            *next_to_send(waiting.filter(priority__gte=SOON), WINDOW),
            *next_to_send(waiting.filter(~behind, priority__lt=SOON), WINDOW),
            *next_to_send(waiting.filter(behind), 1 - Job.objects.claimed().filter(behind).count()),
        ]
        Job.objects.filter(pk__in=[pk for pk, _priority in jobs]).update(handed_over_at=timezone.now())
    return jobs


def next_to_send(waiting: QuerySet[Job], most: int) -> list[tuple[int, int]]:
    """Never sent, or sent long ago and still unclaimed; with those on their way no more than `most`."""
    long_ago = timezone.now() - SEND_AGAIN_AFTER
    outstanding = waiting.filter(handed_over_at__gt=long_ago).count()
    unsent = waiting.filter(Q(handed_over_at__isnull=True) | Q(handed_over_at__lte=long_ago))
    ordered = unsent.order_by("-priority", "id").select_for_update(skip_locked=True)
    return list(ordered.values_list("id", "priority")[: max(most - outstanding, 0)])


def hand_over() -> int:
    """Send ready jobs to the broker; one that could not be sent is sent again later."""
    jobs = ready_to_hand_over()
    for job_id, priority in jobs:
        app.send_task("outbox.run_job", [job_id], retry=False, priority=broker_priority(priority))
    return len(jobs)


def broker_priority(priority: int) -> int:
    """Of a Redis queue 0 goes first and 9 last."""
    return min(max(SOON - 1 - priority, 0), 9)


def ping_worker() -> None:
    beat(RELAY)
    app.send_task("outbox.worker_heartbeat", retry=False, expires=30)


class Relay:
    """Relay, sweeper and clock in one loop; any number may run."""

    def __init__(self) -> None:
        self.stopping = False
        self.due: dict[Callable[[], object], float] = {}
        self.duties: list[tuple[Callable[[], object], float]] = [
            (hand_over, POLL_SECONDS),
            (take_back_lost, 1.0),
            (ping_worker, 5.0),
            (insert_due, 20.0),
        ]

    def run(self) -> None:
        while not self.stopping:
            self.turn()
            time.sleep(POLL_SECONDS)

    def turn(self) -> None:
        """Do what is due; a fault of broker or database is logged and tried again."""
        close_old_connections()
        for duty, every in self.duties:
            if time.monotonic() < self.due.get(duty, 0.0):
                continue
            self.due[duty] = time.monotonic() + every
            try:
                duty()
            except OperationalError as error:
                logger.warning("%s waits for the database: %s", duty.__name__, error)
            except Exception as error:
                logger.warning("%s waits for the broker: %s", duty.__name__, error)

    def stop(self, *_: object) -> None:
        self.stopping = True
