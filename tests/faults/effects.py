"""A kind of job whose effects can be counted, and the product with one guard taken away.

The table has no unique constraint: lost work and double work both show.
"""

import datetime
import os
import time
from pathlib import Path

from django.apps import AppConfig
from django.db import connection, connections

KIND = "tests.effect"
WORK_SECONDS = 0.02
LET_GO = "let-go"
# Until the trial lets go; a trial that broke off must not keep the worker for ever.
HOLD_SECONDS = 60.0
# The product waits 10 s before it sends again; here there is somebody who waits for the result.
SEND_AGAIN_AFTER = datetime.timedelta(seconds=3)
TAKING_BACK = "taking back what a lost worker had claimed"
SENDING_AGAIN = "sending again what nobody has claimed"


class EffectsConfig(AppConfig):
    name = "tests.faults.effects"

    def ready(self) -> None:
        from outbox import relay
        from outbox.registry import handles

        handles(KIND)(insert_effect)
        relay.SEND_AGAIN_AFTER = SEND_AGAIN_AFTER
        without = os.environ.get("WITHOUT", "")
        if without == TAKING_BACK:
            relay.take_back_lost = lambda: 0
        if without == SENDING_AGAIN:
            relay.SEND_AGAIN_AFTER = datetime.timedelta(days=1)


def insert_effect(job) -> None:
    """Insert first and work then: a fault in between must undo the effect."""
    on = connection if job.payload["together"] else connections.create_connection("default")
    with on.cursor() as cursor:
        cursor.execute("INSERT INTO effect (item) VALUES (%s)", [job.payload["item"]])
    if on is not connection:
        on.close()
    if held := job.payload.get("held"):
        hold(Path(held))
    time.sleep(WORK_SECONDS)


def hold(sign: Path) -> None:
    """At its first start, show that the effect is written and uncommitted, and stay so until let go."""
    if sign.exists():
        return
    sign.touch()
    until = time.monotonic() + HOLD_SECONDS
    while not sign.with_name(LET_GO).exists() and time.monotonic() < until:
        time.sleep(0.01)
