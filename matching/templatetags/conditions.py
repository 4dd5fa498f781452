"""A text with the places that state its conditions marked."""

from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """Spans (start, end) in order; one that overlaps another or leaves the text is skipped."""
    return format_html_join("", "{}", ((piece,) for piece in pieces(text, spans)))


@register.filter
def lined(text: str, spans: Iterable[tuple[int, int, str]]) -> SafeString:
    """Like `marked`; each place leads to its condition, and lights up with it."""
    return format_html_join("", "{}", ((piece,) for piece in led(text, spans)))


def led(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    at = 0
    for start, end, line in spans:
        if at <= start < end <= len(text):
            yield text[at:start]
            yield format_html(
                '<a class="stated" href="#line-{}" data-line="{}">{}</a>', line, line, text[start:end]
            )
            at = end
    yield text[at:]


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for start, end in spans:
        if at <= start < end <= len(text):
            yield text[at:start]
            yield format_html('<mark class="stated">{}</mark>', text[start:end])
            at = end
    yield text[at:]
