"""The periods figures are asked for: fiscal years of both countries, the last twelve months, or any days.

A Thai fiscal year is named after the year it ends in (2570 begins on 1 October 2569), a Japanese one after the
year it begins in (2026, the 8th of Reiwa, begins on 1 April 2026). Each begins at midnight in its own country.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from config.languages import BUDDHIST_ERA_OFFSET, date_in_words

BANGKOK, TOKYO = ZoneInfo("Asia/Bangkok"), ZoneInfo("Asia/Tokyo")
THAI_START, JAPANESE_START = 10, 4
THAI, JAPANESE, MONTHS, DAYS = "thai", "japan", "year", "days"
FIRST_YEAR = 2024
REIWA, HEISEI = 2019, 1989
DAY = datetime.timedelta(days=1)


class BadPeriod(Exception):
    """Days that do not make a period."""


@dataclass(frozen=True)
class Period:
    """From the first day up to and with the last, in the time zone whose days they are."""

    kind: str
    first: datetime.date
    last: datetime.date
    zone: datetime.tzinfo
    year: int = 0

    @property
    def start(self) -> datetime.datetime:
        return datetime.datetime.combine(self.first, datetime.time(), self.zone)

    @property
    def end(self) -> datetime.datetime:
        """The first moment after it."""
        return datetime.datetime.combine(self.last + DAY, datetime.time(), self.zone)

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.year}" if self.year else self.kind

    @property
    def parameters(self) -> dict[str, str]:
        """What an address of this period carries."""
        if self.kind != DAYS:
            return {"period": self.key}
        return {"period": DAYS, "from": self.first.isoformat(), "to": self.last.isoformat()}

    @property
    def label(self) -> str:
        if self.kind == THAI:
            return thai_year_in_words(self.year)
        if self.kind == JAPANESE:
            return japanese_year_in_words(self.year)
        return _("Last twelve months") if self.kind == MONTHS else self.days

    @property
    def days(self) -> str:
        """First and last day in the reader's calendar."""
        return _("%(first)s to %(last)s") % {
            "first": date_in_words(self.first),
            "last": date_in_words(self.last),
        }


def thai_fiscal_year(year: int) -> Period:
    """`year` in the common era: 2027 is B.E. 2570."""
    return Period(
        THAI,
        datetime.date(year - 1, THAI_START, 1),
        datetime.date(year, THAI_START, 1) - DAY,
        BANGKOK,
        year,
    )


def japanese_fiscal_year(year: int) -> Period:
    return Period(
        JAPANESE,
        datetime.date(year, JAPANESE_START, 1),
        datetime.date(year + 1, JAPANESE_START, 1) - DAY,
        TOKYO,
        year,
    )


def last_months(today: datetime.date) -> Period:
    """The twelve months that end with today."""
    day = min(today.day, 28) if today.month == 2 else today.day
    return Period(MONTHS, today.replace(year=today.year - 1, day=day) + DAY, today, here())


def here() -> datetime.tzinfo:
    return timezone.get_current_timezone()


def thai_year_of(day: datetime.date) -> int:
    return day.year + (day.month >= THAI_START)


def japanese_year_of(day: datetime.date) -> int:
    return day.year - (day.month < JAPANESE_START)


def era_year(year: int, language: str) -> str:
    """令和8, 平成30, เรวะ 8 or Reiwa 8: the era of a Japanese fiscal year; its first is 元 in Japanese."""
    start = REIWA if year >= REIWA else HEISEI
    number = year - start + 1
    if language == "ja":
        return ("令和" if start == REIWA else "平成") + ("元" if number == 1 else str(number))
    if language == "th":
        return ("เรวะ" if start == REIWA else "เฮเซ") + f" {number}"
    return ("Reiwa" if start == REIWA else "Heisei") + f" {number}"


def language_now() -> str:
    return (translation.get_language() or "en")[:2]


def thai_year_in_words(year: int) -> str:
    buddhist, language = year + BUDDHIST_ERA_OFFSET, language_now()
    if language == "th":
        return f"ปีงบประมาณ {buddhist}"
    if language == "ja":
        return f"タイ {buddhist}年度（{year}年9月まで）"
    return f"Thai fiscal year {buddhist} (to September {year})"


def japanese_year_in_words(year: int) -> str:
    language = language_now()
    era = era_year(year, language)
    if language == "th":
        return f"ปีงบประมาณญี่ปุ่น {year + BUDDHIST_ERA_OFFSET} ({era})"
    if language == "ja":
        return f"{era}年度（{year}年度）"
    return f"Japanese fiscal year {year} ({era})"


def choices(today: datetime.date) -> list[Period]:
    """The last twelve months, then this fiscal year and the one before of each country."""
    thai, japanese = thai_year_of(today), japanese_year_of(today)
    return [
        last_months(today),
        *(thai_fiscal_year(year) for year in (thai, thai - 1)),
        *(japanese_fiscal_year(year) for year in (japanese, japanese - 1)),
    ]


def read(query: Mapping[str, str], today: datetime.date) -> Period:
    """The period an address asks for, the last twelve months unless it says otherwise.

    Raises BadPeriod for days that are no dates or end before they begin.
    """
    asked = query.get("period", "")
    if asked == DAYS:
        return any_days(query.get("from", ""), query.get("to", ""))
    kind, _dash, year = asked.partition("-")
    fiscal = {THAI: thai_fiscal_year, JAPANESE: japanese_fiscal_year}.get(kind)
    if fiscal and year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= today.year + 2:
        return fiscal(int(year))
    return last_months(today)


def any_days(first: str, last: str) -> Period:
    try:
        period = Period(DAYS, datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), here())
    except ValueError:
        raise BadPeriod(_("Give both days, from the first to the last.")) from None
    if period.last < period.first:
        raise BadPeriod(_("The last day lies before the first."))
    if not FIRST_YEAR - 100 <= period.first.year <= period.last.year <= 9998:
        raise BadPeriod(_("Give both days, from the first to the last."))
    return period
