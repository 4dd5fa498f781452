"""“Not for me”: a partner leaves a firm's suggestions with a reason, and comes back when asked for."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from companies.models import Company, Need
from matching import suggestions
from matching.models import PutAside, Reason


@transaction.atomic
def put_aside(
    company: Company, partner: Company, *, by: User, reason: Reason, note: str = "", need: Need | None = None
) -> PutAside:
    """Once: a second time changes nothing. With `need` only that one need, whose author keeps its name back."""
    Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
    row, is_new = PutAside.objects.standing().get_or_create(
        company=company,
        partner=partner,
        need=need,
        brought_back_at=None,
        defaults={"by": by, "reason": reason, "note": note},
    )
    if is_new:
        look_anew(company)
    return row


@transaction.atomic
def bring_back(row: PutAside, *, by: User) -> bool:
    """Whether it was still away."""
    now = timezone.now()
    was_away = PutAside.objects.standing().filter(pk=row.pk).update(brought_back_at=now, brought_back_by=by)
    if was_away:
        look_anew(row.company)
    return bool(was_away)


def look_anew(company: Company) -> None:
    """Another partner takes the place, or gives it back."""
    if Company.objects.suggestible().filter(pk=company.pk).exists():
        suggestions.ask(company)
