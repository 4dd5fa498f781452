"""Undoing a merge: every value goes back as it is on record, unless somebody has changed it since."""

import json
from collections.abc import Iterable

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from companies.blocks import lock_pair
from companies.enums import CompanyState
from companies.lifecycle import record
from companies.merging.rules import RULES
from companies.merging.steps import COMPANY_ROW, announce
from companies.merging.values import label_of, plain, put
from companies.models import Company, Merge, MergeChange
from config.lifecycle import MoveNotAllowed


def undo(merge: Merge, *, by: User) -> Merge:
    """ValidationError with the sentence that says what has changed since."""
    try:
        with transaction.atomic():
            return undo_under_lock(merge, by)
    except IntegrityError:
        text = _("Other rows have taken the place of what was moved. Ask whoever runs the system.")
        raise ValidationError(text) from None


def undo_under_lock(merge: Merge, by: User) -> Merge:
    lock_pair(merge.gone, merge.kept)
    row = Merge.objects.select_for_update(of=("self",)).select_related("gone", "kept").get(pk=merge.pk)
    if row.undone_at is not None:
        raise MoveNotAllowed(row, "undo", "undone")
    changes = list(row.changes.order_by("-pk"))
    refuse_drift(row, changes)
    origin = row.gone.state
    put_rows_back(changes, pair={row.gone_id, row.kept_id})
    # The firm kept first: a registration number it took is free again before the other one has it.
    for firm in (row.kept, row.gone):
        put_facts_back(row, firm, changes)
    row.undone_at, row.undone_by = timezone.now(), by
    row.save(update_fields=["undone_at", "undone_by"])
    record(row.gone, "unmerge", origin, by)
    announce(row, "unmerge", by)
    return row


def refuse_drift(row: Merge, changes: Iterable[MergeChange]) -> None:
    """Names each kind of thing that is no longer as the merge left it."""
    if row.kept.state == CompanyState.ARCHIVED:
        text = _("%(company)s is archived by now, so the merge cannot be undone.")
        raise ValidationError(text % {"company": row.kept.name_for_reader})
    rows = rows_by_key(changes)
    drifted = [one for one in changes if not is_as_left(row, one, rows.get((one.model, one.key)))]
    names = dict.fromkeys(name_of(one) for one in drifted)
    if names:
        text = _("This has changed since the merge, so it cannot be undone: %(names)s.")
        raise ValidationError(text % {"names": ", ".join(names)})


def rows_by_key(changes: Iterable[MergeChange]) -> dict[tuple[str, int], Model]:
    """The rows under lock, a query a table."""
    wanted: dict[str, set[int]] = {}
    for one in changes:
        wanted.setdefault(one.model, set()).add(one.key)
    found: dict[tuple[str, int], Model] = {}
    for label, keys in wanted.items():
        locked = apps.get_model(label)._default_manager.select_for_update(of=("self",))
        found |= {(label, row.pk): row for row in locked.filter(pk__in=keys).order_by("pk")}
    return found


def both_values(merge: Merge, one: MergeChange) -> tuple[object, object]:
    """Before and after, wherever they are kept."""
    kept = merge.facts.get(f"{one.key}.{one.field}") if one.model == COMPANY_ROW else None
    before, after = kept or (one.before, one.after)
    return before, after


def is_as_left(merge: Merge, one: MergeChange, row: Model | None) -> bool:
    if row is None:
        return False
    now = plain(row, one.field) if isinstance(row, Company) else value_of(row, one.field)
    seen = {name: getattr(row, name) for name in one.seen}
    return stored(now) == both_values(merge, one)[1] and stored(seen) == one.seen


def value_of(row: Model, name: str) -> object:
    return getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]


def stored(value: object) -> object:
    """As it comes back from the record."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def name_of(one: MergeChange) -> str:
    if (rule := RULES.get(f"{one.model}.{one.field}")) and rule.label:
        return str(rule.label)
    if one.model == COMPANY_ROW:
        return label_of(one.field)
    return str(RULES["companies.Membership.company"].label)


def put_rows_back(changes: Iterable[MergeChange], *, pair: set[int]) -> None:
    """Newest first; the two firms themselves follow as facts."""
    for one in changes:
        if one.model == COMPANY_ROW and one.key in pair:
            continue
        rows = apps.get_model(one.model)._default_manager.filter(pk=one.key)
        rows.update(**{one.field: one.before})


def put_facts_back(row: Merge, firm: Company, changes: Iterable[MergeChange]) -> None:
    for one in changes:
        if one.model == COMPANY_ROW and one.key == firm.pk:
            put(firm, one.field, both_values(row, one)[0])
    firm.version += 1
    firm.save()
