"""A desk writes a firm's profile for it; the firm says that it is right, and takes it over with a letter."""

import datetime
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import NoticeKind
from accounts.models import User
from accounts.notices import notify, path_of, sort_notices
from accounts.tokens import digest_of
from companies import freshness, lifecycle
from companies.enums import MemberRole
from companies.models import Agency, Company, DeskEntry, Membership, PaperInvitation
from companies.team import add_member, lock_team
from config.lifecycle import MoveNotAllowed

# A letter takes its time, and so does whoever opens it.
LETTER_VALID = datetime.timedelta(days=60)
# No sign that looks like another one on paper; 12 of them are 58 bits.
SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
CODE_LENGTH = 12

sort_notices(NoticeKind.ACCOUNT, ["companies/notices/desk_entry"])


@transaction.atomic
def enter(*, by: User, agency: Agency, values: Mapping[str, Any]) -> Company:
    """A new firm that waits for verification; nobody owns it until the letter is answered."""
    company = lifecycle.enter_for_firm(by=by, values=values)
    note(company, by=by, agency=agency, fields=[name for name, value in values.items() if value])
    return company


@transaction.atomic
def mend(
    company: Company,
    *,
    by: User,
    agency: Agency,
    values: Mapping[str, Any],
    fields: Iterable[str],
    version: int | None,
) -> Company:
    """EditConflict when somebody saved meanwhile; `fields` are the ones that were changed."""
    confirmed_at = company.confirmed_at
    company = lifecycle.edit(company, by=by, values=values, version=version)
    # Only the firm itself says that its page is still true.
    company.confirmed_at = confirmed_at
    company.save(update_fields=["confirmed_at"])
    note(company, by=by, agency=agency, fields=fields)
    return company


def note(company: Company, *, by: User, agency: Agency, fields: Iterable[str]) -> DeskEntry:
    entry = DeskEntry.objects.create(company=company, agency=agency, by=by, fields=sorted(fields))
    for member in company.memberships.standing().select_related("user"):
        user = member.user
        name = company.name_native if user.language == company.native_lang else company.name_roman
        context = {"company": name, "agency": agency.pk}
        notify(user, "companies/notices/desk_entry", context, path_of("companies:desk-entry"))
    return entry


@transaction.atomic
def confirm(company: Company, *, by: User) -> int:
    """The firm says that what the desk wrote is right; how many entries that were."""
    company = lock_team(company)
    waiting = company.desk_entries.unconfirmed()
    count = waiting.update(confirmed_by=by, confirmed_at=timezone.now())
    if count:
        freshness.confirm(company, by=by)
    return count


@transaction.atomic
def write_letter(company: Company, *, by: User) -> str:
    """A code that works once; letters before it no longer do. ValidationError for a firm with an owner."""
    company = lock_team(company)
    if company.memberships.owners().exists():
        raise ValidationError(_("This company has an owner. They invite their colleagues themselves."))
    now = timezone.now()
    company.paper_invitations.filter(used_at=None, replaced_at=None).update(replaced_at=now)
    code = "".join(secrets.choice(SIGNS) for _sign in range(CODE_LENGTH))
    PaperInvitation.objects.create(
        company=company, digest=digest_of(code), made_by=by, expires_at=now + LETTER_VALID
    )
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def plain_code(typed: str) -> str:
    """As it was made, however it was typed from paper."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def letter_of(typed: str) -> PaperInvitation | None:
    """The letter of a code while it can be answered."""
    letters = PaperInvitation.objects.select_related("company__location")
    letter = letters.filter(digest=digest_of(plain_code(typed))).first()
    is_open = letter is not None and letter.is_open and not letter.company.is_archived
    return letter if is_open else None


@transaction.atomic
def answer_letter(letter: PaperInvitation, *, by: User) -> Membership:
    """Its reader becomes the owner, once."""
    company = lock_team(letter.company)
    letter = PaperInvitation.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if not letter.is_open or company.is_archived or company.memberships.owners().exists():
        raise MoveNotAllowed(letter, "answer", "used")
    letter.used_by, letter.used_at = by, timezone.now()
    letter.save(update_fields=["used_by", "used_at"])
    return add_member(company, by, MemberRole.OWNER, by=letter.made_by)
