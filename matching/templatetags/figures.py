"""Figures of statistics with the list behind each."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from matching.statistics.figures import Narrowing
from matching.statistics.tables import Value

register = template.Library()
MOST_CELLS = 20_000


@register.simple_tag(takes_context=True)
def opened(context: template.Context, value: Value) -> SafeString | str:
    """The figure, and where it counts cases a link to them."""
    if value.narrowing is None or not value.number:
        return value.figure
    address = f"{context['cases_url']}&{query_of(value.narrowing)}"
    return format_html('<a class="count" href="{}">{}</a>', address, value.figure)


@lru_cache(maxsize=MOST_CELLS)
def query_of(narrowing: Narrowing) -> str:
    """Kept: a page of places has some three thousand, the same the next time."""
    return urlencode(narrowing.parameters)


@register.simple_tag
def spread(pairs: object) -> str:
    """The query string of some parameters."""
    return urlencode(pairs)  # type: ignore[arg-type]
