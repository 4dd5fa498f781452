"""Decisions that a second officer reads again, unseen."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from companies.models import Agency
from matching.enums import Opinion
from matching.models.corridor import Reason
from matching.models.match import Match
from matching.querysets import SecondReadingQuerySet


class SecondReading(models.Model):
    """What a desk decided, and what a colleague who did not know of it would have decided; no case changes by it."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="second_readings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    first = models.CharField(max_length=7, choices=Opinion.choices)
    first_reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, related_name="+")
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    passed_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", help_text="Who knows the case, and leaves it to others."
    )
    second = models.CharField(max_length=7, choices=Opinion.choices, blank=True)
    second_reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, related_name="+")
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.TextField(max_length=1000, blank=True)
    read_at = models.DateTimeField(null=True)

    objects = SecondReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["match", "agency"], name="second_reading_once")]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.first} {self.second}"

    @property
    def agrees(self) -> bool:
        return self.first == self.second
