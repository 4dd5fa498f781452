"""Keeping two firms apart, and letting them meet again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from companies.models import Block, Company
from companies.signals import block_changed


def lock_pair(company: Company, other: Company) -> None:
    """A row that names either firm, such as a proposal, waits until this transaction ends."""
    rows = Company.objects.select_for_update(of=("self",)).filter(pk__in=[company.pk, other.pk])
    list(rows.order_by("pk"))


@transaction.atomic
def block(company: Company, other: Company, *, by: User) -> Block:
    """From now on neither is shown or proposed to the other; blocking again changes nothing."""
    if company.pk == other.pk:
        raise ValidationError(_("A company cannot block itself."))
    lock_pair(company, other)
    row, is_new = Block.objects.standing().get_or_create(
        blocker=company, blocked=other, lifted_at=None, defaults={"by": by}
    )
    if is_new:
        block_changed.send(Block, block=row, by=by)
    return row


@transaction.atomic
def unblock(company: Company, other: Company, *, by: User) -> bool:
    """Lift one's own block; the other firm's stays. True when there was one."""
    lock_pair(company, other)
    row = Block.objects.standing().filter(blocker=company, blocked=other).first()
    if row is None:
        return False
    row.lifted_at = timezone.now()
    row.save()
    block_changed.send(Block, block=row, by=by)
    return True
