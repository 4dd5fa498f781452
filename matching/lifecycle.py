"""Every move of a match, from proposal to outcome: one function each, called by page, API and job alike.

Row, event and signal share one transaction. `by` is the person who acts, None for the clock.
"""

import datetime
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from companies.models import Agency, Company
from companies.permissions import are_kept_apart
from companies.working_days import due_in_both
from config.lifecycle import Lifecycle, MoveNotAllowed
from matching import announcements, decisions, second_readings
from matching.conflicts import conflict_of, refuse_if_in_conflict
from matching.enums import (
    IN_REVIEW,
    LIVE,
    OUTCOMES,
    Answer,
    HeldMove,
    MatchOrigin,
    MatchState,
    WithdrawReason,
)
from matching.held import Before, UndoTooLate, hold, lock_to_undo
from matching.models import (
    Corridor,
    HeldDecision,
    Match,
    MatchDecision,
    MatchEvent,
    MatchLink,
    Reason,
    Run,
)
from matching.models.match import LEASE
from matching.next_steps import open_conversation
from matching.signals import match_moved

MATCH = Lifecycle(
    {
        "approve": (IN_REVIEW, MatchState.APPROVED),
        "reject": (IN_REVIEW, MatchState.REJECTED),
        "park": (IN_REVIEW, MatchState.PARKED),
        "introduce": ({MatchState.APPROVED}, MatchState.INTRODUCED),
        "answer": ({MatchState.INTRODUCED}, MatchState.INTRODUCED),
        "connect": ({MatchState.INTRODUCED}, MatchState.CONNECTED),
        "decline": ({MatchState.INTRODUCED}, MatchState.DECLINED),
        "lapse": ({MatchState.INTRODUCED}, MatchState.UNANSWERED),
        **{f"conclude_{outcome}": ({MatchState.CONNECTED}, outcome) for outcome in OUTCOMES},
        "withdraw": (LIVE, MatchState.WITHDRAWN),
    }
)


class HeldByAnother(MoveNotAllowed):
    """Somebody else holds the lease on this case."""


@transaction.atomic
def propose(
    *,
    thai: Company,
    japanese: Company,
    corridor: Corridor,
    origin: MatchOrigin,
    p_thai_accepts: float,
    p_japanese_accepts: float,
    p_both: float,
    evidence: dict[str, object],
    links: Iterable[tuple[int, int, float]],
    run: Run | None = None,
    by: User | None = None,
    company: Company | None = None,
) -> Match:
    """A new case for the review queue; refused while the pair has a live one or is kept apart.

    Links: need, offer, fit. `company` is the firm that asked for it.
    """
    match = Match(
        thai=thai,
        japanese=japanese,
        corridor=corridor,
        run=run,
        origin=origin,
        p_thai_accepts=p_thai_accepts,
        p_japanese_accepts=p_japanese_accepts,
        p_both=p_both,
        evidence=evidence,
    )
    insert_unless_live(match)
    refuse_if_kept_apart(match)
    MatchLink.objects.bulk_create(
        MatchLink(match=match, need_id=need, offer_id=offer, fit_need_to_offer=fit)
        for need, offer, fit in links
    )
    record(match, "propose", "", by, company=company)
    return match


def insert_unless_live(match: Match) -> None:
    """The partial unique index decides; its refusal is told as a move that is not allowed."""
    try:
        with transaction.atomic():
            match.save()
    except IntegrityError:
        live = Match.objects.live().filter(thai_id=match.thai_id, japanese_id=match.japanese_id).first()
        if live is None:
            raise
        raise MoveNotAllowed(live, "propose", live.state) from None


def refuse_if_kept_apart(match: Match) -> None:
    """Asked after the insert: it waited for a block in the making, whose lock the new row respects."""
    if are_kept_apart(match.thai, match.japanese):
        raise MoveNotAllowed(match, "propose", match.state)


def claim(match: Match, *, by: User) -> bool:
    """Take or renew the lease on a case in review; not held by another, not about a firm of a conflict."""
    if conflict_of(by, match):
        return False
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now) | Q(claimed_by=by)
    taken = Match.objects.in_review().filter(free, pk=match.pk)
    return bool(taken.update(claimed_by=by, claimed_until=now + LEASE))


def release(match: Match, *, by: User) -> bool:
    return bool(Match.objects.filter(pk=match.pk, claimed_by=by).update(claimed_by=None, claimed_until=None))


@transaction.atomic
def approve(match: Match, *, by: User, agency: Agency) -> Match:
    """One desk says yes. After the last desk the firms are introduced, as soon as nothing can be undone."""
    match = lock_for_decision(match, "approve", by)
    if match.decisions.filter(agency=agency).exists():
        raise MoveNotAllowed(match, "approve", match.state)
    before = Before.of(match)
    MatchDecision.objects.create(match=match, agency=agency, by=by)
    if desks_still_to_decide(match):
        leave(match)
        match.save()
        record(match, "approve", match.state, by, agency=agency)
    else:
        match.approved_at = timezone.now()
        settle(match, "approve", by, agency=agency)
    hold(match, HeldMove.APPROVE, before, by=by, agency=agency)
    return match


def desks_still_to_decide(match: Match) -> bool:
    decided = match.decisions.values("agency")
    return match.corridor.desks.exclude(agency__in=decided).exists()


def introduce(match: Match, *, by: User | None) -> Match:
    match.introduced_at = timezone.now()
    match.answer_due_on = due_in_both(timezone.localdate(), match.corridor.answer_days)
    settle(match, "introduce", by)
    announcements.tell_of_introduction(match)
    return match


@transaction.atomic
def reject(match: Match, *, by: User, reason: Reason, note: str = "", agency: Agency | None = None) -> Match:
    """One desk says no, for all of them."""
    match = lock_for_decision(match, "reject", by)
    before = Before.of(match)
    match.reason, match.reason_note, match.ended_at = reason, note, timezone.now()
    settle(match, "reject", by, reason=reason.code, agency=agency)
    hold(match, HeldMove.REJECT, before, by=by, agency=agency)
    return match


@transaction.atomic
def park(match: Match, *, by: User, until: datetime.date, reason: str, agency: Agency | None = None) -> Match:
    """Set a case aside until a date; `reason` is the officer's own words."""
    if until <= timezone.localdate():
        raise ValidationError(_("Choose a date after today."), code="past")
    match = lock_for_decision(match, "park", by)
    before = Before.of(match)
    match.parked_until, match.reason_note = until, reason
    settle(match, "park", by, agency=agency)
    hold(match, HeldMove.PARK, before, by=by, agency=agency)
    return match


@transaction.atomic
def undo(held: HeldDecision, *, by: User) -> Match:
    """Take back one's own decision before anybody was told; the case is in one's hands again."""
    match, row = lock_to_undo(held, by)
    refuse_if_kept_apart(match)
    if not (match.thai.is_published and match.japanese.is_published):
        raise UndoTooLate(match, "undo", match.state)
    origin = match.state
    if row.move == HeldMove.APPROVE:
        match.decisions.filter(agency=row.agency).delete()
    if row.move != HeldMove.APPROVE or match.state == MatchState.APPROVED:
        bring_back(match, row)
    match.claimed_by, match.claimed_until = by, timezone.now() + LEASE
    try:
        with transaction.atomic():
            match.save()
    except IntegrityError:
        raise UndoTooLate(match, "undo", origin) from None
    row.delete()
    record(match, "undo", origin, by, reason=row.move, agency=row.agency)
    return match


def bring_back(match: Match, row: HeldDecision) -> None:
    """What the decision overwrote."""
    match.state, match.parked_until, match.reason_note = row.from_state, row.from_parked_until, row.from_note
    match.reason = match.ended_at = match.approved_at = None


@transaction.atomic
def release_decision(held: HeldDecision) -> Match:
    """The ten seconds are over: tell whom the decision concerns, unless it was undone or told already."""
    match = Match.objects.select_for_update(of=("self",)).get(pk=held.match_id)
    row = match.held.select_related("by").filter(pk=held.pk).first()
    if row is None:
        return match
    row.delete()
    if row.move == HeldMove.APPROVE:
        decisions.keep_approval(match)
        second_readings.ask(match, row)
        if match.state == MatchState.APPROVED and not match.held.exists():
            introduce(match, by=row.by)
    elif row.move == HeldMove.REJECT and match.reason is not None:
        announcements.tell_sender(match, "interest_not_taken_up")
        decisions.keep_rejection(match, match.reason)
        second_readings.ask(match, row)
    return match


@transaction.atomic
def answer(
    match: Match,
    *,
    by: User,
    company: Company,
    answer: Answer,
    reason: Reason | None = None,
    note: str = "",
) -> Match:
    """A firm answers its introduction once; two yeses connect, one no ends it."""
    match = MATCH.lock(match, "answer")
    if not match.involves(company) or match.answer_of(company) != Answer.NONE:
        raise MoveNotAllowed(match, "answer", match.state)
    side = "thai" if company.pk == match.thai_id else "japanese"
    setattr(match, f"{side}_answer", answer)
    setattr(match, f"{side}_answered_at", timezone.now())
    decisions.keep_answer(match, company, reason)
    if answer == Answer.DECLINED:
        return decline(match, by=by, company=company, reason=reason, note=note)
    settle(match, "answer", by, company=company)
    if match.thai_answer == match.japanese_answer == Answer.INTERESTED:
        connect(match, by=by)
    return match


def decline(match: Match, *, by: User, company: Company, reason: Reason | None, note: str) -> Match:
    match.reason, match.reason_note, match.ended_at = reason, note, timezone.now()
    settle(match, "decline", by, company=company, reason=reason.code if reason else "")
    announcements.tell_firms(match, "declined", but=company)
    return match


def connect(match: Match, *, by: User) -> None:
    match.connected_at = timezone.now()
    settle(match, "connect", by)
    open_conversation(match)
    announcements.tell_firms(match, "connected")
    announcements.tell_desks(match, "connected_desk")


@transaction.atomic
def lapse(match: Match) -> Match:
    """The promised days passed and at least one side said nothing."""
    match = MATCH.lock(match, "lapse")
    match.ended_at = timezone.now()
    settle(match, "lapse", None)
    decisions.keep_silence(match)
    announcements.tell_firms(match, "unanswered")
    return match


@transaction.atomic
def conclude(match: Match, *, by: User | None, outcome: MatchState) -> Match:
    move = f"conclude_{outcome}"
    if move not in MATCH.moves:
        raise ValueError(f"{outcome} is not an outcome of a match")
    match = MATCH.lock(match, move)
    match.ended_at = timezone.now()
    settle(match, move, by)
    announcements.tell_firms(match, f"concluded_{outcome}")
    return match


@transaction.atomic
def withdraw(match: Match, *, by: User | None, reason: WithdrawReason) -> Match:
    """Take a live case back; those who had been told of it are told, and who asked for it."""
    match = MATCH.lock(match, "withdraw")
    match.ended_at = timezone.now()
    settle(match, "withdraw", by, reason=reason)
    if match.introduced_at:
        announcements.tell_firms(match, "withdrawn")
    elif reason != WithdrawReason.SENDER:
        announcements.tell_sender(match, "interest_not_taken_up")
    return match


def lock_for_decision(match: Match, move: str, by: User) -> Match:
    """The row under lock, in review, not in another officer's hands, and none of the officer's conflicts."""
    match = MATCH.lock(match, move)
    refuse_if_in_conflict(match, move, by)
    if match.is_held and match.claimed_by_id != by.pk:
        raise HeldByAnother(match, move, match.state)
    return match


def leave(match: Match) -> None:
    """In nobody's hands any more."""
    match.claimed_by = match.claimed_until = match.handed_to = None


def settle(
    match: Match,
    move: str,
    by: User | None,
    *,
    company: Company | None = None,
    reason: str = "",
    agency: Agency | None = None,
) -> None:
    """Arrive in the state `move` leads to, with no lease left, and put it on record."""
    if not MATCH.allows(match, move):
        raise MoveNotAllowed(match, move, match.state)
    origin = MATCH.arrive(match, move)
    leave(match)
    match.save()
    record(match, move, origin, by, company=company, reason=reason, agency=agency)


def record(
    match: Match,
    move: str,
    origin: str,
    by: User | None,
    *,
    company: Company | None = None,
    reason: str = "",
    agency: Agency | None = None,
) -> None:
    """Event row and signal, inside the move's transaction: a receiver that fails undoes the move."""
    MatchEvent.objects.create(
        match=match,
        move=move,
        from_state=origin,
        to_state=match.state,
        reason_code=reason,
        company=company,
        agency=agency,
        by=by,
    )
    match_moved.send(Match, match=match, move=move, by=by)


def record_all(matches: Sequence[Match], move: str) -> None:
    """Likewise of many new cases that a run made."""
    MatchEvent.objects.bulk_create(
        [MatchEvent(match=match, move=move, from_state="", to_state=match.state) for match in matches],
        batch_size=1000,
    )
    for match in matches:
        match_moved.send(Match, match=match, move=move, by=None)
