"""Ends a worker that no longer consumes, so that its supervisor starts a new one.

Celery workers are known to go deaf after a reconnect; the relay's ping then no longer arrives.
"""

import logging
import os
import signal
import threading
import time

from celery.signals import worker_ready
from django.db import DatabaseError, connection

from outbox.enums import JobState
from outbox.heartbeats import RELAY, WORKER, seconds_since
from outbox.models import Job

logger = logging.getLogger(__name__)
DEAF_AFTER = 90.0
LOOK_EVERY = 15.0


def is_deaf(up_for: float) -> bool:
    """The relay beats, but its pings have not arrived for `DEAF_AFTER` seconds, though no process is at work.

    A ping waits while every process does a long job; Celery's time limit ends one that hangs, and the relay takes back
    a claim whose worker is gone.
    """
    relay, worker = seconds_since(RELAY), seconds_since(WORKER)
    silent = relay is not None and relay < 15 and (worker is None or worker > DEAF_AFTER)
    return up_for > DEAF_AFTER and silent and not Job.objects.filter(state=JobState.CLAIMED).exists()


def watch() -> None:
    started = time.monotonic()
    while True:
        time.sleep(LOOK_EVERY)
        try:
            deaf = is_deaf(time.monotonic() - started)
        except DatabaseError:
            deaf = False
        finally:
            connection.close()
        if deaf:
            logger.error("no message for %s seconds while the relay sends them: restarting", DEAF_AFTER)
            os.kill(os.getpid(), signal.SIGKILL)


@worker_ready.connect
def start_watching(**kwargs: object) -> None:
    threading.Thread(target=watch, name="watchdog", daemon=True).start()
