"""Products and case studies: written, put in order, removed and brought back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from companies.lifecycle import locked_for_edit, put_many, split_many
from companies.models import Company, ShowcaseItem
from companies.search import refresh_search
from companies.showcase.limits import MOST_ITEMS, locked, refuse_full
from companies.showcase.order import last_position, record, shift


@transaction.atomic
def save_item(
    company: Company,
    *,
    by: User | None,
    values: Mapping[str, Any],
    item: ShowcaseItem | None = None,
    version: int | None = None,
) -> ShowcaseItem:
    """Write a new item, or change `item`; ValidationError where there is no room, EditConflict as for a firm."""
    company = locked(company)
    if item is None:
        rows = company.showcase_items.standing()
        refuse_full(rows, MOST_ITEMS)
        item = ShowcaseItem(company=company, created_by=by, position=last_position(rows))
    else:
        item = locked_for_edit(item, version)
        item.version += 1
    move = "edit" if item.pk else "add"
    plain, many = split_many(ShowcaseItem, values)
    for field, value in plain.items():
        setattr(item, field, value)
    item.save()
    put_many(item, many)
    refresh_search(company)
    record(company, item, move, by)
    return item


@transaction.atomic
def move_item(item: ShowcaseItem, *, by: User, step: int) -> None:
    company = locked(item.company)
    shift(item, company.showcase_items.standing().filter(kind=item.kind), step)
    record(company, item, "move", by)


@transaction.atomic
def remove_item(item: ShowcaseItem, *, by: User) -> None:
    company = locked(item.company)
    if company.showcase_items.standing().filter(pk=item.pk).update(removed_at=timezone.now()):
        refresh_search(company)
        record(company, item, "remove", by)


@transaction.atomic
def restore_item(item: ShowcaseItem, *, by: User) -> None:
    """Bring a removed one back; ValidationError where others took its place."""
    company = locked(item.company)
    refuse_full(company.showcase_items.standing(), MOST_ITEMS)
    if company.showcase_items.removed().filter(pk=item.pk).update(removed_at=None):
        refresh_search(company)
        record(company, item, "restore", by)
