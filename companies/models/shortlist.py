"""Firms a firm keeps in mind, with what its people noted about them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models.company import Company
from companies.querysets import ShortlistedQuerySet


class Shortlisted(models.Model):
    """One firm on another's shortlist; its note is read by colleagues only and survives taking it off."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="shortlist")
    firm = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="shortlisted_by")
    note = models.TextField(_("note"), max_length=2000, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ShortlistedQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-id"]
        verbose_name_plural = "shortlisted"
        constraints = [
            models.UniqueConstraint(fields=["company", "firm"], name="shortlisted_once"),
            models.CheckConstraint(condition=~models.Q(company=models.F("firm")), name="shortlisted_another"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}: {self.firm_id}"
