"""What a desk has looked at in a firm, by whom and when."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from companies.enums import Check
from companies.models.company import Company


class CompanyCheck(models.Model):
    """One ticked line of the checklist; taking the tick back keeps the row."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="checks")
    code = models.CharField(max_length=12, choices=Check.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "code"],
                condition=models.Q(taken_back_at__isnull=True),
                name="company_check_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id}: {self.code}"
