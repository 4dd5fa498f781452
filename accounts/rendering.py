"""A notice in words: its template in a language."""

from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils import translation


def render_notice(template: str, context: Mapping[str, object], language: str) -> tuple[str, str]:
    """Title (the template's first line) and body in `language`."""
    with translation.override(language):
        title, _, body = render_to_string(f"{template}.txt", context).strip().partition("\n")
    return title.strip(), body.strip()
