"""What belongs to the officers of a desk: decisions not announced yet, conflicts of interest, last visits."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from companies.models import Agency, Company, Need, Offer
from matching.enums import HeldMove, MatchState
from matching.models.match import Match
from matching.querysets import ConflictQuerySet, FirmQuestionQuerySet


class HeldDecision(models.Model):
    """A decision that is on record and can still be undone: nobody is told before `release_at`.

    The row goes when the decision is announced or undone; the `from_` columns are what an undo brings back.
    """

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="held")
    move = models.CharField(max_length=10, choices=HeldMove.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=12, choices=MatchState.choices)
    from_parked_until = models.DateField(null=True)
    from_note = models.TextField(blank=True)
    release_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.move}"

    @property
    def seconds_left(self) -> int:
        return max(0, int((self.release_at - timezone.now()).total_seconds()))

    @property
    def can_be_undone(self) -> bool:
        return self.release_at > timezone.now()


class ConflictOfInterest(models.Model):
    """An officer who must not decide about a firm, by their own word."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="conflicts")
    note = models.TextField(max_length=500, blank=True)
    declared_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "conflicts of interest"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "company"], condition=Q(ended_at__isnull=True), name="conflict_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} | {self.company}"


class FirmQuestion(models.Model):
    """What a desk asks one firm of a proposal; the firm does not learn of the partner.

    It waits while it has no answer and its case is in review.
    """

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="questions")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="desk_questions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=1000)
    lang = models.CharField(max_length=2, choices=settings.LANGUAGES)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(max_length=2000, blank=True)
    answer_lang = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = FirmQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "company"],
                condition=Q(answered_at__isnull=True, taken_back_at__isnull=True),
                name="one_open_question_a_firm",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_waiting(self) -> bool:
        open_itself = self.answered_at is None and self.taken_back_at is None
        return open_itself and self.match.is_in_review


class OfficerProposal(models.Model):
    """Why an officer put two firms together by hand."""

    match = models.OneToOneField(Match, on_delete=models.PROTECT, related_name="officer_proposal")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=1000)
    lang = models.CharField(max_length=2, choices=settings.LANGUAGES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.agency}"


class DeskVisit(models.Model):
    """When a person last looked at Today, and the time before that: what is new is counted from there."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="desk_visit")
    at = models.DateTimeField(default=timezone.now)
    before = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"
