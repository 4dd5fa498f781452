"""A firm's shortlist: put on, taken off, noted. One row a pair, so that a note outlives both."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from companies.models import Company, Shortlisted

# Columns that still stand side by side on a laptop.
MOST_COMPARED = 4


@transaction.atomic
def add(company: Company, firm: Company, *, by: User) -> Shortlisted:
    """Adding twice changes nothing; one taken off comes back with its note."""
    now = timezone.now()
    row, is_new = Shortlisted.objects.get_or_create(company=company, firm=firm, defaults={"changed_by": by})
    if not is_new:
        away = Shortlisted.objects.filter(pk=row.pk, removed_at__isnull=False)
        away.update(removed_at=None, added_at=now, changed_by=by, changed_at=now)
    return row


def remove(company: Company, firm: Company, *, by: User) -> bool:
    """Whether it was on the list."""
    now = timezone.now()
    standing = Shortlisted.objects.standing().filter(company=company, firm=firm)
    return bool(standing.update(removed_at=now, changed_by=by, changed_at=now))


def write_note(company: Company, firm: Company, *, by: User, note: str) -> bool:
    """Whether it was on the list; the last colleague to write is named beside the note."""
    standing = Shortlisted.objects.standing().filter(company=company, firm=firm)
    return bool(standing.update(note=note, changed_by=by, changed_at=timezone.now()))
