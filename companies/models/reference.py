"""Reference tables, named in three languages, loaded from companies/reference/."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from companies.enums import BandKind, Country
from companies.querysets import CapabilityQuerySet
from config.languages import LANGUAGE_CODES, in_language


class Trilingual(models.Model):
    """A row named in Thai, Japanese and English; `name` is the reader's."""

    name_th = models.CharField(max_length=200)
    name_ja = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")


class Region(Trilingual):
    country = models.CharField(max_length=2, choices=Country.choices)
    code = models.CharField(max_length=40)

    class Meta:
        ordering = ["country", "id"]
        constraints = [models.UniqueConstraint(fields=["country", "code"], name="region_code")]


class Location(Trilingual):
    """A Thai province or a Japanese prefecture, by its ISO 3166-2 code."""

    code = models.CharField(max_length=6, primary_key=True)
    country = models.CharField(max_length=2, choices=Country.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="locations")
    latitude = models.DecimalField(max_digits=5, decimal_places=2)
    longitude = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["country", "code"]


class Cluster(Trilingual):
    code = models.CharField(max_length=10, primary_key=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="subsectors"
    )
    level = models.PositiveSmallIntegerField()
    description_th = models.TextField(blank=True)
    description_ja = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    isic_rev4 = models.CharField(max_length=60, blank=True)
    tsic2009 = models.CharField(max_length=60, blank=True)
    jsic_rev13 = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["level", "code"]

    @property
    def description(self) -> str:
        return in_language(self, "description")


class Capability(Trilingual):
    """A node of the capability tree; synonyms are words people write for it."""

    slug = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    level = models.PositiveSmallIntegerField()
    synonyms_th = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    synonyms_ja = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    synonyms_en = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Counted by a trigger.")

    objects = CapabilityQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "capabilities"

    @property
    def words(self) -> dict[str, list[str]]:
        """By language: its name, then the synonyms."""
        return {
            lang: [getattr(self, f"name_{lang}"), *getattr(self, f"synonyms_{lang}")]
            for lang in LANGUAGE_CODES
        }


class CapabilityEvent(models.Model):
    """One change of a node's words, append-only."""

    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=40)
    added = models.JSONField(default=dict, help_text="Words by language.")
    removed = models.JSONField(default=dict, help_text="Words by language.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.capability}: {self.move}"

    @property
    def changed_words(self) -> dict[str, list[str]]:
        return {lang: [*self.added.get(lang, []), *self.removed.get(lang, [])] for lang in LANGUAGE_CODES}


class Certification(Trilingual):
    code = models.SlugField(max_length=40, primary_key=True)
    category = models.CharField(max_length=40)
    scope = models.CharField(max_length=4)

    class Meta:
        ordering = ["category", "code"]


class CollaborationType(Trilingual):
    """What two firms may do together; a statement says on top whether it gives or seeks it."""

    code = models.SlugField(max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(default=0)
    gives_th = models.CharField(max_length=200, help_text="How an offer of this type reads.")
    gives_ja = models.CharField(max_length=200)
    gives_en = models.CharField(max_length=200)
    seeks_th = models.CharField(max_length=200, help_text="How a need of this type reads.")
    seeks_ja = models.CharField(max_length=200)
    seeks_en = models.CharField(max_length=200)

    class Meta:
        ordering = ["position", "code"]

    @property
    def gives(self) -> str:
        return in_language(self, "gives")

    @property
    def seeks(self) -> str:
        return in_language(self, "seeks")


class Band(Trilingual):
    """A size band: both ends inclusive, but tolerance minima, which are exclusive except 0 (µm)."""

    kind = models.CharField(max_length=12, choices=BandKind.choices)
    code = models.SlugField(max_length=40, unique=True)
    minimum = models.BigIntegerField()
    maximum = models.BigIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=10)

    class Meta:
        ordering = ["kind", "minimum"]
