"""The long lists of the directory, joined here: some three hundred lines a page take a template ten times as long."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from companies.views.facets import Answer, Facet
from companies.views.places import PlacesMap, Point

register = template.Library()


@register.simple_tag
def ticks(facet: Facet, answers: Sequence[Answer]) -> SafeString:
    """A box to tick for each answer, with the number of firms behind it."""
    return mark_safe("".join(tick(facet.name, answer) for answer in answers))


def tick(name: str, answer: Answer) -> str:
    checked = " checked" if answer.is_chosen else ""
    box = f'<input type="checkbox" name="{escape(name)}" value="{escape(answer.value)}"{checked}>'
    return f'<label class="tick">{box}<span>{escape(answer.label)}</span><b>{answer.number}</b></label>'


@register.simple_tag
def points(shown: PlacesMap) -> SafeString:
    return mark_safe("".join(circle(point) for point in shown.points if point.is_drawn))


def circle(point: Point) -> str:
    return f'<circle class="{point.kind}" cx="{point.x}" cy="{point.y}" r="{point.radius}"/>'


@register.simple_tag
def listed_points(listed: Sequence[Point], query: str) -> SafeString:
    """Each place leads to its firms; `query` ends where the place is added."""
    return mark_safe("".join(place(point, query) for point in listed))


def place(point: Point, query: str) -> str:
    current = ' aria-current="true"' if point.is_chosen else ""
    address = escape(f"{query}location={point.code}")
    return f'<li><a href="{address}"{current}>{escape(point.name)} <b>{point.number}</b></a></li>'
