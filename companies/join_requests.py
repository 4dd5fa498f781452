"""Asking to join a firm: its owners answer, or the desk of its country where it has none."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from companies.enums import AppointmentRole, JoinRequestState, MemberRole
from companies.models import Company, JoinRequest
from companies.team import TEAM_PAGE, add_member, lock_team, owners_of, record, tell
from config.lifecycle import Lifecycle, MoveNotAllowed

S = JoinRequestState
JOIN = Lifecycle(
    {
        "accept": ({S.ASKED}, S.ACCEPTED),
        "refuse": ({S.ASKED}, S.REFUSED),
        "withdraw": ({S.ASKED}, S.WITHDRAWN),
    }
)
DESK_PAGE = "/desk/join-requests/"
ASKER_PAGE = "/my-company/"
# After a refusal the same person asks the same firm again only when this has passed.
QUIET_DAYS = 7


def ask(company: Company, *, by: User, message: str = "") -> JoinRequest:
    """A second request while one waits is the first one; a member has nothing to ask."""
    with transaction.atomic():
        company = lock_team(company)
        if member := company.memberships.standing().filter(user=by).first():
            raise MoveNotAllowed(member, "ask", "a member")
        if waiting := company.join_requests.filter(user=by, state=S.ASKED).first():
            return waiting
        refuse_pressing(company, by)
        request = JoinRequest.objects.create(company=company, user=by, message=message)
        record(company, "ask", by=by, member=by)
        owners = list(owners_of(company))
        for person in owners or desk_of(company):
            tell(person, company, "asked", TEAM_PAGE if owners else DESK_PAGE, who=str(by))
    return request


def refuse_pressing(company: Company, user: User) -> None:
    since = timezone.now() - timedelta(days=QUIET_DAYS)
    refused = company.join_requests.filter(user=user, state=S.REFUSED, answered_at__gt=since).first()
    if refused is not None:
        raise MoveNotAllowed(refused, "ask", refused.state)


def accept(request: JoinRequest, *, by: User) -> JoinRequest:
    """The asker becomes an editor; the first person of a firm without an owner becomes its owner."""
    with transaction.atomic():
        company = lock_team(request.company)
        request = answered(request, "accept")
        role = MemberRole.EDITOR if owners_of(company).exists() else MemberRole.OWNER
        add_member(company, request.user, role, by=by)
        tell(request.user, company, "accepted", ASKER_PAGE)
    return request


def refuse(request: JoinRequest, *, by: User) -> JoinRequest:
    with transaction.atomic():
        company = lock_team(request.company)
        request = answered(request, "refuse")
        record(company, "refuse", by=by, member=request.user)
        tell(request.user, company, "refused", ASKER_PAGE)
    return request


def withdraw(request: JoinRequest) -> JoinRequest:
    with transaction.atomic():
        company = lock_team(request.company)
        request = answered(request, "withdraw")
        record(company, "withdraw", by=request.user, member=request.user)
    return request


def answered(request: JoinRequest, move: str) -> JoinRequest:
    request = JOIN.lock(request, move)
    JOIN.arrive(request, move)
    request.answered_at = timezone.now()
    request.save(update_fields=["state", "answered_at"])
    return request


def desk_of(company: Company) -> list[User]:
    """Desk officers of the firm's country."""
    officers = User.objects.filter(
        appointments__role=AppointmentRole.DESK_OFFICER,
        appointments__ended_at__isnull=True,
        appointments__agency__country=company.country,
    )
    return list(officers.distinct().order_by("pk"))
