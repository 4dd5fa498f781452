"""Making two rows of one firm into one, and making it undone: all or nothing, under the lock of both rows.

Every value that changes is kept in a `MergeChange`; undoing puts back what was, where it still is as it was left.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User
from companies.blocks import lock_pair
from companies.enums import MemberRole
from companies.lifecycle import COMPANY, EditConflict, record
from companies.merging.news import tell_of
from companies.merging.refusals import refusals
from companies.merging.rules import RULES, Rule
from companies.merging.values import CHOICES, chosen_fields, label_of, plain, put, stricter_audiences
from companies.models import Agency, Company, Membership, Merge, MergeChange
from companies.search import refresh_search

COMPANY_ROW = "companies.Company"
MEMBERSHIP_ROW = "companies.Membership"


@dataclass(frozen=True)
class Line:
    """What would go over: how many rows, and how many stay because the firm that is kept has them already."""

    label: str | Promise
    moving: int
    staying: int


def plan(gone: Company, kept: Company) -> list[Line]:
    lines = []
    for rule in RULES.values():
        total = rule.rows_of(gone).count() if rule.label else 0
        if total:
            moving = len(rule.moving(gone, kept))
            lines.append(Line(rule.label, moving, total - moving))
    return lines


@transaction.atomic
def merge(
    gone: Company,
    kept: Company,
    *,
    by: User,
    agency: Agency,
    taken: Collection[str] = (),
    versions: tuple[int, int] | None = None,
    as_editors: bool = True,
    note: str = "",
) -> Merge:
    """`gone` goes into `kept`. ValidationError with the sentences that refuse it.

    taken: names of `values.CHOICES` in which the value of `gone` stays. versions: of both, as the person saw them.
    as_editors: owners of `gone` become editors where `kept` has an owner.
    """
    lock_pair(gone, kept)
    gone, kept = (Company.objects.get(pk=firm.pk) for firm in (gone, kept))
    refuse(refusals(gone, kept))
    gone = COMPANY.lock(gone, "merge")
    for firm, version in zip((gone, kept), versions or (), strict=False):
        if firm.version != version:
            raise EditConflict(firm)
    row = Merge.objects.create(gone=gone, kept=kept, agency=agency, by=by, note=note)
    settle_people(row, as_editors=as_editors)
    for rule in RULES.values():
        if rule.label:
            move_rows(row, rule)
    take_values(row, taken)
    leave(row, by)
    announce(row, "merge", by)
    return row


def refuse(sentences: list[str]) -> None:
    if sentences:
        raise ValidationError(sentences)


def move_rows(row: Merge, rule: Rule) -> None:
    moving = rule.moving(row.gone, row.kept)
    change(row, rule, moving, row.gone_id, row.kept_id)
    rule.model._default_manager.filter(pk__in=[one.pk for one in moving]).update(**{rule.name: row.kept_id})


def change(row: Merge, rule: Rule, rows: Iterable[Model], before: int, after: int) -> None:
    label = rule.relation.rpartition(".")[0]
    MergeChange.objects.bulk_create(
        MergeChange(
            merge=row,
            model=label,
            key=one.pk,
            field=rule.name,
            before=before,
            after=after,
            seen={name: getattr(one, name) for name in rule.seen},
        )
        for one in rows
    )


def settle_people(row: Merge, *, as_editors: bool) -> None:
    """Who is in both teams leaves the one that goes; its other owners become editors where one is there."""
    rule = RULES["companies.Membership.company"]
    doubled = rule.doubled(row.gone, row.kept)
    for member in rule.rows_of(row.gone).filter(pk__in=doubled):
        set_value(row, MEMBERSHIP_ROW, member, "ended_at", timezone.now())
    if as_editors and row.kept.memberships.owners().exists():
        for member in row.gone.memberships.owners():
            set_value(row, MEMBERSHIP_ROW, member, "role", MemberRole.EDITOR.value)


def set_value(row: Merge, label: str, one: Membership, name: str, value: Any) -> None:
    before = getattr(one, name)
    setattr(one, name, value)
    one.save(update_fields=[name])
    MergeChange.objects.create(merge=row, model=label, key=one.pk, field=name, before=before, after=value)


def take_values(row: Merge, taken: Collection[str]) -> None:
    """A number that goes over leaves the other row first: a country has it once."""
    gone, kept = row.gone, row.kept
    wanted = {name: plain(gone, name) for name in chosen_fields(taken)}
    wanted["audiences"] = stricter_audiences(gone, kept)
    if wanted.get("registration_number"):
        put_fact(row, gone, "registration_number", "")
        gone.save()
    for name, value in wanted.items():
        put_fact(row, kept, name, value)
    kept.version += 1
    kept.save()
    row.save(update_fields=["facts"])


def put_fact(row: Merge, company: Company, name: str, value: Any) -> None:
    before = plain(company, name)
    if before == value:
        return
    put(company, name, value)
    row.facts[f"{company.pk}.{name}"] = [before, value]
    MergeChange.objects.create(merge=row, model=COMPANY_ROW, key=company.pk, field=name)


def leave(row: Merge, by: User) -> None:
    gone = row.gone
    origin = COMPANY.arrive(gone, "merge")
    for name, before, after in (("state", origin, gone.state), ("merged_into", None, row.kept_id)):
        MergeChange.objects.create(
            merge=row, model=COMPANY_ROW, key=gone.pk, field=name, before=before, after=after
        )
    gone.merged_into = row.kept
    gone.save()
    record(gone, "merge", origin, by)


def announce(row: Merge, move: str, by: User) -> None:
    for firm in (row.gone, row.kept):
        refresh_search(firm)
    record(row.kept, f"{move}_here", row.kept.state, by)
    tell_of(row, move, by)


def counted(row: Merge) -> list[Line]:
    """What went over, as the page of a merge shows it."""
    counts: dict[str, int] = defaultdict(int)
    for found in row.changes.values("model", "field"):
        counts[f"{found['model']}.{found['field']}"] += 1
    return [Line(rule.label, counts[name], 0) for name, rule in RULES.items() if rule.label and counts[name]]


def facts_taken(row: Merge) -> list[str]:
    """The facts in which the firm that is kept has the other's value, by name."""
    names = row.changes.filter(model=COMPANY_ROW, key=row.kept_id).values_list("field", flat=True)
    chosen = {group[0]: group for group in CHOICES if set(group) & set(names)}
    return [label_of(name) for name in chosen]
