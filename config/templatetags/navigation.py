"""Links of the frame; an address that is not there simply has no link."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def named_url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag
def url_for_language(name: str, language: str) -> str:
    """The address for readers of another language."""
    with translation.override(language):
        return reverse(name)


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, name: str, label: str) -> SafeString | str:
    """A link that marks itself as current on its own page and on those below it."""
    url = named_url(name)
    if not url:
        return ""
    return format_html('<a href="{}"{}>{}</a>', url, current_mark(context, name, url), label)


@register.simple_tag(takes_context=True)
def thumb_link(context: template.Context, name: str, label: str, path: str) -> SafeString | str:
    """The same with a drawn sign above its word, for the bar under the thumb."""
    url = named_url(name)
    if not url:
        return ""
    sign = '<a href="{}"{}><svg viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>{}</a>'
    return format_html(sign, url, current_mark(context, name, url), path, label)


def current_mark(context: template.Context, name: str, url: str) -> SafeString:
    path = context["request"].path if "request" in context else ""
    is_current = path == url or (name != "home" and path.startswith(url))
    return SafeString(' aria-current="page"' if is_current else "")


@register.simple_tag
def file_url(name: str, kind: str, pk: object = "") -> str:
    """The address of a list as a file; `pk` where the list is that of one row."""
    return reverse(name, args=[pk, kind] if pk else [kind])
