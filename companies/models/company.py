"""A firm: what is public about it, and who to reach once both sides agreed."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from companies.enums import CompanyState, Country, ExportLevel, ReturnReason
from companies.models.plant import PlantFacts
from companies.models.reference import Certification, Cluster, CollaborationType, Location
from companies.querysets import STALE_AFTER, CertificateQuerySet, CompanyQuerySet

# Numbers that are years: written without a comma.
YEARS = {"founded_year"}
# What only search reads, and no page.
HEAVY = ("search_text", "search_tokens", "name_key", "name_sound")


class Company(PlantFacts):
    slug = models.SlugField(max_length=80, unique=True)
    external_id = models.CharField(
        max_length=60, blank=True, help_text="Key in the source it was loaded from."
    )
    country = models.CharField(
        max_length=2, choices=Country.choices, help_text="Where it is registered; never changes."
    )
    state = models.CharField(max_length=10, choices=CompanyState.choices, default=CompanyState.DRAFT)
    state_note = models.TextField(blank=True, help_text="Why the desk returned or suspended it.")
    is_demonstration = models.BooleanField(default=False)

    name_native = models.CharField(_("company name"), max_length=200)
    name_roman = models.CharField(_("company name in Latin letters"), max_length=200)
    name_kana = models.CharField(_("reading in kana"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=400, blank=True, editable=False)
    registration_number = models.CharField(_("registration number"), max_length=20, blank=True)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, verbose_name=_("province or prefecture"))
    city_native = models.CharField(_("city or district"), max_length=120, blank=True)
    city_roman = models.CharField(_("city in Latin letters"), max_length=120, blank=True)
    founded_year = models.PositiveSmallIntegerField(_("founded in (CE)"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    capital_amount = models.BigIntegerField(_("capital"), null=True, blank=True)
    profile_lang = models.CharField(max_length=2, choices=settings.LANGUAGES)
    profile = models.TextField(_("about the company"), blank=True)
    profile_en = models.TextField(_("about the company, in English"), blank=True)
    website = models.URLField(_("website"), blank=True)
    clusters = models.ManyToManyField(
        Cluster, related_name="companies", verbose_name=_("clusters and subsectors")
    )
    certifications = models.ManyToManyField(Certification, blank=True, through="Certificate")
    collaboration_types = models.ManyToManyField(CollaborationType, blank=True)
    languages = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    export_level = models.CharField(max_length=10, choices=ExportLevel.choices, default=ExportLevel.NONE)
    export_markets = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    thai_base = models.BooleanField(_("has a base in Thailand"), default=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="subsidiaries"
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    # Set on a copy of which facts were left out for a reader (companies/seen.py).
    is_redacted = False

    # Contacts: hidden from everyone outside until a connection exists.
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)

    # Names in every script, places, capabilities and statements, for trigram search.
    search_text = models.TextField(blank=True, editable=False)
    # Every name without legal form, spaces and spelling habits, one a line; a look-alike is sought here.
    name_key = models.TextField(blank=True, editable=False)
    # The consonants of every name, whatever script it is written in, one name a line.
    name_sound = models.TextField(blank=True, editable=False)
    # Words with Latin letters or digits whole, Thai and Japanese in pairs of signs: what a typed word is looked up in.
    search_tokens = SearchVectorField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="Last edited, or said to be still true."
    )
    version = models.PositiveIntegerField(default=1, help_text="Counts edits, for optimistic locking.")

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        indexes = [
            # Directory search: a typed fragment in any script.
            GinIndex(fields=["search_text"], name="company_search", opclasses=["gin_trgm_ops"]),
            # "Is my firm here already": names that sound or look like the typed one.
            GinIndex(fields=["name_key"], name="company_name_key", opclasses=["gin_trgm_ops"]),
            # Names heard rather than read: a Thai name written in kana.
            GinIndex(fields=["name_sound"], name="company_name_sound", opclasses=["gin_trgm_ops"]),
            # Model numbers, materials, and words of the texts.
            GinIndex(fields=["search_tokens"], name="company_search_tokens"),
            models.Index(fields=["country", "state", "sort_key"], name="company_directory"),
            # What a desk published lately.
            models.Index(
                fields=["country", "-published_at"], name="company_lately", condition=Q(state="published")
            ),
            # The daily look for profiles nobody confirmed.
            models.Index(fields=["state", "confirmed_at"], name="company_confirmed"),
        ]
        constraints = [
            *PlantFacts.Meta.constraints,
            # Lets a match prove by foreign key that its Thai side is Thai.
            models.UniqueConstraint(fields=["id", "country"], name="company_id_country"),
            models.UniqueConstraint(
                fields=["country", "registration_number"],
                condition=~Q(registration_number=""),
                name="company_registration_number",
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="company_external_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name_native

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.is_redacted:
            raise ValueError("a copy with facts left out is for reading only")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("companies:company-detail", args=[self.slug])

    @property
    def native_lang(self) -> str:
        return "th" if self.country == Country.THAILAND else "ja"

    @property
    def name_for_reader(self) -> str:
        """The native name for those who read its script, the romanised one for the others."""
        return self.name_native if translation.get_language() == self.native_lang else self.name_roman

    @property
    def is_published(self) -> bool:
        return self.state == CompanyState.PUBLISHED

    @property
    def is_archived(self) -> bool:
        return self.state == CompanyState.ARCHIVED

    @property
    def is_stale(self) -> bool:
        return self.is_published and self.confirmed_at < timezone.now() - STALE_AFTER

    @property
    def return_reasons(self) -> list[str]:
        """Why the desk returned it last, in the reader's language."""
        last = self.events.filter(move="return_with_reasons").last()
        codes = last.reason_code.split(",") if last and last.reason_code else []
        return [str(ReturnReason(code).label) for code in codes]

    @property
    def currency(self) -> str:
        return "THB" if self.country == Country.THAILAND else "JPY"


class Certificate(models.Model):
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="certificates")
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT)
    number = models.CharField(_("number"), max_length=60, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["certification"]
        constraints = [
            models.UniqueConstraint(fields=["company", "certification"], name="certificate_once_a_company")
        ]

    def __str__(self) -> str:
        return str(self.certification)

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()


class CompanyEvent(models.Model):
    """One move of a company, append-only."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=40)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    reason_code = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.company}: {self.move}"


# What a row of a list says of a firm, and all the rest.
NAMED = ("id", "slug", "country", "state", "name_native", "name_roman", "name_kana", "location")
BESIDE_NAMES = tuple(column.name for column in Company._meta.concrete_fields if column.name not in NAMED)
