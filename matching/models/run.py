"""Runs of the engine, what they stored, and what owners see of it."""

import datetime
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from pgvector.django import VectorField

from companies.models import Company
from matching.enums import RUNNING, Hindrance, RunState
from matching.models.corridor import Corridor
from matching.querysets import RunPairQuerySet, RunQuerySet, SuggestionQuerySet


class TextVector(models.Model):
    """One row per hash of (model, normalised text): what the engine reads of a statement."""

    text_hash = models.CharField(max_length=64, primary_key=True)
    model = models.CharField(max_length=60)
    lang = models.CharField(max_length=2)
    text = models.TextField(blank=True)
    vector = VectorField(dimensions=512)
    tags = models.JSONField(default=list, help_text="Capabilities read from the text, with confidence.")
    things = models.JSONField(default=list, help_text="Things of the glossary, with their weight.")
    numbers = models.JSONField(default=list, help_text="Numbers with units read from the text.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.text_hash[:12]


class Run(models.Model):
    """One pass over the whole market, then the choice of proposals for one corridor (or each open one)."""

    corridor = models.ForeignKey(
        Corridor, on_delete=models.PROTECT, null=True, blank=True, related_name="runs"
    )
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    is_simulation = models.BooleanField(default=False, help_text="It proposes nothing by itself.")
    replay_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replays"
    )
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    committed_at = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField(
        null=True, blank=True, help_text="When the pairs of a committed simulation were put in the queue."
    )
    parameters = models.JSONField(default=dict)
    engine_version = models.CharField(max_length=40)
    weights_version = models.CharField(max_length=40)
    statements = models.JSONField(
        default=list, help_text="[key, company, text hash, capability slugs, kind], for replay."
    )
    shards_total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    timings = models.JSONField(default=dict, help_text="Seconds by stage.")
    report = models.JSONField(default=list, help_text="Exposure by group of firms; see exposure.py.")
    failure = models.TextField(blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            # Also for the run of every corridor, whose corridor is null.
            models.UniqueConstraint(
                fields=["corridor"],
                condition=models.Q(state__in=RUNNING),
                nulls_distinct=False,
                name="one_run_a_corridor",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_replay(self) -> bool:
        return self.replay_of_id is not None

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Adds the seconds of the block to a stage's; not saved yet."""
        started = time.monotonic()
        yield
        seconds = self.timings.get(stage, 0.0) + time.monotonic() - started
        self.timings[stage] = round(seconds, 3)

    @property
    def is_being_queued(self) -> bool:
        return self.committed_at is not None and self.queued_at is None


class RunRecord(models.Model):
    """What a run read besides the statements, so that it can be replayed."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, primary_key=True, related_name="record")
    firms = models.JSONField(help_text="Firm -> what scoring reads of it.")
    words = models.JSONField(help_text="State of the capability tree's words.")
    around = models.JSONField(null=True, help_text="What stood around the choice; see circumstances.py.")

    def __str__(self) -> str:
        return str(self.run)


class RunPair(models.Model):
    """A pair that a run chose, nearly chose, or no longer chose though the run before did."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="outcomes")
    corridor = models.ForeignKey(Corridor, on_delete=models.PROTECT, related_name="+")
    thai = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    japanese = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    fit_thai_need = models.FloatField(default=0)
    fit_japanese_need = models.FloatField(default=0)
    p_thai_accepts = models.FloatField(default=0)
    p_japanese_accepts = models.FloatField(default=0)
    p_both = models.FloatField(default=0)
    place = models.PositiveIntegerField(
        null=True, help_text="From 1, the best of its corridor; chosen ones only."
    )
    hindrance = models.CharField(max_length=12, choices=Hindrance.choices, blank=True)
    better = models.JSONField(
        default=list, help_text="[Thai firm, Japanese firm] of chosen pairs in its way."
    )
    left_out = models.CharField(
        max_length=12,
        choices=Hindrance.choices,
        blank=True,
        help_text="Why a chosen pair of a simulation was not put in the queue.",
    )

    objects = RunPairQuerySet.as_manager()

    class Meta:
        ordering = ["place", "-p_both", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "thai", "japanese"], name="run_pair_once")]

    def __str__(self) -> str:
        return f"{self.run}: {self.thai_id} x {self.japanese_id}"

    @property
    def firms(self) -> tuple[int, int]:
        return self.thai_id, self.japanese_id


class RunSchedule(models.Model):
    """When the clock runs one corridor by itself, in Bangkok time; the nightly run then leaves it out."""

    corridor = models.OneToOneField(
        Corridor, on_delete=models.PROTECT, primary_key=True, related_name="schedule"
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(), default=list, help_text="1 is Monday, 7 Sunday; none: never."
    )
    at = models.TimeField(default=datetime.time(1))
    is_simulation = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.corridor)


class RunShard(models.Model):
    """A block of Thai firms scored against all Japanese firms; done exactly once."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="shards")
    number = models.PositiveIntegerField()
    companies = models.JSONField()
    pairs = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    found = models.BinaryField(
        null=True, help_text="The likely pairs, kept until the run has chosen; see scored.py."
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="run_shard_once")]

    def __str__(self) -> str:
        return f"{self.run} {self.number}"


class PartnerSearch(models.Model):
    """When a firm's suggestions were last asked for and last computed, also when none fit."""

    company = models.OneToOneField(
        Company, on_delete=models.PROTECT, primary_key=True, related_name="partner_search"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    best_partners = models.JSONField(
        default=dict, help_text="Open need -> [firm, fit] of those that fit it best and may be suggested."
    )

    def __str__(self) -> str:
        return str(self.company)

    def best_fit_of(self, need_id: int) -> float:
        """In [0, 1]; 0 where nothing fits at all or the need was not looked for yet."""
        return self.best_fits.get(need_id, 0.0)

    @property
    def best_fits(self) -> dict[int, float]:
        return {int(need): partners[0][1] for need, partners in self.best_partners.items() if partners}

    @property
    def is_looking(self) -> bool:
        return self.done_at is None or self.done_at < self.asked_at


class Suggestion(models.Model):
    """A partner that fits, as its owner sees it; refreshed when either side's words change."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="suggestions")
    partner = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="suggested_to")
    rank = models.PositiveSmallIntegerField()
    p_company_accepts = models.FloatField()
    p_partner_accepts = models.FloatField()
    p_both = models.FloatField()
    evidence = models.JSONField()
    computed_at = models.DateTimeField(default=timezone.now)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["company", "rank"]
        constraints = [models.UniqueConstraint(fields=["company", "partner"], name="suggestion_once")]

    def __str__(self) -> str:
        return f"{self.company_id} -> {self.partner_id}"
