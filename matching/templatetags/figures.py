"""Figures of statistics with the list behind each."""

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from matching.statistics.tables import Value

register = template.Library()


@register.filter
def figure(value: Value) -> str:
    """A share in per cent, days with one decimal, a count with commas, "–" for no figure."""
    if value.number is None:
        return "–"
    if value.is_share:
        return f"{round(100 * value.number)}%"
    return f"{value.number:.1f}" if isinstance(value.number, float) else intcomma(value.number)


@register.simple_tag(takes_context=True)
def opened(context: template.Context, value: Value) -> SafeString | str:
    """The figure, and where it counts cases a link to them."""
    if value.narrowing is None or not value.number:
        return figure(value)
    address = f"{context['cases_url']}&{urlencode(value.narrowing.parameters)}"
    return format_html('<a class="count" href="{}">{}</a>', address, figure(value))


@register.simple_tag
def spread(pairs: object) -> str:
    """The query string of some parameters."""
    return urlencode(pairs)  # type: ignore[arg-type]
