"""What a finished run shows, a part at a time: its pairs, those nearly proposed, whom it reached, what changed."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from companies.models import Cluster
from matching import exposure, run_changes, runs
from matching.enums import DISPLACED
from matching.models import Corridor, Match, Run, RunPair
from matching.queries import cases_seen_by, corridors_read_by

Context = dict[str, Any]
PAIRS, NEARLY, REACH, CHANGES = "pairs", "nearly", "reach", "changes"
PARTS = {
    PAIRS: _("Pairs"),
    NEARLY: _("Nearly proposed"),
    REACH: _("Who was reached"),
    CHANGES: _("Against the run before"),
}
PER_PAGE = 25


def shown(run: Run, request: HttpRequest) -> Context:
    """One part, so that no page is thirty screens long; an address that names none is that of the pairs."""
    previous = runs.previous(run)
    here = {PAIRS: True, NEARLY: True, REACH: not run.is_replay, CHANGES: previous is not None}
    asked = request.GET.get("part", PAIRS)
    part = asked if here.get(asked) else PAIRS
    context = {
        "previous": previous,
        "part": part,
        "parts": [(name, PARTS[name]) for name in here if here[name]],
    }
    if part == REACH:
        return context | {"report": exposure.shown(run, previous)}
    outcomes = run_changes.pairs_of(run, corridors_read_by(request.viewer))
    if part == CHANGES and previous:
        before = run_changes.pairs_of(previous, corridors_read_by(request.viewer))
        return context | {"changes": run_changes.changes(outcomes, before) if before else []}
    if part == NEARLY:
        return context | {"page_obj": page_of(nearly_shown(outcomes), request)}
    return context | pairs_shown(run, outcomes, request)


def pairs_shown(run: Run, outcomes: list[RunPair], request: HttpRequest) -> Context:
    """Of a simulation what it chose, of a run the cases it proposed."""
    proposed = cases_seen_by(request.viewer).filter(run=run).defer("evidence").order_by("-p_both", "pk")
    chosen = [row for row in outcomes if row.place] if run.is_simulation else []
    return {"page_obj": page_of(chosen or proposed, request), "are_chosen": bool(chosen)}


def page_of(rows: Sequence[Any] | QuerySet[Match], request: HttpRequest) -> Page[Any]:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def nearly_shown(outcomes: list[RunPair]) -> list[dict[str, object]]:
    """The pairs that lost to caps, cost or budget, each with the chosen pairs in its way."""
    chosen = {row.firms: row for row in outcomes if row.place}
    near = [row for row in outcomes if row.place is None and row.hindrance in DISPLACED]
    return [
        {"row": row, "better": [chosen[pair] for pair in map(tuple, row.better) if pair in chosen]}
        for row in sorted(near, key=lambda row: (-row.p_both, row.pk))
    ]


def lanes_of(run: Run) -> list[dict[str, object]]:
    """The terms of each corridor as the run stored them, with the corridor itself."""
    stored = run.parameters.get("corridors", [])
    corridors = Corridor.objects.in_bulk([lane["corridor"] for lane in stored])
    names = Cluster.objects.in_bulk([code for lane in stored for code in lane.get("clusters", ())])
    return [
        {
            **lane,
            "corridor": corridors.get(lane["corridor"]),
            "clusters": [names[code] for code in lane.get("clusters", ()) if code in names],
        }
        for lane in stored
    ]
