"""What sides decided, what was learnt from it, and which weights are in use."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from matching.enums import (
    DecisionOrigin,
    DecisionSource,
    RefitState,
    RollBackReason,
    SizeBand,
    Verdict,
    WeightsMove,
    WeightsOrigin,
)
from matching.models.match import Match
from matching.querysets import SideDecisionQuerySet, WeightsVersionQuerySet


class SideDecision(models.Model):
    """One side's yes or no with the features it was shown; append-only. Simulated ones belong to no match."""

    origin = models.CharField(max_length=10, choices=DecisionOrigin.choices)
    source = models.CharField(max_length=10, choices=DecisionSource.choices)
    match = models.ForeignKey(
        Match, on_delete=models.PROTECT, null=True, blank=True, related_name="side_decisions"
    )
    side = models.CharField(max_length=2, choices=[("TH", "TH"), ("JP", "JP")])
    said_yes = models.BooleanField()
    reason_code = models.CharField(max_length=40, blank=True)
    features = models.JSONField(help_text="As the stored evidence says; never recomputed.")
    p_shown = models.FloatField()
    weights_version = models.CharField(max_length=40)
    language_pair = models.CharField(max_length=5, blank=True, help_text='"th>ja": need, offer.')
    size_band = models.CharField(max_length=10, choices=SizeBand.choices)
    region = models.CharField(max_length=60, help_text='"TH/north": country and code of the region.')
    decided_at = models.DateTimeField(default=timezone.now)

    objects = SideDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            # A simulated decision can never pass for one that people made, nor the other way round.
            models.CheckConstraint(
                condition=Q(origin=DecisionOrigin.REAL, match__isnull=False)
                | Q(origin=DecisionOrigin.SIMULATED, match__isnull=True),
                name="side_decision_real_has_match",
            ),
            # Two desks that say the same of a match say it once; two that differ are both heard.
            models.UniqueConstraint(
                fields=["match", "side", "source", "said_yes"], name="side_decision_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match_id or self.origin}: {self.side} {'yes' if self.said_yes else 'no'}"


class WeightsVersion(models.Model):
    """Coefficients of the acceptance model with the comparison they were judged by; one is live."""

    version = models.CharField(max_length=40, unique=True)
    origin = models.CharField(max_length=10, choices=WeightsOrigin.choices, default=WeightsOrigin.PRIOR)
    coefficients = models.JSONField()
    deviations = models.JSONField(default=dict, help_text="Posterior standard deviation of each, in logits.")
    is_live = models.BooleanField(default=False)
    live_since = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=16, choices=Verdict.choices, blank=True, default=Verdict.NONE)
    compared_with = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    report = models.JSONField(default=dict, help_text="Counts, measures, reliability and groups.")
    taken_out_note = models.TextField(blank=True, help_text="Staff's own words when it was rolled back.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = WeightsVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["is_live"], condition=Q(is_live=True), name="one_live_weights"),
            models.CheckConstraint(
                condition=Q(is_live=False) | ~Q(origin=WeightsOrigin.SIMULATED),
                name="simulated_weights_never_live",
            ),
            models.CheckConstraint(
                condition=~Q(origin=WeightsOrigin.DECISIONS, is_live=True) | Q(verdict=Verdict.BETTER),
                name="learnt_weights_live_when_better",
            ),
        ]

    def __str__(self) -> str:
        return self.version

    def get_absolute_url(self) -> str:
        return reverse("matching:weights-detail", args=[self.pk])

    @property
    def decisions(self) -> int:
        """How many recorded decisions its coefficients rest on."""
        return int(self.coefficients.get("decisions", 0))

    @property
    def is_simulated(self) -> bool:
        return self.origin == WeightsOrigin.SIMULATED


class WeightsEvent(models.Model):
    """One move of a version, append-only; `instead_of` is what was live until then."""

    version = models.ForeignKey(WeightsVersion, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=12, choices=WeightsMove.choices)
    instead_of = models.ForeignKey(WeightsVersion, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=16, choices=RollBackReason.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.move}"


class Refit(models.Model):
    """One wish to learn anew: waiting until its job has left a version behind, or said why not."""

    origin = models.CharField(max_length=10, choices=DecisionOrigin.choices, default=DecisionOrigin.REAL)
    state = models.CharField(max_length=10, choices=RefitState.choices, default=RefitState.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    version = models.OneToOneField(
        WeightsVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="refit"
    )
    failure = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin"], condition=Q(state=RefitState.WAITING), name="one_refit_waits"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.state == RefitState.WAITING
