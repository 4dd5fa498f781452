"""A pair of firms on its way from proposal to agreement."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.urls import reverse
from django.utils import timezone

from companies.models import Agency, Company, Need, Offer
from matching.enums import CONTACTS_OPEN, IN_REVIEW, LIVE, Answer, CaseMove, MatchOrigin, MatchState
from matching.models.corridor import Corridor, Reason
from matching.models.run import Run
from matching.querysets import MatchQuerySet

LEASE = datetime.timedelta(minutes=15)

JOINT_STAGES = {
    MatchState.PROPOSED: 2,
    MatchState.PARKED: 2,
    MatchState.APPROVED: 2,
    MatchState.INTRODUCED: 3,
    MatchState.CONNECTED: 4,
    MatchState.NO_AGREEMENT: 4,
    MatchState.SILENT: 4,
    MatchState.AGREED: 5,
}


class Match(models.Model):
    thai = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="matches_as_thai")
    japanese = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="matches_as_japanese")
    # With composite foreign keys on (id, country) these prove the sides; see the migration.
    thai_country = models.GeneratedField(
        expression=Value("TH"), output_field=models.CharField(max_length=2), db_persist=True
    )
    japanese_country = models.GeneratedField(
        expression=Value("JP"), output_field=models.CharField(max_length=2), db_persist=True
    )
    corridor = models.ForeignKey(Corridor, on_delete=models.PROTECT, related_name="matches")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="matches")
    origin = models.CharField(max_length=10, choices=MatchOrigin.choices)
    state = models.CharField(max_length=12, choices=MatchState.choices, default=MatchState.PROPOSED)

    p_thai_accepts = models.FloatField()
    p_japanese_accepts = models.FloatField()
    p_both = models.FloatField()
    evidence = models.JSONField(help_text="What it was proposed for; stored once, never recomputed.")

    proposed_at = models.DateTimeField(default=timezone.now)
    parked_until = models.DateField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    introduced_at = models.DateTimeField(null=True, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    connected_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason_note = models.TextField(blank=True)
    bar_lifted_at = models.DateTimeField(
        null=True, blank=True, help_text="Staff allowed the pair again after a reason that barred it."
    )

    thai_answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default=Answer.NONE)
    thai_answered_at = models.DateTimeField(null=True, blank=True)
    japanese_answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default=Answer.NONE)
    japanese_answered_at = models.DateTimeField(null=True, blank=True)

    # An officer's claim is a lease, not a state.
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    # Handed on by a colleague: it stays with this officer until it is decided, lease or not.
    handed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "matches"
        indexes = [
            # The review queue: best first within a corridor.
            models.Index(
                fields=["corridor", "-p_both"],
                name="match_queue",
                condition=Q(state__in=["proposed", "parked"]),
            ),
            # Introductions whose promised days end soon.
            models.Index(fields=["answer_due_on"], name="match_answer_due", condition=Q(state="introduced")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["thai", "japanese"], condition=Q(state__in=LIVE), name="one_live_match_a_pair"
            ),
            models.CheckConstraint(
                condition=~Q(state=MatchState.PARKED) | Q(parked_until__isnull=False),
                name="parked_until_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=MatchState.CONNECTED)
                | Q(thai_answer=Answer.INTERESTED, japanese_answer=Answer.INTERESTED),
                name="connected_when_both_interested",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thai} × {self.japanese}"

    def get_absolute_url(self) -> str:
        return reverse("matching:match-detail", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_in_review(self) -> bool:
        return self.state in IN_REVIEW

    @property
    def contacts_are_open(self) -> bool:
        return self.state in CONTACTS_OPEN

    @property
    def is_held(self) -> bool:
        """An officer's lease on it has not run out."""
        return self.claimed_until is not None and self.claimed_until > timezone.now()

    @property
    def claimed_since(self) -> datetime.datetime | None:
        """When the officer took or last renewed the lease."""
        return self.claimed_until - LEASE if self.claimed_until else None

    @property
    def joint_stage(self) -> int:
        """How near the two halves of the mark stand: apart 1, near 2, touching 3, locked 4, pegged 5."""
        return JOINT_STAGES.get(MatchState(self.state), 1)

    def involves(self, company: Company) -> bool:
        return company.pk in (self.thai_id, self.japanese_id)

    def partner_of(self, company: Company) -> Company:
        return self.japanese if company.pk == self.thai_id else self.thai

    def answer_of(self, company: Company) -> str:
        return self.thai_answer if company.pk == self.thai_id else self.japanese_answer


class MatchLink(models.Model):
    """A need of one side met by an offer of the other."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="links")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="match_links")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="match_links")
    fit_need_to_offer = models.FloatField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["match", "need", "offer"], name="match_link_once")]

    def __str__(self) -> str:
        return f"{self.need_id} <- {self.offer_id}"


class MatchDecision(models.Model):
    """One desk's approval of a proposal; introduced when every desk of the corridor has one."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="decisions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["match", "agency"], name="match_decision_once")]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.agency}"


class MatchEvent(models.Model):
    """One move of a match, append-only."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=40)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    reason_code = models.CharField(max_length=40, blank=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="+", help_text="The desk that acted."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [
            # What changed since a person was last here.
            models.Index(fields=["at"], name="match_event_at")
        ]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.move}"

    @property
    def move_name(self) -> str:
        """The move in the reader's language."""
        return str(CaseMove(self.move).label) if self.move in CaseMove.values else self.move


class Responsible(models.Model):
    """The colleague who carries a match for one of its two firms."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="responsible")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="carries")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["match", "company"], name="one_responsible_a_firm")]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.user}"
