"""Filters and tags every template may use without loading them."""

import datetime

from django import template
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from ua_parser import parse

from config.languages import date_in_words, list_comma, listed, year_in_words

register = template.Library()
register.filter(listed)
register.simple_tag(list_comma)
# Fits beside its label on the narrowest phone.
LONGEST_UNBROKEN = 20
ZONE_NAMES = {"Asia/Bangkok": "Bangkok time", "Asia/Tokyo": "Japan time"}


@register.filter
def day(value: datetime.date | str | None) -> str:
    """Also takes the ISO text that notices keep."""
    if isinstance(value, str):
        return date_in_words(datetime.date.fromisoformat(value)) if value else ""
    return date_in_words(value)


@register.filter
def unbroken(words: object) -> str:
    """Browsers look Thai words up to break a line, and cut those they do not know, such as สแตนเลส."""
    kept = '<span class="nb">{}</span>'
    parts = str(words).split(", ")
    return format_html_join(
        ", ", "{}", ((format_html(kept if len(part) <= LONGEST_UNBROKEN else "{}", part),) for part in parts)
    )


@register.filter
def device(user_agent: str) -> str:
    """Browser and system, such as "Chrome, Windows"; what names neither stands as it was sent."""
    found = parse(user_agent)
    names = [part.family for part in (found.user_agent, found.os) if part and part.family != "Other"]
    return listed(names) if names else user_agent or "–"


@register.filter
def year(value: int | None) -> str:
    return year_in_words(value)


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """Date, time and the name of the zone: Bangkok and Tokyo differ by two hours."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    zone = ZONE_NAMES.get(timezone.get_current_timezone_name(), timezone.get_current_timezone_name())
    return f"{date_in_words(local)} {local:%H:%M} {gettext(zone)}"


@register.filter
def page_path(path: str) -> str:
    """An address without its language prefix."""
    current = f"/{translation.get_language()}/"
    return f"/{path[len(current) :]}" if path.startswith(current) else path


@register.filter
def percent(value: float | None) -> str:
    return "" if value is None else f"{round(value * 100)}%"


@register.simple_tag(takes_context=True)
def url_in_language(context: template.Context, language: str) -> str:
    """This page's address, query included, under another language's prefix."""
    path = context["request"].get_full_path()
    current = f"/{translation.get_language()}/"
    return f"/{language}/{path[len(current) :]}" if path.startswith(current) else f"/{language}/"


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: object) -> str:
    """The page's query string with some parameters changed or, when empty, taken out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"
