"""Two rows of one firm made into one: who did it, and every value it changed, so that it can be undone."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from companies.models.agency import Agency
from companies.models.company import Company


class Merge(models.Model):
    """`gone` was found to be `kept`: it is archived, and what it had is the other's."""

    gone = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="merges_away")
    kept = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="merges_here")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, help_text="How the desk knows that they are one.")
    # "company key.column" -> [before, after] of the facts of both firms: words, which can be erased here.
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merged_once"),
            models.CheckConstraint(condition=~Q(gone=F("kept")), name="merged_with_another"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} -> {self.kept_id}"


class MergeChange(models.Model):
    """One value of one row, append-only: what it was, what it became, and what else the row said then.

    Keys, codes and times only; the words of a firm's facts stand in the merge itself, and null here.
    """

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="changes")
    model = models.CharField(max_length=80, help_text="app.Model")
    key = models.BigIntegerField()
    field = models.CharField(max_length=60)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    seen = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.model} {self.key}.{self.field}"
