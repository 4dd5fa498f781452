"""Read every standing statement's text again: after an update of the reader, or where it was never read."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from companies.conditions import standing
from companies.models import Need, Offer

BATCH = 500


class Command(BaseCommand):
    help = "Read the conditions of all offers and needs again; what their authors corrected stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="only those that were never read")

    def handle(self, *args: Any, **options: Any) -> None:
        for model in (Offer, Need):
            rows = model._default_manager.order_by("pk")
            rows = rows.filter(conditions__isnull=True) if options["missing"] else rows
            keys = list(rows.values_list("pk", flat=True))
            changed = sum(read_again(model, keys[at : at + BATCH]) for at in range(0, len(keys), BATCH))
            self.stdout.write(f"{model._meta.model_name}: {len(keys)} read, {changed} changed")


@transaction.atomic
def read_again(model: type[Offer] | type[Need], keys: list[int]) -> int:
    """How many of these now state something else; rows are locked, so that no author's save is undone."""
    changed: list[Any] = []
    for row in model._default_manager.select_for_update().filter(pk__in=keys).order_by("pk"):
        found = standing(row.text, row.conditions)
        if found != row.conditions:
            row.conditions = found
            changed.append(row)
    model._default_manager.bulk_update(changed, ["conditions"])
    return len(changed)
