"""Who decides at a desk, and who answers for a firm."""

import datetime
import random
from functools import cache

from accounts.models import User
from companies.enums import AppointmentRole, MemberRole
from companies.models import Appointment, Company, Membership
from matching.models import Match

LANGUAGE_OF = {"TH": "th", "JP": "ja"}


class People:
    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.owners: dict[int, User] = {}
        self.officers_of = cache(officers_of)
        self.clusters_of = cache(clusters_of)

    def owner_of(self, company: Company) -> User:
        if company.pk not in self.owners:
            self.owners[company.pk] = owner_of(company)
        return self.owners[company.pk]

    def enter(self, since: datetime.datetime) -> None:
        """Who spoke for a firm is its owner, today as then."""
        there = set(Membership.objects.values_list("user_id", "company_id"))
        Membership.objects.bulk_create(
            Membership(user=user, company_id=company, role=MemberRole.OWNER, since=since)
            for company, user in self.owners.items()
            if (user.pk, company) not in there
        )

    def officer_for(self, match: Match, agency: int) -> Appointment | None:
        """One of the desk's officers who may decide on this case; None where the desk has nobody."""
        able = [post for post in self.officers_of(agency) if self.serves(post, match)]
        return self.dice.choice(able) if able else None

    def serves(self, post: Appointment, match: Match) -> bool:
        """An officer of some clusters decides on firms of these."""
        clusters = {cluster.pk for cluster in post.clusters.all()}
        return not clusters or bool(
            clusters & {*self.clusters_of(match.thai), *self.clusters_of(match.japanese)}
        )


def officers_of(agency: int) -> list[Appointment]:
    posts = Appointment.objects.filter(
        agency=agency, role=AppointmentRole.DESK_OFFICER, ended_at__isnull=True, user__is_active=True
    )
    return list(posts.select_related("user", "agency").prefetch_related("clusters").order_by("pk"))


def clusters_of(company: Company) -> list[str]:
    return list(company.clusters.values_list("pk", flat=True))


def owner_of(company: Company) -> User:
    """Its owner; a firm that has none is given one, who belongs to it from `enter` on: nothing is told to them."""
    member = Membership.objects.filter(company=company, ended_at__isnull=True).select_related("user").first()
    return member.user if member else new_owner(company)


def new_owner(company: Company) -> User:
    return User.objects.create_user(
        f"owner.{company.slug}@demo.example",
        None,
        name=company.contact_name,
        language=LANGUAGE_OF[company.country],
        is_demonstration=True,
    )
