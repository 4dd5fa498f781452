"""Dates as a source states them (day, month, year or interval), in the reader's language."""

import datetime

from django.utils import dateformat, translation
from django.utils.translation import gettext as _

from config.languages import BUDDHIST_ERA_OFFSET, date_in_words, year_in_words


def stated_in_words(stated: str) -> str:
    """`2018-10` is ตุลาคม 2561, 2018年10月 or 2018-10; "" is "date not known"."""
    if not stated:
        return _("date not known")
    if "/" in stated:
        first, last = stated.split("/")
        return f"{stated_in_words(first)} – {stated_in_words(last)}"
    parts = [int(part) for part in stated.split("-")]
    if len(parts) == 3:
        return date_in_words(datetime.date(*parts))
    if len(parts) == 1:
        return year_in_words(parts[0])
    return month_in_words(datetime.date(parts[0], parts[1], 1))


def month_in_words(day: datetime.date) -> str:
    language = (translation.get_language() or "en")[:2]
    if language == "th":
        return f"{dateformat.format(day, 'F')} {day.year + BUDDHIST_ERA_OFFSET}"
    return f"{day.year}年{day.month}月" if language == "ja" else f"{day:%Y-%m}"
