"""Capabilities read live from what an author types, as chips to tick."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from companies.models import Capability
from matching import market
from matching.engine.embed import default_embedder
from matching.engine.reading import suggest_capabilities
from matching.engine.types import TagSuggestion

LONGEST_TEXT = 2000
SHORTEST_TEXT = 3
LIKELY, POSSIBLE = 0.75, 0.5


@dataclass(frozen=True)
class Chip:
    capability: Capability
    is_chosen: bool
    confidence: float | None = None
    matched_text: str = ""

    @property
    def sureness(self) -> str:
        if self.confidence is None:
            return "own"
        return "high" if self.confidence >= LIKELY else "middle" if self.confidence >= POSSIBLE else "low"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def capability_suggest(request: HttpRequest) -> HttpResponse:
    """What is ticked stays and comes first; what the text speaks of follows."""
    sent = request.POST if request.method == "POST" else request.GET
    chosen = [slug for slug in sent.getlist("capabilities") if slug]
    chips = chips_for(sent.get("text", "")[:LONGEST_TEXT].strip(), chosen)
    return render(request, "matching/_capability_suggestions.html", {"chips": chips})


def chips_for(text: str, chosen: list[str]) -> list[Chip]:
    found = read_text(text) if len(text) >= SHORTEST_TEXT else []
    read = {item.slug: item for item in found}
    slugs = list(dict.fromkeys([*chosen, *read]))
    rows = Capability.objects.in_bulk(slugs, field_name="slug")
    return [
        Chip(
            rows[slug],
            slug in chosen,
            read[slug].confidence if slug in read else None,
            read[slug].matched_text if slug in read else "",
        )
        for slug in slugs
        if slug in rows
    ]


def read_text(text: str) -> list[TagSuggestion]:
    """By words at once; only a text that names no capability waits for the model to read its meaning."""
    tree = market.taxonomy()
    return suggest_capabilities(text, tree) or suggest_capabilities(text, tree, default_embedder())
