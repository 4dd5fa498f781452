"""Figures of statistics with the list behind each."""

from functools import lru_cache

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from matching.statistics.figures import Narrowing
from matching.statistics.tables import Row, Value

register = template.Library()
MOST_CELLS = 20_000


@register.simple_tag(takes_context=True)
def opened(context: template.Context, value: Value) -> SafeString | str:
    """The figure, and where it counts cases a link to them."""
    return link_of(escape(context["cases_url"]), value)


@register.simple_tag(takes_context=True)
def cells(context: template.Context, row: Row) -> SafeString:
    """Every figure of a row: of places there are some four thousand, too many for a loop of the template."""
    address = escape(context["cases_url"])
    return format_html_join("", '<td class="n">{}</td>', ((link_of(address, value),) for value in row.values))


def link_of(address: SafeString, value: Value) -> SafeString | str:
    """Both parts of the address are escaped already, once for all figures."""
    if value.narrowing is None or not value.number:
        return value.figure
    return format_html(
        '<a class="count" href="{}&amp;{}">{}</a>', address, query_of(value.narrowing), value.figure
    )


@lru_cache(maxsize=MOST_CELLS)
def query_of(narrowing: Narrowing) -> SafeString:
    """Kept: a page of places has some three thousand, the same the next time."""
    return escape(urlencode(narrowing.parameters))


@register.simple_tag
def spread(pairs: object) -> str:
    """The query string of some parameters."""
    return urlencode(pairs)  # type: ignore[arg-type]
