"""What two connected firms say and owe each other."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from companies.models import Company
from companies.permissions import are_kept_apart
from companies.working_days import working_days_after
from config.lifecycle import MoveNotAllowed
from matching import announcements
from matching.enums import MatchState, StepCode
from matching.models import Conversation, Match, Message, NextStep

# Working days of the firm that owes it.
FIRST_STEP_DAYS = 5


def open_conversation(match: Match) -> Conversation:
    """A place to talk, and a first step with an owner and a date, so that nobody waits for nobody."""
    owner = seeking_side(match)
    NextStep.objects.create(
        match=match,
        code=StepCode.FIRST_MESSAGE,
        owner=owner,
        due_on=working_days_after(timezone.localdate(), FIRST_STEP_DAYS, owner.country),
    )
    return Conversation.objects.create(match=match)


def seeking_side(match: Match) -> Company:
    """The firm whose need is met best: it begins."""
    best = match.links.order_by("-fit_need_to_offer", "id").select_related("need__company").first()
    return best.need.company if best else match.thai


@transaction.atomic
def send_message(match: Match, *, by: User, company: Company, text: str, lang: str) -> Message:
    """A message from one firm to the other; its first one ends the step that asked for it."""
    match = lock_connected(match, "write")
    message = Message.objects.create(
        conversation=match.conversation, company=company, author=by, text=text, lang=lang
    )
    match.next_steps.filter(code=StepCode.FIRST_MESSAGE, owner=company, done_at__isnull=True).update(
        done_at=timezone.now(), done_by=by
    )
    announcements.tell_firms(match, "message", but=company)
    return message


@transaction.atomic
def add_step(match: Match, *, by: User, text: str, owner: Company, due_on: datetime.date) -> NextStep:
    match = lock_connected(match, "plan")
    step = NextStep.objects.create(match=match, text=text, owner=owner, due_on=due_on)
    announcements.tell_firms(match, "step", but=None, besides=by)
    return step


@transaction.atomic
def complete_step(step: NextStep, *, by: User) -> bool:
    """Mark it done once; False when somebody already had."""
    open_step = NextStep.objects.filter(pk=step.pk, done_at__isnull=True)
    return bool(open_step.update(done_at=timezone.now(), done_by=by))


def lock_connected(match: Match, act: str) -> Match:
    locked = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    is_going_on = locked.state in (MatchState.CONNECTED, MatchState.AGREED)
    if not is_going_on or are_kept_apart(locked.thai, locked.japanese):
        raise MoveNotAllowed(locked, act, locked.state)
    return locked
