"""What happens when, in the order of time."""

import datetime
import heapq
import itertools
import random
from collections.abc import Callable
from zoneinfo import ZoneInfo

import time_machine

from accounts.enums import TimeZone
from companies.working_days import working_days_after

ZONES = {"TH": TimeZone.BANGKOK, "JP": TimeZone.TOKYO}
OPENS, CLOSES = 9, 17


class Agenda:
    """Moves wait here for their time; one that is due after the end never comes."""

    def __init__(self, dice: random.Random, ends_at: datetime.datetime) -> None:
        self.dice, self.ends_at = dice, ends_at
        self._waiting: list[tuple[datetime.datetime, int, Callable[[], object]]] = []
        self._numbers = itertools.count()

    def add(self, at: datetime.datetime, move: Callable[[], object]) -> None:
        heapq.heappush(self._waiting, (at, next(self._numbers), move))

    def add_after(self, days: int, country: str, move: Callable[[], object]) -> None:
        """In office hours, so many working days (at least 1) of that country from now."""
        zone = ZoneInfo(ZONES[country])
        day = working_days_after(datetime.datetime.now(zone).date(), days, country)
        seconds = self.dice.randrange(OPENS * 3600, CLOSES * 3600)
        opening = datetime.datetime.combine(day, datetime.time(), zone).astimezone(datetime.UTC)
        self.add(opening + datetime.timedelta(seconds=seconds), move)

    def run(self) -> None:
        while self._waiting and self._waiting[0][0] < self.ends_at:
            at, _number, move = heapq.heappop(self._waiting)
            with time_machine.travel(at):
                move()
