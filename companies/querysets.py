from django.db import models
from django.utils import timezone

from companies.enums import CompanyState, NeedState


class CompanyQuerySet(models.QuerySet):
    def published(self) -> "CompanyQuerySet":
        return self.filter(state=CompanyState.PUBLISHED)

    def awaiting_verification(self) -> "CompanyQuerySet":
        return self.filter(state=CompanyState.SUBMITTED).order_by("submitted_at", "id")

    def suggestible(self) -> "CompanyQuerySet":
        """Firms that see suggestions: from `submitted` on."""
        return self.filter(state__in=[CompanyState.SUBMITTED, CompanyState.PUBLISHED])


class CapabilityQuerySet(models.QuerySet):
    def state_of_words(self) -> tuple[int, int, int]:
        """Changes with every new node and every edit, whoever wrote it: rows are never deleted."""
        found = self.aggregate(rows=models.Count("pk"), newest=models.Max("pk"), edits=models.Sum("version"))
        return found["rows"], found["newest"] or 0, found["edits"] or 0


class OfferQuerySet(models.QuerySet):
    def standing(self) -> "OfferQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def public(self) -> "OfferQuerySet":
        return self.standing().filter(company__state=CompanyState.PUBLISHED)


class NeedQuerySet(models.QuerySet):
    def open(self) -> "NeedQuerySet":
        return self.filter(state=NeedState.OPEN, open_until__gte=timezone.localdate())

    def public(self) -> "NeedQuerySet":
        return self.open().filter(company__state=CompanyState.PUBLISHED)
