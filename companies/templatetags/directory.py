"""The long lists of the directory, joined here: some three hundred lines a page take a template ten times as long."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from companies.views.facets import Answer, Facet
from companies.views.places import PlacesMap, Point

register = template.Library()
TICK = (
    '<label class="tick"><input type="checkbox" name="{}" value="{}"><span>{}</span><b>{}</b></label>',
    '<label class="tick"><input type="checkbox" name="{}" value="{}" checked><span>{}</span><b>{}</b></label>',
)
PLACE = (
    '<li><a href="{}location={}">{} <b>{}</b></a></li>',
    '<li><a href="{}location={}" aria-current="true">{} <b>{}</b></a></li>',
)


@register.simple_tag
def ticks(facet: Facet, answers: Sequence[Answer]) -> SafeString:
    """A box to tick for each answer, with the number of firms behind it."""
    return one_after_another(
        format_html(TICK[answer.is_chosen], facet.name, answer.value, answer.label, answer.number)
        for answer in answers
    )


@register.simple_tag
def points(shown: PlacesMap) -> SafeString:
    circles = ((point.kind, point.x, point.y, point.radius) for point in shown.points if point.is_drawn)
    return format_html_join("", '<circle class="{}" cx="{}" cy="{}" r="{}"/>', circles)


@register.simple_tag
def listed_points(listed: Sequence[Point], query: str) -> SafeString:
    """Each place leads to its firms; `query` ends where the place is added."""
    return one_after_another(
        format_html(PLACE[point.is_chosen], query, point.code, point.name, point.number) for point in listed
    )


def one_after_another(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))
