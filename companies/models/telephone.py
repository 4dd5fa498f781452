"""What a desk wrote for a firm over the telephone, and the letter that lets the firm take it over."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from companies.models.agency import Agency
from companies.models.company import Company
from companies.querysets import DeskEntryQuerySet


class DeskEntry(models.Model):
    """One time a desk entered or mended a profile on behalf of its firm; `fields` names what it wrote."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="desk_entries")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    fields = ArrayField(models.CharField(max_length=60), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = DeskEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "desk entries"

    def __str__(self) -> str:
        return f"{self.company_id}: {self.agency_id}"


class PaperInvitation(models.Model):
    """A letter to a firm without an account; whoever types its code first becomes the owner."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="paper_invitations")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.company_id}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.replaced_at is None and self.expires_at > timezone.now()
