"""Government memoranda, as far as a public source shows them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.enums import Confidence
from companies.models import Location
from config.languages import in_language
from matching.models import Corridor


class GovernmentMou(models.Model):
    """Every field is what its source states; no source says whether it is in force today."""

    thai_party_en = models.CharField(max_length=200)
    thai_party_th = models.CharField(max_length=200, blank=True)
    thai_party_ja = models.CharField(max_length=200, blank=True)
    japan_party_en = models.CharField(max_length=200)
    japan_party_th = models.CharField(max_length=200, blank=True)
    japan_party_ja = models.CharField(max_length=200, blank=True)
    prefecture = models.ForeignKey(
        Location, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed = models.CharField(
        max_length=40, blank=True, help_text="A date, month, year or interval, as the source has it."
    )
    signed_from = models.DateField(null=True, blank=True, help_text="Earliest day it can mean, for sorting.")
    ordinal_claim = models.CharField(max_length=10, blank=True)
    fields_en = models.TextField(blank=True)
    fields_th = models.TextField(blank=True)
    fields_ja = models.TextField(blank=True)
    source = models.TextField(_("source"))
    confidence = models.CharField(max_length=10, choices=Confidence.choices)
    corridors = models.ManyToManyField(Corridor, blank=True, related_name="mous")

    class Meta:
        ordering = ["-signed_from", "id"]

    def __str__(self) -> str:
        return f"{self.thai_party} × {self.japan_party}"

    @property
    def thai_party(self) -> str:
        return in_language(self, "thai_party")

    @property
    def japan_party(self) -> str:
        return in_language(self, "japan_party")

    @property
    def fields(self) -> str:
        return in_language(self, "fields")
