"""What was removed goes for good once it can no longer be brought back, and all of it with an archived firm."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from companies.models import Catalogue, Company, Picture, ShowcaseItem
from companies.showcase import files
from companies.showcase.limits import UNDO_DAYS

CLEAR = "companies.clear_showcase"


@transaction.atomic
def delete(which: Q, of_pictures: Q) -> int:
    """Rows, texts and files; answers how many rows."""
    pictures = Picture.objects.filter(of_pictures)
    gone = files.delete_rows(pictures) + files.delete_rows(Catalogue.objects.filter(which))
    items = ShowcaseItem.objects.filter(which)
    return gone + len([item.delete() for item in items])


def delete_removed() -> int:
    """Past the days in which they could be brought back."""
    is_over = Q(removed_at__lte=timezone.now() - datetime.timedelta(days=UNDO_DAYS))
    with_their_item = Q(item__removed_at__lte=timezone.now() - datetime.timedelta(days=UNDO_DAYS))
    return delete(is_over, is_over | with_their_item)


def delete_removed_by(user: User) -> int:
    """What a leaving person had put in and was removed since; what stands belongs to the firm."""
    is_theirs = Q(created_by=user, removed_at__isnull=False)
    return delete(is_theirs, is_theirs | Q(item__created_by=user, item__removed_at__isnull=False))


def clear(company: Company) -> int:
    """All that an archived firm showed."""
    return delete(Q(company=company), Q(company=company))
