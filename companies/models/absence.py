"""When an officer is away, and who stands in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models.agency import Agency
from companies.querysets import AbsenceQuerySet


class Absence(models.Model):
    """Both days count; it ends by itself after the last one, or earlier when the officer is back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="stands_in",
        verbose_name=_("who stands in"),
    )
    first_on = models.DateField(_("first day away"))
    last_on = models.DateField(_("last day away"))
    declared_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True, help_text="When the cases went to the substitute.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Back earlier, or called off.")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="absence_days_ordered"),
            models.CheckConstraint(condition=~Q(user=F("substitute")), name="absence_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.first_on} - {self.last_on}"
