"""The ten seconds in which a desk's decision is on record and can still be undone.

    hold      in the transaction of the decision: a row to undo from, and the job that announces it
    release   by that job: the row goes, and the decision is told to whom it concerns

The worker's row decides who is first, so an undo and the announcement never both happen.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from companies.models import Agency
from config.lifecycle import MoveNotAllowed
from matching.enums import HeldMove, MatchState
from matching.models import HeldDecision, Match
from outbox.queue import enqueue

UNDO_FOR = datetime.timedelta(seconds=10)
RELEASE = "matching.release_decision"
# From where an undo is still one: what others did since stays.
UNDONE_FROM = {
    HeldMove.APPROVE: (MatchState.PROPOSED, MatchState.PARKED, MatchState.APPROVED),
    HeldMove.REJECT: (MatchState.REJECTED,),
    HeldMove.PARK: (MatchState.PARKED,),
}


class UndoTooLate(MoveNotAllowed):
    """The ten seconds are over, or the case has moved on since."""


@dataclass(frozen=True)
class Before:
    """What a decision overwrites."""

    state: str
    parked_until: datetime.date | None
    note: str

    @classmethod
    def of(cls, match: Match) -> "Before":
        return cls(match.state, match.parked_until, match.reason_note)


def hold(match: Match, move: HeldMove, before: Before, *, by: User, agency: Agency | None) -> HeldDecision:
    held = HeldDecision.objects.create(
        match=match,
        move=move,
        agency=agency,
        by=by,
        from_state=before.state,
        from_parked_until=before.parked_until,
        from_note=before.note,
        release_at=timezone.now() + UNDO_FOR,
    )
    enqueue(RELEASE, {"held": held.pk}, key=f"held:{held.pk}", not_before=held.release_at)
    return held


def lock_to_undo(held: HeldDecision, by: User) -> tuple[Match, HeldDecision]:
    """The case under lock and the row to undo from; UndoTooLate once it was told or moved on."""
    match = Match.objects.select_for_update(of=("self",)).get(pk=held.match_id)
    row = match.held.filter(pk=held.pk, by=by).first()
    is_free = not match.is_held or match.claimed_by_id == by.pk
    if row is None or not row.can_be_undone or match.state not in UNDONE_FROM[HeldMove(row.move)]:
        raise UndoTooLate(match, "undo", match.state)
    if not is_free:
        raise UndoTooLate(match, "undo", match.state)
    return match, row
