"""Runs the clock starts: each corridor on its own weekdays and at its own time in Bangkok.

A moment that was missed, or that met another run, is made up for within a day; each is taken once.
"""

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from matching import runs
from matching.models import Corridor, RunSchedule
from outbox.models import Slot

BANGKOK = ZoneInfo("Asia/Bangkok")
LOOK_BACK = datetime.timedelta(days=1)
DAY = datetime.timedelta(days=1)


@transaction.atomic
def set_schedule(
    corridor: Corridor, *, by: User, weekdays: Iterable[int], at: datetime.time, is_simulation: bool = False
) -> RunSchedule:
    """Weekdays from 1, Monday, to 7; none stops the schedule. Moments before now are not made up for."""
    days = sorted(set(weekdays))
    if not set(days) <= set(range(1, 8)):
        raise ValidationError(_("Weekdays go from 1, Monday, to 7, Sunday."), code="weekday")
    schedule, _is_new = RunSchedule.objects.update_or_create(
        corridor=corridor,
        defaults={
            "weekdays": days,
            "at": at,
            "is_simulation": is_simulation,
            "changed_by": by,
            "changed_at": timezone.now(),
        },
    )
    return schedule


def scheduled_corridors() -> list[int]:
    """Corridors with days of their own, which the nightly run of all leaves out."""
    return list(RunSchedule.objects.exclude(weekdays=[]).values_list("pk", flat=True))


def latest_due(schedule: RunSchedule, now: datetime.datetime) -> datetime.datetime | None:
    """The newest due moment up to now that is neither older than a day nor than the schedule."""
    today = now.astimezone(BANGKOK).date()
    for date in (today, today - DAY):
        moment = datetime.datetime.combine(date, schedule.at, BANGKOK)
        is_in_time = max(schedule.changed_at, now - LOOK_BACK) < moment <= now
        if date.isoweekday() in schedule.weekdays and is_in_time:
            return moment
    return None


def next_due(schedule: RunSchedule, now: datetime.datetime) -> datetime.datetime | None:
    """The next moment at which the clock will run this corridor."""
    today = now.astimezone(BANGKOK).date()
    days = (today + ahead * DAY for ahead in range(8))
    moments = (
        datetime.datetime.combine(day, schedule.at, BANGKOK)
        for day in days
        if day.isoweekday() in schedule.weekdays
    )
    return next((moment for moment in moments if moment > now), None)


def start_due(now: datetime.datetime) -> int:
    """Start what came due; how many. A corridor that is still being run is tried again."""
    started = 0
    for schedule in RunSchedule.objects.exclude(weekdays=[]).select_related("corridor").order_by("pk"):
        due = latest_due(schedule, now)
        if due is not None:
            started += start_slot(schedule, due)
    return started


def start_slot(schedule: RunSchedule, due: datetime.datetime) -> bool:
    try:
        with transaction.atomic():
            _slot, is_new = Slot.objects.get_or_create(
                name=f"matching.run_corridor.{schedule.pk}", due_at=due
            )
            if not is_new or not schedule.corridor.is_open:
                return False
            runs.start(corridor=schedule.corridor, by=None, is_simulation=schedule.is_simulation)
    except runs.RunGoingOn:
        return False
    return True
