import datetime

from django.db import models
from django.utils import timezone

from companies.enums import (
    CompanyState,
    InvitationState,
    JoinRequestState,
    MemberRole,
    NeedState,
    ReportState,
)

# A profile nobody confirmed or edited for so long is stale; its people are reminded a month before.
STALE_AFTER = datetime.timedelta(days=365)
REMINDED_AFTER = datetime.timedelta(days=335)


class CompanyQuerySet(models.QuerySet):
    def confirmed_lately(self) -> "CompanyQuerySet":
        return self.filter(confirmed_at__gte=timezone.now() - STALE_AFTER)

    def stale(self) -> "CompanyQuerySet":
        return self.published().filter(confirmed_at__lt=timezone.now() - STALE_AFTER)

    def ageing(self) -> "CompanyQuerySet":
        """To be confirmed within a month, or they turn stale."""
        now = timezone.now()
        return self.published().filter(
            confirmed_at__lt=now - REMINDED_AFTER, confirmed_at__gte=now - STALE_AFTER
        )

    def not_told(self, move: str) -> "CompanyQuerySet":
        """Without an event of this move since they were last confirmed."""
        told = models.Q(events__move=move, events__at__gte=models.F("confirmed_at"))
        return self.exclude(pk__in=self.model._default_manager.filter(told).values("pk"))

    def published(self) -> "CompanyQuerySet":
        return self.filter(state=CompanyState.PUBLISHED)

    def awaiting_verification(self) -> "CompanyQuerySet":
        return self.filter(state=CompanyState.SUBMITTED).order_by("submitted_at", "id")

    def suggestible(self) -> "CompanyQuerySet":
        """Firms that see suggestions: from `submitted` on."""
        return self.filter(state__in=[CompanyState.SUBMITTED, CompanyState.PUBLISHED])


class CertificateQuerySet(models.QuerySet):
    def valid(self) -> "CertificateQuerySet":
        """Those that count: without a date, or with one that has not passed."""
        today = timezone.localdate()
        return self.filter(models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=today))


class BlockQuerySet(models.QuerySet):
    def standing(self) -> "BlockQuerySet":
        return self.filter(lifted_at__isnull=True)

    def involving(self, company: models.Model | int) -> "BlockQuerySet":
        return self.filter(models.Q(blocker=company) | models.Q(blocked=company))

    def kept_apart(self) -> set[tuple[int, int]]:
        """Every pair that a standing block keeps apart, each in both orders."""
        pairs = set(self.standing().order_by().values_list("blocker_id", "blocked_id"))
        return pairs | {(blocked, blocker) for blocker, blocked in pairs}


class DeskEntryQuerySet(models.QuerySet):
    def unconfirmed(self) -> "DeskEntryQuerySet":
        return self.filter(confirmed_at=None)


class AbsenceQuerySet(models.QuerySet):
    def planned(self) -> "AbsenceQuerySet":
        """Not called off, its last day not over."""
        return self.filter(ended_at=None, last_on__gte=timezone.localdate())

    def under_way(self) -> "AbsenceQuerySet":
        return self.planned().filter(first_on__lte=timezone.localdate())

    def overlapping(self, first: datetime.date, last: datetime.date) -> "AbsenceQuerySet":
        return self.filter(ended_at=None, first_on__lte=last, last_on__gte=first)


class ShortlistedQuerySet(models.QuerySet):
    def standing(self) -> "ShortlistedQuerySet":
        return self.filter(removed_at__isnull=True)


class ReportQuerySet(models.QuerySet):
    def open(self) -> "ReportQuerySet":
        return self.filter(state=ReportState.OPEN)


class CapabilityQuerySet(models.QuerySet):
    def state_of_words(self) -> tuple[int, int, int]:
        """Changes with every new node and every edit, whoever wrote it: rows are never deleted."""
        found = self.aggregate(rows=models.Count("pk"), newest=models.Max("pk"), edits=models.Sum("version"))
        return found["rows"], found["newest"] or 0, found["edits"] or 0


class OfferQuerySet(models.QuerySet):
    def standing(self) -> "OfferQuerySet":
        """Shown and matched."""
        return self.kept().filter(paused_at__isnull=True)

    def kept(self) -> "OfferQuerySet":
        """Not withdrawn: what its firm may edit, paused or not."""
        return self.filter(withdrawn_at__isnull=True)

    def public(self) -> "OfferQuerySet":
        return self.standing().filter(company__state=CompanyState.PUBLISHED)


class NeedQuerySet(models.QuerySet):
    def open(self) -> "NeedQuerySet":
        return self.filter(state=NeedState.OPEN, open_until__gte=timezone.localdate())

    def public(self) -> "NeedQuerySet":
        return self.open().filter(company__state=CompanyState.PUBLISHED)


class MembershipQuerySet(models.QuerySet):
    def standing(self) -> "MembershipQuerySet":
        return self.filter(ended_at__isnull=True)

    def owners(self) -> "MembershipQuerySet":
        return self.standing().filter(role=MemberRole.OWNER)


class JoinRequestQuerySet(models.QuerySet):
    def asked(self) -> "JoinRequestQuerySet":
        return self.filter(state=JoinRequestState.ASKED)

    def without_owner(self) -> "JoinRequestQuerySet":
        """Requests nobody in the firm can answer; they wait at the desk."""
        owned = models.Q(company__memberships__role=MemberRole.OWNER)
        owned &= models.Q(company__memberships__ended_at__isnull=True)
        return self.asked().exclude(pk__in=self.filter(owned).values("pk"))


class InvitationQuerySet(models.QuerySet):
    def waiting(self) -> "InvitationQuerySet":
        return self.filter(state=InvitationState.SENT)

    def open_to(self, email: str) -> "InvitationQuerySet":
        """What a person with this (verified) address may accept now."""
        return self.waiting().filter(email=email.lower(), expires_at__gt=timezone.now())


class ShowcaseQuerySet(models.QuerySet):
    """Items, pictures and catalogues alike; what was removed can be brought back for some days."""

    def standing(self) -> "ShowcaseQuerySet":
        return self.filter(removed_at__isnull=True)

    def removed(self) -> "ShowcaseQuerySet":
        return self.filter(removed_at__isnull=False)
