"""A text with the places that state its conditions marked."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """Spans (start, end) in order; one that overlaps another or leaves the text is skipped."""
    shown, at = [], 0
    for start, end in spans:
        if at <= start < end <= len(text):
            shown += [
                conditional_escape(text[at:start]),
                format_html('<mark class="stated">{}</mark>', text[start:end]),
            ]
            at = end
    # Every piece is escaped above or here.
    return mark_safe("".join([*shown, conditional_escape(text[at:])]))
