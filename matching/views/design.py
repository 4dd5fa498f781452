"""The living design page: the real partials in every state, language and theme, for staff."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from companies.permissions import can_read_design
from matching import design, specimens
from matching.specimens import Specimen, State

LANGUAGES = [code for code, _name in settings.LANGUAGES]
THEMES = ("light", "dark")
POINTS = re.compile(
    r'(?<=\s)(id|for|form|name|aria-labelledby|aria-describedby|aria-controls|data-open)="([^"]*)"'
)
INSIDE = re.compile(r'href="#([^"]+)"')
# What would reach the server, take the focus or ask before leaving: a specimen may be pressed and does nothing.
EFFECTS = re.compile(
    r'\s(?:hx-[\w-]+="[^"]*"|data-(?:keep|once|focus|theme-switch|confirm)(?:="[^"]*"|(?![\w-]))|autofocus|action="[^"]*")'
)
HIDDEN = re.compile(r'<input type="hidden"[^>]*>')


@dataclass(frozen=True)
class Cell:
    """One specimen as readers of one language see it in one theme."""

    language: str
    theme: str
    html: SafeString


@dataclass(frozen=True)
class Shown:
    name: str
    cells: list[Cell]


@login_required
@require_safe
def design_page(request: HttpRequest) -> HttpResponse:
    if not can_read_design(request.viewer):
        raise PermissionDenied
    context = {
        "groups": [
            (
                specimen,
                [shown(specimen, state, number, request) for number, state in enumerate(specimen.states)],
            )
            for specimen in (*specimens.components(), *specimens.joints())
        ],
        "swatches": design.swatches(),
        "type_sizes": design.sizes("t"),
        "space_sizes": design.sizes("s"),
    }
    return render(request, "matching/design.html", context)


def shown(specimen: Specimen, state: State, number: int, request: HttpRequest) -> Shown:
    viewer = state.viewer(request) if state.viewer else request.viewer
    seen = specimens.as_seen_by(request, viewer)
    cells = []
    for language in LANGUAGES:
        with translation.override(language):
            html = render_to_string(specimen.template, state.context(), request=seen)
        for theme in THEMES:
            mark = f"{specimen.anchor}-{number}-{language}-{theme}"
            cells.append(Cell(language, theme, still(html, mark)))
    return Shown(state.name, cells)


def still(html: str, mark: str) -> SafeString:
    """The partial's own output with ids of its own, open, and cut off from the server."""
    html = POINTS.sub(lambda found: f'{found[1]}="{marked(found[2], mark)}"', html)
    html = INSIDE.sub(lambda found: pointed(found[1], html, mark), html)
    html = EFFECTS.sub("", HIDDEN.sub("", html)).replace('method="post"', 'method="dialog"')
    return mark_safe(html.replace("<dialog ", "<dialog open "))


def pointed(name: str, html: str, mark: str) -> str:
    """To its target in the same specimen; where that stands elsewhere on the pages, to the top of this one."""
    target = f"{name}-{mark}"
    return f'href="#{target}"' if f'id="{target}"' in html else 'href="#main"'


def marked(names: str, mark: str) -> str:
    return " ".join(f"{name}-{mark}" for name in names.split())
