"""A case in review goes from one officer to a colleague of the same desk."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.enums import NoticeKind
from accounts.models import User
from accounts.notices import notify, path_of, sort_notices
from companies.absences import stand_in_for, stand_ins
from companies.enums import AppointmentRole
from companies.models import Absence, Agency
from config.lifecycle import MoveNotAllowed
from matching import lifecycle
from matching.conflicts import in_conflict_about
from matching.models import Match

sort_notices(NoticeKind.DESK, ["matching/notices/case_handed_on"])


def colleagues(match: Match, *, of: User, agency: Agency) -> list[User]:
    """The other standing officers of the desk, without those who declared a conflict about the case."""
    found = User.objects.filter(
        is_active=True,
        appointments__agency=agency,
        appointments__role=AppointmentRole.DESK_OFFICER,
        appointments__ended_at__isnull=True,
    )
    barred = {of.pk, *in_conflict_about(match)}
    people = list(found.exclude(pk__in=barred).order_by("name", "id").distinct())
    away = stand_ins(user.pk for user in people)
    return [user for user in people if user.pk not in away or away[user.pk].substitute_id not in barred]


@transaction.atomic
def hand_on(match: Match, *, to: User, by: User, agency: Agency) -> Match:
    """It is the colleague's, or who stands in for them has it, until decided; also by who may not decide it."""
    match = lifecycle.MATCH.lock(match, "park")
    if match.is_held and match.claimed_by_id != by.pk:
        raise lifecycle.HeldByAnother(match, "hand_on", match.state)
    if to not in colleagues(match, of=by, agency=agency):
        raise MoveNotAllowed(match, "hand_on", match.state)
    give(match, stand_in_for(to), by=by, agency=agency)
    return match


def give(match: Match, to: User, *, by: User, agency: Agency) -> None:
    match.claimed_by = match.claimed_until = None
    match.handed_to = to
    match.save(update_fields=["claimed_by", "claimed_until", "handed_to"])
    lifecycle.record(match, "hand_on", match.state, by, agency=agency)
    context = {"who": str(by), "thai": match.thai.name_roman, "japanese": match.japanese.name_roman}
    notify(to, "matching/notices/case_handed_on", context, path_of("matching:match-review", match.pk))


def pass_on(absence: Absence) -> None:
    """What an officer who leaves for some days holds or was handed; free for all where the substitute may not."""
    user, agency = absence.user, absence.agency
    held = Q(claimed_by=user, claimed_until__gt=timezone.now())
    cases = Match.objects.in_review().filter(Q(handed_to=user) | held)
    for match in cases.select_for_update(of=("self",)).order_by("pk"):
        if absence.substitute_id not in in_conflict_about(match):
            give(match, absence.substitute, by=user, agency=agency)
            continue
        match.claimed_by = match.claimed_until = match.handed_to = None
        match.save(update_fields=["claimed_by", "claimed_until", "handed_to"])
