"""Whom a move of a match is told to: only people who may know of it."""

from django.utils.translation import gettext_lazy

from accounts.enums import NoticeKind
from accounts.mail_texts import open_to_rewording
from accounts.models import User
from accounts.notices import notify, path_of, sort_notices
from companies.enums import AppointmentRole
from companies.models import Company
from matching.models import Interest, Match
from matching.permissions import hides_partner

sort_notices(NoticeKind.MESSAGES, ["matching/notices/message"])
sort_notices(NoticeKind.DESK, ["matching/notices/interest_sent"])
sort_notices(NoticeKind.STEPS, ["matching/notices/step", "matching/notices/handed_over"])


def members(company: Company) -> list[User]:
    return list(
        User.objects.filter(
            is_active=True, memberships__company=company, memberships__ended_at__isnull=True
        ).order_by("id")
    )


def desk_officers(match: Match) -> list[User]:
    """Officers of the corridor's desks, each once."""
    return list(
        User.objects.filter(
            is_active=True,
            appointments__role=AppointmentRole.DESK_OFFICER,
            appointments__ended_at__isnull=True,
            appointments__agency__in=match.corridor.desks.values("agency"),
        )
        .order_by("id")
        .distinct()
    )


def partner_name(match: Match, company: Company) -> str:
    """How the partner is called before and after the connection; empty on an anonymous sheet."""
    return "" if hides_partner(match, company) else match.partner_of(company).name_roman


def tell_firms(
    match: Match, template: str, *, but: Company | None = None, besides: User | None = None
) -> None:
    """A notice to both firms' people, except one firm or one person who already knows."""
    for company in (match.thai, match.japanese):
        if but is not None and company.pk == but.pk:
            continue
        context = {"partner": partner_name(match, company)}
        for user in members(company):
            if user != besides:
                notify(
                    user,
                    f"matching/notices/{template}",
                    context,
                    path_of("matching:match-detail", match.pk),
                )


def tell_of_introduction(match: Match) -> None:
    for company in (match.thai, match.japanese):
        context = {
            "partner": partner_name(match, company),
            "due_on": match.answer_due_on.isoformat() if match.answer_due_on else "",
            "company": company.pk,
        }
        for user in members(company):
            notify(user, "matching/notices/introduced", context, path_of("matching:match-detail", match.pk))


def tell_sender(match: Match, template: str) -> None:
    """The people of the firm whose expression of interest the case carries, if it carries one."""
    interest = Interest.objects.filter(match=match).select_related("sender").first()
    if interest is None:
        return
    context = {"partner": partner_name(match, interest.sender)}
    for user in members(interest.sender):
        notify(user, f"matching/notices/{template}", context, path_of("matching:match-list") + "#interests")


def tell_desks(match: Match, template: str) -> None:
    context = {"thai": match.thai.name_roman, "japanese": match.japanese.name_roman}
    for user in desk_officers(match):
        notify(user, f"matching/notices/{template}", context, path_of("matching:match-review", match.pk))


PARTNER = {"partner": gettext_lazy("name of the partner")}
for _code, _label, _names in (
    ("introduced", gettext_lazy("A firm is introduced"), PARTNER),
    ("connected", gettext_lazy("Two firms are connected"), PARTNER),
    ("declined", gettext_lazy("The other firm declined"), PARTNER),
    ("unanswered", gettext_lazy("An introduction lapsed"), {}),
    ("withdrawn", gettext_lazy("An introduction was withdrawn"), PARTNER),
    ("interest_not_taken_up", gettext_lazy("An interest was not taken up"), PARTNER),
):
    open_to_rewording(f"matching/notices/{_code}", _label, _names)
