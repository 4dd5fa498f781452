"""Programme lanes between Thailand and a part of Japan, and the coded reasons of decisions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from companies.models import Agency, Cluster, Location
from companies.models.reference import Trilingual
from matching.enums import ReasonRaisedBy, ReasonUse
from matching.querysets import CorridorQuerySet, ReasonQuerySet


class Reason(Trilingual):
    """Why a proposal was rejected or an introduction declined; some bar the pair until staff lift it."""

    code = models.SlugField(max_length=40, primary_key=True)
    raised_by = models.CharField(max_length=10, choices=ReasonRaisedBy.choices)
    uses = ArrayField(models.CharField(max_length=12, choices=ReasonUse.choices), default=list)
    bars_pair = models.BooleanField(default=False)
    is_about_fit = models.BooleanField(
        default=False, help_text="A desk that rejects for it says the firms do not suit each other."
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]


class Corridor(Trilingual):
    """Thailand x one prefecture (or all Japan) in some clusters, with its desks, budget and caps."""

    code = models.SlugField(max_length=40, unique=True)
    prefecture = models.ForeignKey(
        Location, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    clusters = models.ManyToManyField(Cluster, blank=True, help_text="Empty: every cluster.")
    is_open = models.BooleanField(_("open"), default=True)
    budget = models.PositiveIntegerField(_("proposals a run"), default=40)
    company_cap = models.PositiveSmallIntegerField(_("live matches a company"), default=3)
    minimum_probability = models.FloatField(_("least probability"), default=0.15)
    review_days = models.PositiveSmallIntegerField(_("promised working days of review"), default=10)
    answer_days = models.PositiveSmallIntegerField(_("promised working days to answer"), default=14)
    cool_off_days = models.PositiveSmallIntegerField(_("days before a pair returns"), default=180)
    second_percent = models.PositiveSmallIntegerField(_("per cent read by a second officer"), default=5)
    has_anonymous_sheets = models.BooleanField(_("first sheets are anonymous"), default=False)

    objects = CorridorQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def has_desk(self, agency_id: int) -> bool:
        return any(desk.agency_id == agency_id for desk in self.desks.all())


class CorridorDesk(models.Model):
    """An agency whose decision the corridor asks for before both firms are told."""

    corridor = models.ForeignKey(Corridor, on_delete=models.PROTECT, related_name="desks")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["corridor", "agency"], name="corridor_desk_once")]

    def __str__(self) -> str:
        return f"{self.corridor} · {self.agency}"
