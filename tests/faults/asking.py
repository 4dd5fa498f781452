"""Ask for work in one of four ways: `python -m tests.faults.asking WAY`; prints how it ended."""

import os
import signal
import sys

import django

PATIENCE = 4


def outbox() -> None:
    from django.db import transaction

    from outbox.queue import enqueue
    from tests.faults.effects import KIND

    with transaction.atomic():
        enqueue(KIND, {"item": 0, "together": True})


class GaveUp(BaseException):
    """Not an error that Celery could catch and try again after."""


def give_up(*_: object) -> None:
    raise GaveUp


def celery() -> None:
    """What the product does not do: call the broker from the request."""
    from config.celery import app

    app.send_task("outbox.run_job", [0])


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def outbox_and_die() -> None:
    """Killed at the first moment after the commit."""
    outbox()
    die()


def celery_after_death() -> None:
    """The twin: the change is committed, and the process dies before it calls the broker."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    die()
    celery()


def main(way: str) -> None:
    django.setup()
    from django.db import connection

    connection.ensure_connection()
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    try:
        WAYS[way]()
    except GaveUp:
        print("gave up")
    else:
        print("asked")


WAYS = {act.__name__: act for act in (outbox, celery, outbox_and_die, celery_after_death)}

if __name__ == "__main__":
    main(sys.argv[1])
