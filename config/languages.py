"""Names and dates in the reader's language: one column per language, Buddhist era for Thai."""

import datetime
from collections.abc import Iterable

from django.utils import dateformat, timezone, translation
from django.utils.formats import number_format

LANGUAGE_CODES = ("th", "ja", "en")
BUDDHIST_ERA_OFFSET = 543
# No firm was founded later than this in the Common Era, and none before it in the Buddhist one.
FIRST_BUDDHIST_YEAR = 2300


def in_language(row: object, field: str, language: str | None = None) -> str:
    """`row.<field>_<language>`, falling back to English and then to whichever is written."""
    wanted = (language or translation.get_language() or "en")[:2]
    for code in (wanted, "en", *LANGUAGE_CODES):
        if value := getattr(row, f"{field}_{code}", ""):
            return value
    return ""


def date_in_words(value: datetime.date | datetime.datetime | None, language: str | None = None) -> str:
    """24 พฤศจิกายน 2569, 2026年11月24日 or 2026-11-24; aware times are shown in the current zone."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    wanted = (language or translation.get_language() or "en")[:2]
    if wanted == "th":
        with translation.override("th"):
            return f"{value.day} {dateformat.format(value, 'F')} {value.year + BUDDHIST_ERA_OFFSET}"
    if wanted == "ja":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value:%Y-%m-%d}"


def year_in_words(year: int | None, language: str | None = None) -> str:
    if year is None:
        return ""
    wanted = (language or translation.get_language() or "en")[:2]
    return {"th": f"พ.ศ. {year + BUDDHIST_ERA_OFFSET}", "ja": f"{year}年"}.get(wanted, str(year))


def common_year(number: int) -> int:
    """A year as papers give it; one of the Buddhist era is told by its size."""
    return number - BUDDHIST_ERA_OFFSET if number >= FIRST_BUDDHIST_YEAR else number


def figure_in_words(value: object) -> str:
    """A day, or a whole number with its thousands apart; anything else as it is."""
    if isinstance(value, datetime.date):
        return date_in_words(value)
    return number_format(value, force_grouping=True) if isinstance(value, int) else str(value)


def list_comma() -> str:
    return "、" if (translation.get_language() or "en")[:2] == "ja" else ", "


def listed(words: Iterable[object]) -> str:
    return list_comma().join(map(str, words))
