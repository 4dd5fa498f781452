"""What search keeps beside the firms: which of them changed, and the meaning of what they say in public."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from pgvector.django import HalfVectorField, HnswIndex

from companies.models.company import Company
from companies.models.statement import Need, Offer

DIMENSIONS = 512


class FindingChange(models.Model):
    """Written by triggers on every table the directory counts; web processes follow it. See ADR 0003."""

    company = models.BigIntegerField(
        null=True, help_text="Key of the firm; null where every firm may differ."
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        # Pruning what every process has long seen.
        indexes = [models.Index(fields=["at"], name="finding_change_at")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.company or '*'}"


class Meaning(models.Model):
    """The sentence vector of one public text: an offer, a named open need, or the profile of the firm."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="meanings")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, null=True, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, null=True, related_name="+")
    vector = HalfVectorField(dimensions=DIMENSIONS)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(offer=None) | Q(need=None), name="meaning_of_one_text"),
        ]
        indexes = [
            # The texts nearest to a query.
            HnswIndex(
                name="meaning_nearest",
                fields=["vector"],
                m=16,
                ef_construction=64,
                opclasses=["halfvec_ip_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id}: {self.offer_id or self.need_id or 'profile'}"
