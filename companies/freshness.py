"""A profile grows old: its people are reminded once, told once that it is stale, and confirm it with one button."""

from django.db import transaction
from django.utils import timezone

from accounts.enums import NoticeKind
from accounts.models import User
from accounts.notices import notify, path_of, sort_notices
from companies.enums import MemberRole
from companies.lifecycle import EDITABLE, record
from companies.models import Company
from companies.querysets import STALE_AFTER, CompanyQuerySet
from config.lifecycle import MoveNotAllowed

# The event of each step of growing old; its notice is named alike.
REMIND, TURN_STALE = "remind_to_confirm", "turn_stale"

sort_notices(NoticeKind.ACCOUNT, [f"companies/notices/{move}" for move in (REMIND, TURN_STALE)])


def confirm(company: Company, *, by: User) -> Company:
    """Everything on the page still is true; it counts as confirmed today."""
    with transaction.atomic():
        company = Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
        if company.state not in EDITABLE:
            raise MoveNotAllowed(company, "confirm", company.state)
        company.confirmed_at = timezone.now()
        company.save(update_fields=["confirmed_at"])
        record(company, "confirm", company.state, by)
    return company


def note_all() -> int:
    """Every firm that crossed a line since it was last confirmed; a second call finds none. How many were told."""
    steps = [(TURN_STALE, Company.objects.stale()), (REMIND, Company.objects.ageing())]
    return sum(note(key, move) for move, firms in steps for key in crossing(firms, move))


def crossing(firms: CompanyQuerySet, move: str) -> list[int]:
    return list(firms.not_told(move).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def note(key: int, move: str) -> bool:
    """Event, notice and mail in one transaction; False where somebody confirmed or told meanwhile."""
    company = Company.objects.select_for_update(of=("self",)).get(pk=key)
    firms = Company.objects.stale() if move == TURN_STALE else Company.objects.ageing()
    if not firms.not_told(move).filter(pk=key).exists():
        return False
    record(company, move, company.state, None)
    context = {
        "company": company.name_roman,
        "confirmed_on": timezone.localdate(company.confirmed_at).isoformat(),
        "stale_on": timezone.localdate(company.confirmed_at + STALE_AFTER).isoformat(),
    }
    for user in owners(company):
        notify(user, f"companies/notices/{move}", context, path_of("companies:my-company"))
    return True


def owners(company: Company) -> list[User]:
    held = company.memberships.filter(role=MemberRole.OWNER, ended_at__isnull=True, user__is_active=True)
    return [row.user for row in held.select_related("user").order_by("pk")]
