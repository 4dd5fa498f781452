"""Who carries a match within each firm, and handing it to a colleague."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.notices import notify, path_of
from companies.models import Company
from config.lifecycle import MoveNotAllowed
from matching.announcements import members, partner_name
from matching.models import Match, Responsible
from matching.permissions import is_known_to_firms
from matching.signals import match_moved


@transaction.atomic
def hand_over(match: Match, *, company: Company, to: User, by: User) -> Responsible:
    """Make `to`, who works for `company`, responsible; whoever is told by somebody else gets a notice."""
    match = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    may_carry = match.involves(company) and is_known_to_firms(match) and to in members(company)
    if not may_carry:
        raise MoveNotAllowed(match, "hand_over", match.state)
    before = Responsible.objects.filter(match=match, company=company).first()
    if before is not None and before.user_id == to.pk:
        return before
    row, _is_new = Responsible.objects.update_or_create(
        match=match, company=company, defaults={"user": to, "since": timezone.now()}
    )
    put_on_record(match, company, by)
    if to != by:
        context = {"who": str(by), "partner": partner_name(match, company)}
        path = path_of("matching:match-detail", match.pk)
        notify(to, "matching/notices/handed_over", context, path)
    return row


def put_on_record(match: Match, company: Company, by: User) -> None:
    match.events.create(
        move="hand_over", from_state=match.state, to_state=match.state, company=company, by=by
    )
    match_moved.send(Match, match=match, move="hand_over", by=by)


def responsible_for(match: Match, company: Company) -> User | None:
    """The colleague who carries it, while they work for the firm."""
    row = Responsible.objects.filter(match=match, company=company).select_related("user").first()
    return row.user if row is not None and row.user in members(company) else None
