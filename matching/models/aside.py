"""Partners a firm said are not for it; kept with the reason, so that weights can learn from it later."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from companies.models import Company, Need
from matching.models.corridor import Reason
from matching.querysets import PutAsideQuerySet


class PutAside(models.Model):
    """A partner that leaves a firm's suggestions; with `need` only that anonymous need of a firm it cannot name."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="put_aside")
    partner = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="put_aside_by")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    brought_back_at = models.DateTimeField(null=True, blank=True)
    brought_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PutAsideQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "put aside"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "partner", "need"],
                condition=Q(brought_back_at__isnull=True),
                nulls_distinct=False,
                name="put_aside_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id} - {self.partner_id}"
