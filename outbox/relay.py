"""The one process that talks to the broker: hands over what is ready, takes back what was lost."""

import datetime
import logging
import time
from collections.abc import Callable

from django.db import OperationalError, close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone

from config.celery import app
from outbox.clock import insert_due
from outbox.heartbeats import RELAY, beat
from outbox.models import Job
from outbox.retries import take_back_lost

logger = logging.getLogger(__name__)
POLL_SECONDS = 0.1
# Unclaimed jobs the broker may hold at once: enough to keep workers busy, few enough to send again.
WINDOW = 64
SEND_AGAIN_AFTER = datetime.timedelta(seconds=10)


def ready_to_hand_over() -> list[int]:
    """Mark and return the next ready jobs: never sent, or sent long ago and still unclaimed."""
    now = timezone.now()
    with transaction.atomic():
        waiting = Job.objects.ready()
        outstanding = waiting.filter(handed_over_at__gt=now - SEND_AGAIN_AFTER).count()
        unsent = Q(handed_over_at__isnull=True) | Q(handed_over_at__lte=now - SEND_AGAIN_AFTER)
        ids = list(
            waiting.filter(unsent)
            .order_by("-priority", "id")
            .select_for_update(skip_locked=True)
            .values_list("id", flat=True)[: max(WINDOW - outstanding, 0)]
        )
        Job.objects.filter(pk__in=ids).update(handed_over_at=now)
    return ids


def hand_over() -> int:
    """Send ready jobs to the broker; one that could not be sent is sent again later."""
    ids = ready_to_hand_over()
    for job_id in ids:
        app.send_task("outbox.run_job", [job_id], retry=False)
    return len(ids)


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
