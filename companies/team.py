"""The people of a firm: every change of membership, under one lock a firm, so that an owner always remains."""

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.notices import notify
from companies.enums import MemberRole
from companies.models import Company, Membership, TeamEvent
from companies.signals import team_changed
from config.lifecycle import MoveNotAllowed

TEAM_PAGE = "/my-company/team/"


class LastOwner(MoveNotAllowed):
    """The only owner hands the firm over first."""

    def __init__(self, membership: Membership, move: str) -> None:
        super().__init__(membership, move, "the last owner")


def lock_team(company: Company) -> Company:
    """Whoever changes a team holds its firm's row; two changes come one after the other."""
    return Company.objects.select_for_update(of=("self",)).get(pk=company.pk)


def record(
    company: Company, move: str, *, by: User | None, member: User | None = None, role: str = ""
) -> TeamEvent:
    event = TeamEvent.objects.create(company=company, move=move, member=member, role=role, by=by)
    team_changed.send(Company, company=company, event=event)
    return event


def standing(membership: Membership, move: str) -> Membership:
    """As it is now that the team is locked."""
    now = Membership.objects.select_related("user", "company").get(pk=membership.pk)
    if now.ended_at is not None:
        raise MoveNotAllowed(now, move, "ended")
    return now


def keep_an_owner(membership: Membership, move: str) -> None:
    owners = membership.company.memberships.owners()
    if membership.role == MemberRole.OWNER and not owners.exclude(pk=membership.pk).exists():
        raise LastOwner(membership, move)


def add_member(company: Company, user: User, role: str, *, by: User) -> Membership:
    """Called with the team locked; refused for someone who is a member already."""
    known = company.memberships.standing().filter(user=user).first()
    if known is not None:
        raise MoveNotAllowed(known, "join", "a member")
    member = Membership.objects.create(company=company, user=user, role=role)
    record(company, "join", by=by, member=user, role=role)
    return member


def change_role(membership: Membership, *, by: User, role: str) -> Membership:
    with transaction.atomic():
        lock_team(membership.company)
        member = standing(membership, "change_role")
        if role == member.role:
            return member
        keep_an_owner(member, "change_role")
        member.role = MemberRole(role)
        member.save(update_fields=["role"])
        record(member.company, "change_role", by=by, member=member.user, role=role)
        tell(member.user, member.company, "role_changed")
    return member


def remove(membership: Membership, *, by: User) -> Membership:
    with transaction.atomic():
        member = end(membership, "remove", by=by)
        tell(member.user, member.company, "removed", "/my-company/")
    return member


def leave(membership: Membership) -> Membership:
    with transaction.atomic():
        member = end(membership, "leave", by=membership.user)
        for owner in owners_of(member.company):
            tell(owner, member.company, "left", who=str(member.user))
    return member


def hand_over(membership: Membership, *, to: Membership) -> Membership:
    """An owner gives the firm to a colleague and stays as editor."""
    with transaction.atomic():
        lock_team(membership.company)
        giver, taker = standing(membership, "hand_over"), standing(to, "hand_over")
        if giver.role != MemberRole.OWNER or taker.company_id != giver.company_id or taker.pk == giver.pk:
            raise MoveNotAllowed(giver, "hand_over", giver.role)
        giver.role, taker.role = MemberRole.EDITOR, MemberRole.OWNER
        for member in (taker, giver):
            member.save(update_fields=["role"])
        record(giver.company, "hand_over", by=giver.user, member=taker.user, role=MemberRole.OWNER)
        tell(taker.user, giver.company, "handed_over", who=str(giver.user))
    return taker


def end(membership: Membership, move: str, *, by: User) -> Membership:
    lock_team(membership.company)
    member = standing(membership, move)
    keep_an_owner(member, move)
    member.ended_at = timezone.now()
    member.save(update_fields=["ended_at"])
    record(member.company, move, by=by, member=member.user, role=member.role)
    return member


def owners_of(company: Company) -> models.QuerySet[User]:
    owners = company.memberships.owners()
    return User.objects.filter(pk__in=owners.values("user")).order_by("pk")


def tell(user: User, company: Company, template: str, path: str = TEAM_PAGE, *, who: str = "") -> None:
    name = company.name_native if user.language == company.native_lang else company.name_roman
    notify(user, f"companies/notices/{template}", {"company": name, "who": who}, path)
