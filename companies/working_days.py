"""Working days of a country: weekends, its holidays and substitute days, and what its desk closes beyond them.

The holidays come from the package `holidays`; Japan's offices also close from 29 December to 3 January by law.
"""

import datetime
from collections.abc import Iterable
from functools import lru_cache

import holidays
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from companies.enums import Country
from companies.holiday_names import in_japanese
from companies.models import SpecialClosure
from config.lifecycle import MoveNotAllowed

DAY = datetime.timedelta(days=1)
SATURDAY = 5
YEAR_END = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
# The languages in which the package names a country's holidays; others read English, see holiday_names besides.
NAMED_IN = {Country.THAILAND: {"th": "th"}, Country.JAPAN: {"ja": "ja", "th": "th"}}
LONGEST_CLOSURE = 60


@lru_cache(maxsize=64)
def holidays_of(country: str, year: int, language: str = "en_US") -> dict[datetime.date, str]:
    """Day -> name, in a language the package has for this country."""
    return dict(holidays.country_holidays(country, years=year, language=language))


def closures_from(day: datetime.date, country: str) -> set[datetime.date]:
    """Days the desk closed, from `day` on."""
    rows = SpecialClosure.objects.filter(country=country, removed_at=None, last_on__gte=day)
    return {each for first, last in rows.values_list("first_on", "last_on") for each in days(first, last)}


def days(first: datetime.date, last: datetime.date) -> Iterable[datetime.date]:
    return (first + number * DAY for number in range((last - first).days + 1))


def is_closed_by_calendar(day: datetime.date, country: str) -> bool:
    if day.weekday() >= SATURDAY or day in holidays_of(country, day.year):
        return True
    return country == Country.JAPAN and (day.month, day.day) in YEAR_END


def working_days_after(day: datetime.date, count: int, country: str) -> datetime.date:
    """The last of `count` working days (at least 1) of this country after `day`: the day something is due."""
    if count < 1:
        raise ValueError("a promise takes at least one working day")
    closed = closures_from(day, country)
    while count:
        day += DAY
        if day not in closed and not is_closed_by_calendar(day, country):
            count -= 1
    return day


def due_in_both(day: datetime.date, count: int) -> datetime.date:
    """When firms of both countries have had `count` working days of their own."""
    return max(working_days_after(day, count, country) for country in Country)


def named_holidays(
    country: str, first: datetime.date, last: datetime.date
) -> list[tuple[datetime.date, str, str]]:
    """Weekdays without work in a span: day, name, and the language of the name."""
    reader = translation.get_language() or "en"
    language = NAMED_IN[Country(country)].get(reader, "en_US")
    found = {
        day: named(name, language, reader)
        for year in range(first.year, last.year + 1)
        for day, name in holidays_of(country, year, language).items()
    }
    for day in days(first, last):
        if is_closed_by_calendar(day, country) and day.weekday() < SATURDAY:
            found.setdefault(day, (_("Offices closed at the turn of the year"), reader))
    return [(day, *found[day]) for day in sorted(found) if first <= day <= last and day.weekday() < SATURDAY]


def named(name: str, language: str, reader: str) -> tuple[str, str]:
    """The name of a holiday for a reader, and its language."""
    if reader == "ja" and language == "en_US" and (japanese := in_japanese(name)):
        return japanese, reader
    return name, language[:2]


def close(
    country: str, *, by: User, first: datetime.date, last: datetime.date, reason: str, lang: str
) -> SpecialClosure:
    """Promises made from now on leave these days out; a date somebody was told stays."""
    if last < first:
        raise ValidationError({"last_on": _("The last day comes before the first. Turn them round.")})
    if first < timezone.localdate():
        raise ValidationError({"first_on": _("This day has passed. Choose a day from today on.")})
    if (last - first).days >= LONGEST_CLOSURE:
        text = _("A closure is at most %(days)s days long. Enter a shorter one.")
        raise ValidationError({"last_on": text % {"days": LONGEST_CLOSURE}})
    return SpecialClosure.objects.create(
        country=country, first_on=first, last_on=last, reason=reason, lang=lang, added_by=by
    )


@transaction.atomic
def reopen(closure: SpecialClosure, *, by: User) -> SpecialClosure:
    """The days count again; the row stays with both names."""
    row = SpecialClosure.objects.select_for_update(of=("self",)).get(pk=closure.pk)
    if row.removed_at is not None:
        raise MoveNotAllowed(row, "reopen", "removed")
    row.removed_at, row.removed_by = timezone.now(), by
    row.save(update_fields=["removed_at", "removed_by"])
    return row
