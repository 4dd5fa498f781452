"""Days on which a country's offices are closed beyond its holidays: announced late, or by the desk."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.enums import Country


class SpecialClosure(models.Model):
    """Both days count; who added it and who took it back stay on record."""

    country = models.CharField(max_length=2, choices=Country.choices)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    reason = models.CharField(_("why it is closed"), max_length=200)
    lang = models.CharField(max_length=2, choices=settings.LANGUAGES)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="closure_days_ordered",
                violation_error_message=_("The last day comes before the first. Turn them round."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.first_on}: {self.reason}"
