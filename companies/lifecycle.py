"""The moves of a company and of a need, and the edits of both: one function each, for page and API alike.

State row, event row and signal share one transaction; an exception in a receiver rolls the move back.
Who may make a move is asked before, in `permissions.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from companies.conditions import standing
from companies.enums import CloseReason, CompanyState, MemberRole, NeedState, ReturnReason
from companies.models import (
    Catalogue,
    Company,
    CompanyEvent,
    Membership,
    Need,
    NeedEvent,
    Offer,
    ShowcaseItem,
)
from companies.models.statement import default_open_until
from companies.search import refresh_search
from companies.signals import company_moved, need_moved, statement_changed
from config.lifecycle import Lifecycle, MoveNotAllowed

Kind = TypeVar("Kind", Offer, Need)
Row = TypeVar("Row", Company, Offer, Need, ShowcaseItem, Catalogue)
S, N = CompanyState, NeedState
COMPANY = Lifecycle(
    {
        "submit": ({S.DRAFT, S.RETURNED}, S.SUBMITTED),
        "return_with_reasons": ({S.SUBMITTED}, S.RETURNED),
        "publish": ({S.SUBMITTED, S.SUSPENDED}, S.PUBLISHED),
        "suspend": ({S.PUBLISHED}, S.SUSPENDED),
        "archive": ({S.DRAFT, S.SUBMITTED, S.RETURNED, S.PUBLISHED, S.SUSPENDED}, S.ARCHIVED),
        # Into another row of the same firm: companies/merging/.
        "merge": ({S.DRAFT, S.SUBMITTED, S.RETURNED, S.PUBLISHED}, S.ARCHIVED),
    }
)
NEED = Lifecycle(
    {
        "open": ({N.DRAFT, N.PAUSED}, N.OPEN),
        "pause": ({N.OPEN}, N.PAUSED),
        "renew": ({N.OPEN, N.PAUSED}, N.OPEN),
        "close": ({N.DRAFT, N.OPEN, N.PAUSED}, N.CLOSED),
    }
)
EDITABLE = frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED, S.PUBLISHED})
# Edited as a whole with their company: no other row points at one of these.
ROWS = frozenset({"machines", "certificates"})
# A firm writes offers and needs once it has shown itself to the desk.
WRITES_STATEMENTS = frozenset({S.SUBMITTED, S.RETURNED, S.PUBLISHED})


class EditConflict(Exception):
    """Someone saved the row after this person opened it."""

    def __init__(self, row: models.Model) -> None:
        super().__init__(f"{row._meta.model_name} {row.pk} was changed meanwhile")
        self.row = row


def company_move(company: Company, move: str, *, by: User | None, code: str = "", **changes: Any) -> Company:
    with transaction.atomic():
        company = COMPANY.lock(company, move)
        origin = COMPANY.arrive(company, move)
        for field, value in changes.items():
            setattr(company, field, value)
        company.save()
        record(company, move, origin, by, code)
    return company


def record(company: Company, move: str, origin: str, by: User | None, code: str = "") -> None:
    CompanyEvent.objects.create(
        company=company, move=move, from_state=origin, to_state=company.state, reason_code=code, by=by
    )
    company_moved.send(Company, company=company, move=move, by=by)


def need_move(need: Need, move: str, *, by: User | None, reason: str = "", **changes: Any) -> Need:
    with transaction.atomic():
        need = NEED.lock(need, move)
        origin = NEED.arrive(need, move)
        for field, value in changes.items():
            setattr(need, field, value)
        need.save()
        refresh_search(need.company)
        NeedEvent.objects.create(
            need=need, move=move, from_state=origin, to_state=need.state, reason_code=reason, by=by
        )
        need_moved.send(Need, need=need, move=move, by=by)
    return need


def create_draft(*, by: User, values: Mapping[str, Any]) -> Company:
    """A new firm with its maker as owner; `values` as a form or serializer cleaned them."""
    with transaction.atomic():
        company = new_company(values)
        Membership.objects.create(user=by, company=company, role=MemberRole.OWNER)
        record(company, "create_draft", "", by)
    return company


def enter_for_firm(*, by: User, values: Mapping[str, Any]) -> Company:
    """A firm without an account, written down by a desk of its country and waiting for verification."""
    with transaction.atomic():
        company = new_company(values)
        record(company, "enter_for_firm", "", by)
        return submit(company, by=by)


def new_company(values: Mapping[str, Any]) -> Company:
    plain, many = split_many(Company, values)
    company = Company(**plain)
    company.slug = company.slug or free_slug(company.name_roman)
    company.save()
    put_many(company, many)
    refresh_search(company)
    return company


def edit(company: Company, *, by: User, values: Mapping[str, Any], version: int | None = None) -> Company:
    """Save changed facts, which also says that the others still are true.

    `version` is the one the person saw when they opened the form; `machines` and `certificates` are lists of rows.
    """
    with transaction.atomic():
        company = locked_for_edit(company, version)
        if company.state not in EDITABLE:
            raise MoveNotAllowed(company, "edit", company.state)
        plain, many = split_many(Company, {name: v for name, v in values.items() if name not in ROWS})
        if plain.get("country", company.country) != company.country:
            raise ValidationError({"country": _("The country of a company never changes.")})
        for field, value in plain.items():
            setattr(company, field, value)
        company.version += 1
        company.confirmed_at = timezone.now()
        company.save()
        put_many(company, many)
        for name in ROWS & values.keys():
            put_rows(company, name, values[name])
        refresh_search(company)
        record(company, "edit", company.state, by)
    return company


def submit(company: Company, *, by: User) -> Company:
    return company_move(company, "submit", by=by, submitted_at=timezone.now(), state_note="")


def return_with_reasons(company: Company, *, by: User, reason: str, codes: Iterable[str] = ()) -> Company:
    """`codes` of `ReturnReason` for figures and for readers of another language, `reason` in the desk's words."""
    code = ",".join(sorted({ReturnReason(code).value for code in codes}))
    return company_move(company, "return_with_reasons", by=by, code=code, state_note=required(reason))


def publish(company: Company, *, by: User) -> Company:
    first_time = company.published_at or timezone.now()
    return company_move(company, "publish", by=by, published_at=first_time, state_note="")


def suspend(company: Company, *, by: User, reason: str) -> Company:
    return company_move(company, "suspend", by=by, state_note=required(reason))


def archive(company: Company, *, by: User, reason: str = "") -> Company:
    return company_move(company, "archive", by=by, state_note=reason)


def save_offer(
    company: Company,
    *,
    by: User,
    values: Mapping[str, Any],
    offer: Offer | None = None,
    version: int | None = None,
) -> Offer:
    """Write a new offer, or change `offer`."""
    return save_statement(offer or Offer(), company, by=by, values=values, version=version)


def save_need(
    company: Company,
    *,
    by: User,
    values: Mapping[str, Any],
    need: Need | None = None,
    version: int | None = None,
) -> Need:
    """Write a new need as a draft, or change `need`; `open_need` shows it to others."""
    return save_statement(need or Need(), company, by=by, values=values, version=version)


def withdraw_offer(offer: Offer, *, by: User) -> Offer:
    with transaction.atomic():
        offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
        if offer.withdrawn_at:
            raise MoveNotAllowed(offer, "withdraw", "withdrawn")
        offer.withdrawn_at = timezone.now()
        offer.save()
        refresh_search(offer.company)
        statement_changed.send(Offer, statement=offer, by=by)
    return offer


def pause_offer(offer: Offer, *, by: User) -> Offer:
    """Nobody finds it or is proposed for it until it is resumed."""
    return shown_or_not(offer, by=by, paused_at=timezone.now())


def resume_offer(offer: Offer, *, by: User) -> Offer:
    return shown_or_not(offer, by=by, paused_at=None)


def shown_or_not(offer: Offer, *, by: User, paused_at: datetime | None) -> Offer:
    move = "pause" if paused_at else "resume"
    with transaction.atomic():
        offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
        if offer.withdrawn_at or bool(offer.paused_at) == bool(paused_at):
            raise MoveNotAllowed(offer, move, "withdrawn" if offer.withdrawn_at else move)
        offer.paused_at = paused_at
        offer.save()
        refresh_search(offer.company)
        statement_changed.send(Offer, statement=offer, by=by)
    return offer


def open_need(need: Need, *, by: User) -> Need:
    """Show it to others; a date that has passed starts a new period."""
    if need.company.state not in WRITES_STATEMENTS:
        raise MoveNotAllowed(need, "open", need.state)
    today = timezone.localdate()
    until = need.open_until if need.open_until > today else default_open_until()
    return need_move(need, "open", by=by, opened_at=timezone.now(), open_until=until)


def pause_need(need: Need, *, by: User) -> Need:
    return need_move(need, "pause", by=by)


def renew_need(need: Need, *, by: User, until: date | None = None) -> Need:
    """A new period, of 90 days unless `until` says another day after today."""
    if until is not None and until <= timezone.localdate():
        raise ValidationError({"open_until": _("This day has passed. Choose a day after today.")})
    return need_move(need, "renew", by=by, open_until=until or default_open_until())


def close_need(
    need: Need,
    *,
    by: User | None,
    reason: str = CloseReason.WITHDRAWN,
    partner: Company | None = None,
    cause: str = "",
    note: str = "",
) -> Need:
    """`partner`: with whom on the platform, only of a need that was matched; `cause`: why it was withdrawn."""
    reason = CloseReason(reason)
    is_matched = reason == CloseReason.MATCHED
    ended = {
        "close_reason": reason,
        "closed_at": timezone.now(),
        "closed_with": partner if is_matched else None,
        "withdraw_cause": "" if is_matched else cause,
        "close_note": note,
    }
    return need_move(need, "close", by=by, reason=reason, **ended)


def note_lapse(need: Need) -> None:
    """Its date passed, which is no state: put on record once, by whoever counts days."""
    NeedEvent.objects.create(need=need, move="lapse", from_state=need.state, to_state=need.state)
    refresh_search(need.company)
    need_moved.send(Need, need=need, move="lapse", by=None)


def save_statement(
    statement: Kind, company: Company, *, by: User, values: Mapping[str, Any], version: int | None
) -> Kind:
    with transaction.atomic():
        company = Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
        if company.state not in WRITES_STATEMENTS:
            raise MoveNotAllowed(company, "write_statement", company.state)
        if not statement.pk:
            statement = twin_of(statement, company, values) or statement
        if statement.pk:
            statement = locked_for_edit(statement, version)
            refuse_ended(statement)
            statement.version += 1
        statement.company = company
        plain, many = split_many(type(statement), {"conditions": statement.conditions, **values})
        for field, value in plain.items():
            setattr(statement, field, value)
        statement.conditions = standing(statement.text, plain["conditions"])
        statement.save()
        put_many(statement, many)
        refresh_search(company)
        statement_changed.send(type(statement), statement=statement, by=by)
    return statement


def twin_of(new: Kind, company: Company, values: Mapping[str, Any]) -> Kind | None:
    """Sent again with the back button: the same words, still standing, are the same statement."""
    rows: Any = company.needs.exclude(state=N.CLOSED) if isinstance(new, Need) else company.offers.kept()
    same = {"text": values["text"], "collaboration_type": values.get("collaboration_type")}
    return rows.filter(**same).order_by("pk").last()


def refuse_ended(statement: Offer | Need) -> None:
    """What was withdrawn or closed is history and stays as it was."""
    if isinstance(statement, Offer) and statement.withdrawn_at:
        raise MoveNotAllowed(statement, "edit", "withdrawn")
    if isinstance(statement, Need) and statement.state == N.CLOSED:
        raise MoveNotAllowed(statement, "edit", statement.state)


def locked_for_edit(row: Row, version: int | None) -> Row:
    locked = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if version is not None and locked.version != version:
        raise EditConflict(locked)
    return locked


def split_many(model: type[models.Model], values: Mapping[str, Any]) -> tuple[dict, dict]:
    """Plain fields, and the sets that can only be written once the row has a key."""
    names = {field.name for field in model._meta.many_to_many}
    plain = {name: value for name, value in values.items() if name not in names}
    return plain, {name: value for name, value in values.items() if name in names}


def put_many(row: models.Model, many: Mapping[str, Any]) -> None:
    for name, value in many.items():
        getattr(row, name).set(value)


def put_rows(company: Company, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Machines or certificates as they were sent, in place of those there were; untouched where nothing changed."""
    relation: Any = getattr(company, name)
    fields = list(rows[0]) if rows else ["pk"]
    if [{field: getattr(row, field) for field in fields} for row in relation.all()] == [*map(dict, rows)]:
        return
    relation.all().delete()
    relation.model.objects.bulk_create(relation.model(company=company, **row) for row in rows)


def free_slug(name: str) -> str:
    """The name as part of an address, numbered where it is taken."""
    start = slugify(name)[:70] or "company"
    taken = set(Company.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return start if start not in taken else next(slug for slug in numbered if slug not in taken)


def required(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that the company can act on it.")})
    return reason.strip()
