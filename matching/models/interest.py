"""What a firm writes to the desk when it wants to be introduced to another, and what it does not want to see."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company, Need, Offer
from matching.enums import IN_REVIEW, InterestState, MatchState
from matching.models.match import Match
from matching.querysets import InterestQuerySet


class Interest(models.Model):
    """An expression of interest: three answers, and the proposal that carries them through review.

    `need` is the partner's need it answers with `offer`; without one it is about the firm as a whole.
    """

    sender = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="interests")
    match = models.OneToOneField(Match, on_delete=models.PROTECT, related_name="interest")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, blank=True, related_name="interests")
    offer = models.ForeignKey(
        Offer, on_delete=models.PROTECT, null=True, blank=True, related_name="interests"
    )
    lang = models.CharField(_("language of your answers"), max_length=2, choices=settings.LANGUAGES)
    cooperation = models.TextField(_("What would you like to do together?"), max_length=1000)
    unclear = models.TextField(_("What is missing or unclear to you?"), max_length=1000, blank=True)
    about = models.TextField(_("Who are you?"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="Taken back by its sender before any desk had decided."
    )

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            # How many a firm has sent of late: the quota.
            models.Index(fields=["sender", "-sent_at"], name="interest_quota")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(need__isnull=True) | models.Q(offer__isnull=False),
                name="interest_answers_with_an_offer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sender} -> {self.match_id}"

    @property
    def partner(self) -> Company:
        return self.match.partner_of(self.sender)

    @property
    def state(self) -> InterestState:
        """How far it has come, read from its match: no state of its own could say something else."""
        if self.withdrawn_at:
            return InterestState.WITHDRAWN
        if self.match.introduced_at:
            return InterestState.INTRODUCED
        waits = self.match.state in (*IN_REVIEW, MatchState.APPROVED)
        if self.match.state == MatchState.REJECTED:
            # A rejection that can still be undone is told to nobody.
            waits = self.match.held.exists()
        return InterestState.SENT if waits else InterestState.NOT_TAKEN_UP
