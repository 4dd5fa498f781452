"""An officer's conflicts of interest: declared by themselves, and asked before every decision."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from companies.models import Company
from config.lifecycle import MoveNotAllowed
from matching.models import ConflictOfInterest, Match


class ConflictDeclared(MoveNotAllowed):
    """The officer has declared a conflict of interest with one of the two firms."""

    def __init__(self, match: Match, move: str, company: Company) -> None:
        super().__init__(match, move, match.state)
        self.company = company


def declare(company: Company, *, by: User, note: str = "") -> ConflictOfInterest:
    """Once a firm; what the officer holds or was handed of it is free for colleagues at once."""
    standing = ConflictOfInterest.objects.standing().filter(user=by, company=company)
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = ConflictOfInterest.objects.create(user=by, company=company, note=note)
        except IntegrityError:
            return standing.get()
        cases = Match.objects.in_review().involving(company)
        cases.filter(claimed_by=by).update(claimed_by=None, claimed_until=None)
        cases.filter(handed_to=by).update(handed_to=None)
    return row


def end(conflict: ConflictOfInterest, *, by: User) -> None:
    """Only whoever declared it; a second end changes nothing."""
    standing = ConflictOfInterest.objects.standing().filter(pk=conflict.pk, user=by)
    standing.update(ended_at=timezone.now())


def conflict_of(user: User, match: Match) -> ConflictOfInterest | None:
    """The officer's standing conflict with either firm of a case."""
    standing = ConflictOfInterest.objects.standing().filter(user=user)
    return standing.filter(company__in=[match.thai_id, match.japanese_id]).prefetch_related("company").first()


def refuse_if_in_conflict(match: Match, move: str, by: User) -> None:
    if conflict := conflict_of(by, match):
        raise ConflictDeclared(match, move, conflict.company)


def in_conflict_about(match: Match) -> set[int]:
    """Keys of all officers who must not decide this case."""
    rows = ConflictOfInterest.objects.standing().filter(company__in=[match.thai_id, match.japanese_id])
    return set(rows.values_list("user", flat=True))
