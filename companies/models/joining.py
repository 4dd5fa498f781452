"""How people come to act for a firm: they ask, or they are invited; and what happened in its team."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.enums import InvitationState, JoinRequestState, MemberRole
from companies.models.company import Company
from companies.querysets import InvitationQuerySet, JoinRequestQuerySet


class JoinRequest(models.Model):
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="join_requests")
    state = models.CharField(max_length=10, choices=JoinRequestState.choices, default=JoinRequestState.ASKED)
    message = models.CharField(_("message to the owner"), max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "company"],
                condition=Q(state=JoinRequestState.ASKED),
                name="join_request_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.company}"


class Invitation(models.Model):
    """One colleague asked by mail; the secret of its link is stored as a hash only."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices)
    language = models.CharField(_("language of the mail"), max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.SENT)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "email"],
                condition=Q(state=InvitationState.SENT),
                name="invitation_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.company}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class TeamEvent(models.Model):
    """One change in a firm's team, append-only."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="team_events")
    move = models.CharField(max_length=20)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=10, choices=MemberRole.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        # How many invitations a firm sent in the last day.
        indexes = [models.Index(fields=["company", "move", "at"], name="team_event_lately")]

    def __str__(self) -> str:
        return f"{self.company}: {self.move}"
