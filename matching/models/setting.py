"""What a desk changed of its settings."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from matching.enums import SettingKind


class SettingEvent(models.Model):
    """One saved change: of a corridor, a reason's words or a mail's words. Append-only."""

    kind = models.CharField(max_length=10, choices=SettingKind.choices)
    key = models.CharField(max_length=120, help_text="Code of what was changed.")
    before = models.JSONField(help_text="Field -> value, of the fields that changed.")
    after = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "key"], name="setting_event_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
