"""One decision on several cases: what it would do to each, and doing it.

lines = preview(cases, "approve", ...)     shown before anything is changed
done = carry_out(lines, ...)               each case by its own guarded move; what changed since is left out
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from accounts.models import User
from companies.models import Agency
from config.lifecycle import MoveNotAllowed
from matching import lifecycle
from matching.conflicts import conflict_of
from matching.enums import BulkEffect, HeldMove, Skipped
from matching.models import Match

MOST = 50


@dataclass(frozen=True)
class Line:
    """One case: what happens to it, or why it is skipped. `stamp` tells whether it changed since."""

    match: Match
    stamp: str
    effect: BulkEffect | None = None
    skipped: Skipped | None = None
    waits_for: tuple[Agency, ...] = ()


def stamp_of(match: Match) -> str:
    return f"{match.state}-{match.events.count()}"


def preview(cases: Iterable[Match], move: HeldMove, *, by: User, agency: Agency) -> list[Line]:
    return [line_for(match, move, by, agency) for match in cases]


def line_for(match: Match, move: HeldMove, by: User, agency: Agency) -> Line:
    line = Line(match, stamp_of(match))
    if skipped := why_skipped(match, by, agency):
        return replace(line, skipped=skipped)
    if move != HeldMove.APPROVE:
        return replace(line, effect=BulkEffect.REJECTED if move == HeldMove.REJECT else BulkEffect.PARKED)
    others = waits_for(match, agency)
    return replace(line, effect=BulkEffect.WAITS if others else BulkEffect.INTRODUCED, waits_for=others)


def why_skipped(match: Match, by: User, agency: Agency) -> Skipped | None:
    if not match.is_in_review:
        return Skipped.DECIDED
    if match.decisions.filter(agency=agency).exists():
        return Skipped.OWN_DESK
    if conflict_of(by, match):
        return Skipped.CONFLICT
    if match.is_held and match.claimed_by_id != by.pk:
        return Skipped.HELD
    if match.handed_to_id not in (None, by.pk):
        return Skipped.HANDED
    return Skipped.ASKED if match.questions.waiting().exists() else None


def waits_for(match: Match, agency: Agency) -> tuple[Agency, ...]:
    decided = match.decisions.values("agency")
    desks = match.corridor.desks.exclude(agency__in=decided).exclude(agency=agency).select_related("agency")
    return tuple(desk.agency for desk in desks)


def carry_out(
    lines: Iterable[Line], move: HeldMove, seen: Mapping[int, str], details: dict[str, Any]
) -> tuple[list[Match], list[Line]]:
    """(decided, skipped). `seen` holds the stamps of the preview; `details` are the move's own words."""
    moves: dict[HeldMove, Callable[..., Match]] = {
        HeldMove.APPROVE: lifecycle.approve,
        HeldMove.REJECT: lifecycle.reject,
        HeldMove.PARK: lifecycle.park,
    }
    decided, skipped = [], []
    for line in lines:
        if line.skipped is None and seen.get(line.match.pk) != line.stamp:
            line = replace(line, skipped=Skipped.CHANGED)
        if line.skipped is None:
            try:
                decided.append(moves[move](line.match, **details))
                continue
            except MoveNotAllowed:
                line = replace(line, skipped=Skipped.CHANGED)
        skipped.append(line)
    return decided, skipped
