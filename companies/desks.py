"""The officers of a country's desk, and telling them something."""

from collections.abc import Mapping

from accounts.enums import NoticeKind
from accounts.models import User
from accounts.notices import notify, sort_notices
from companies.enums import AppointmentRole, Country

sort_notices(
    NoticeKind.DESK,
    [
        f"companies/notices/{what}"
        for what in ("question_asked", "question_answered", "report_made", "report_decided")
    ],
)


def officers(country: str) -> list[User]:
    """Standing desk officers of the country's agencies, each once."""
    found = User.objects.filter(
        is_active=True,
        appointments__role=AppointmentRole.DESK_OFFICER,
        appointments__ended_at__isnull=True,
        appointments__agency__country=country,
    )
    return list(found.order_by("id").distinct())


def desk_for(country: str) -> Country:
    """The country whose desk answers: its own, or the other's while it has no officer."""
    own = Country(country)
    return own if officers(own) or not officers(own.other) else own.other


def tell_desk(country: str, what: str, context: Mapping[str, object], path: str) -> None:
    for user in officers(country):
        notify(user, f"companies/notices/{what}", context, path)
