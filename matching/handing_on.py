"""A case in review goes from one officer to a colleague of the same desk."""

from django.db import transaction

from accounts.enums import NoticeKind
from accounts.models import User
from accounts.notices import notify, path_of, sort_notices
from companies.enums import AppointmentRole
from companies.models import Agency
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
    return list(found.exclude(pk__in=[of.pk, *in_conflict_about(match)]).order_by("name", "id").distinct())


@transaction.atomic
def hand_on(match: Match, *, to: User, by: User, agency: Agency) -> Match:
    """It is the colleague's until decided; also by an officer who may not decide it themselves."""
    match = lifecycle.MATCH.lock(match, "park")
    if match.is_held and match.claimed_by_id != by.pk:
        raise lifecycle.HeldByAnother(match, "hand_on", match.state)
    if to not in colleagues(match, of=by, agency=agency):
        raise MoveNotAllowed(match, "hand_on", match.state)
    match.claimed_by = match.claimed_until = None
    match.handed_to = to
    match.save(update_fields=["claimed_by", "claimed_until", "handed_to"])
    lifecycle.record(match, "hand_on", match.state, by, agency=agency)
    context = {"who": str(by), "thai": match.thai.name_roman, "japanese": match.japanese.name_roman}
    notify(to, "matching/notices/case_handed_on", context, path_of("matching:match-review", match.pk))
    return match
