"""Turning schedules into jobs: each due minute is inserted once, however many relays run."""

import datetime

from celery.schedules import crontab
from django.db import transaction
from django.utils import timezone

from outbox.heartbeats import CLOCK, beat, last_beat
from outbox.models import Slot
from outbox.queue import enqueue
from outbox.registry import SCHEDULES, Schedule

MINUTE = datetime.timedelta(minutes=1)
LOOK_BACK = datetime.timedelta(days=1)


def is_due(schedule: Schedule, moment: datetime.datetime) -> bool:
    """Whether the cron expression (UTC) names this minute."""
    minute, hour, day, month, weekday = schedule.cron.split()
    table = crontab(minute=minute, hour=hour, day_of_month=day, month_of_year=month, day_of_week=weekday)
    return (
        moment.minute in table.minute
        and moment.hour in table.hour
        and moment.day in table.day_of_month
        and moment.month in table.month_of_year
        and moment.isoweekday() % 7 in table.day_of_week
    )


def latest_due(
    schedule: Schedule, since: datetime.datetime, now: datetime.datetime
) -> datetime.datetime | None:
    """The newest due minute in (since, now]; older ones that were missed are not made up for."""
    moment = now.replace(second=0, microsecond=0)
    while moment > since:
        if is_due(schedule, moment):
            return moment
        moment -= MINUTE
    return None


def insert_due() -> int:
    """Enqueue what came due since the clock last looked; on a new installation nothing is overdue."""
    now = timezone.now().astimezone(datetime.UTC)
    since = max(last_beat(CLOCK) or now, now - LOOK_BACK)
    inserted = 0
    with transaction.atomic():
        for schedule in SCHEDULES:
            due = latest_due(schedule, since.replace(second=0, microsecond=0), now)
            if due and Slot.objects.get_or_create(name=schedule.kind, due_at=due)[1]:
                enqueue(schedule.kind, {"due_at": due.isoformat()}, key=due.isoformat())
                inserted += 1
        beat(CLOCK)
    return inserted
