"""How often a firm was looked at: counts by day, and no trace of who it was."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from companies.enums import Country
from companies.models import Company, CompanyDay
from companies.permissions import Viewer

SHOWN_DAYS = 30
BAR, GAP, HEIGHT = 8, 2, 60


@dataclass(frozen=True)
class DayShown:
    """One day of the chart; `x`, `y`, `height` in units of the drawing."""

    day: datetime.date
    looks: int
    x: int
    y: float
    height: float


@dataclass(frozen=True)
class Attention:
    days: list[DayShown]
    looks: int
    width: int = SHOWN_DAYS * (BAR + GAP)
    height: int = HEIGHT
    bar: int = BAR


def today_of(company: Company) -> datetime.date:
    return timezone.localdate(timezone=ZoneInfo(Country(company.country).time_zone))


def note_look(viewer: Viewer, company: Company) -> None:
    """Somebody who acts for another firm opened the page; own people, officers and visitors do not count."""
    if viewer.company is not None and not viewer.acts_for(company) and company.is_published:
        count_one(company)


def count_one(company: Company) -> None:
    """One statement, so that two at once are two."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO companies_companyday AS d (company_id, day, looks) VALUES (%s, %s, 1) "
            "ON CONFLICT (company_id, day) DO UPDATE SET looks = d.looks + 1",
            [company.pk, today_of(company)],
        )


def of_company(company: Company) -> Attention:
    """The last thirty days, days without anything included."""
    last = today_of(company)
    first = last - datetime.timedelta(days=SHOWN_DAYS - 1)
    rows = {row.day: row for row in company.days.filter(day__range=(first, last))}
    days = [first + datetime.timedelta(days=number) for number in range(SHOWN_DAYS)]
    found = [rows.get(day) or CompanyDay(company=company, day=day) for day in days]
    most = max((row.looks for row in found), default=0)
    shown = [day_shown(row, number, most) for number, row in enumerate(found)]
    return Attention(shown, sum(row.looks for row in found))


def day_shown(row: CompanyDay, number: int, most: int) -> DayShown:
    height = round(row.looks / most * HEIGHT, 1) if most else 0.0
    return DayShown(row.day, row.looks, number * (BAR + GAP), HEIGHT - height, height)
