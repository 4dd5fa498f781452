"""Needs without a partner whose firm wants to hear when one appears."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from companies.models import Need
from matching.enums import WatchEnd, WatchState
from matching.querysets import NeedWatchQuerySet


class NeedWatch(models.Model):
    """One watch from its setting to its answer or end; a need has one standing watch at most.

    It moves once, so the row itself is its record: who set it, and when and why it ended.
    """

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="watches")
    state = models.CharField(max_length=10, choices=WatchState.choices, default=WatchState.WATCHING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.CharField(max_length=10, choices=WatchEnd.choices, blank=True)

    objects = NeedWatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["need"], condition=models.Q(state=WatchState.WATCHING), name="one_standing_watch"
            )
        ]

    def __str__(self) -> str:
        return f"{self.need_id}: {self.state}"
