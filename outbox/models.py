"""Work to be done, written in the transaction of the change that asks for it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from outbox.enums import JobState
from outbox.querysets import JobQuerySet


class Job(models.Model):
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=120, blank=True, help_text="Equal waiting jobs are one job.")
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    priority = models.SmallIntegerField(default=0, help_text="Higher goes first.")
    not_before = models.DateTimeField(default=timezone.now)
    starts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()  # type: ignore[django-manager-missing, unused-ignore]

    class Meta:
        ordering = ["id"]
        indexes = [
            # The relay's one query: what is ready and not yet handed over.
            models.Index(fields=["not_before", "id"], name="job_ready", condition=Q(state="waiting")),
            models.Index(fields=["claimed_at"], name="job_claimed", condition=Q(state="claimed")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="waiting") & ~Q(key=""), name="job_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key or self.pk}"


class Slot(models.Model):
    """One due moment of a schedule, so that two relays insert it once."""

    name = models.CharField(max_length=80)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "due_at"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d %H:%M}"


class Mail(models.Model):
    """A rendered message; its bodies are deleted once it is sent."""

    message_id = models.CharField(max_length=120, unique=True)
    sender = models.CharField(max_length=254)
    recipients = models.JSONField()
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.subject


class Heartbeat(models.Model):
    """When a relay or worker last showed that it lives."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
