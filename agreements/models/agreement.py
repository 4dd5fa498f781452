"""Agreements between firms: parties, signatories, documents, and a hash-chained history."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementState, DocumentKind, Standing
from agreements.models.government import GovernmentMou
from agreements.querysets import RENEWAL_NOTICE, AgreementQuerySet
from companies.models import Company
from companies.models.reference import Trilingual
from config.languages import in_language
from matching.models import Match


class AgreementType(Trilingual):
    code = models.SlugField(max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]


class Agreement(models.Model):
    external_id = models.CharField(max_length=60, blank=True)
    type = models.ForeignKey(AgreementType, on_delete=models.PROTECT, verbose_name=_("type"))
    state = models.CharField(max_length=20, choices=AgreementState.choices, default=AgreementState.DRAFT)
    match = models.ForeignKey(
        Match, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    under_mou = models.ForeignKey(
        GovernmentMou,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("under the government MOU"),
    )
    renews = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals"
    )
    title_th = models.CharField(_("title in Thai"), max_length=300)
    title_ja = models.CharField(_("title in Japanese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300)
    scope_th = models.TextField(_("scope in Thai"), blank=True)
    scope_ja = models.TextField(_("scope in Japanese"), blank=True)
    scope_en = models.TextField(_("scope in English"), blank=True)
    place = models.CharField(_("place of signing"), max_length=120, blank=True)
    facilitator = models.CharField(_("brought about by"), max_length=200, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    is_public = models.BooleanField(_("shown in the public register"), default=True)
    is_demonstration = models.BooleanField(default=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=AgreementState.SIGNED) | Q(signed_on__isnull=False),
                name="signed_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=models.F("valid_from")),
                name="validity_runs_forward",
            ),
            models.UniqueConstraint(
                fields=["match"],
                condition=Q(state__in=[AgreementState.DRAFT, AgreementState.OUT_FOR_SIGNATURE]),
                name="one_open_draft_a_match",
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="agreement_external_id"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement-detail", args=[self.pk])

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def scope(self) -> str:
        return in_language(self, "scope")

    @property
    def standing(self) -> Standing | None:
        """Of a signed agreement, by its dates; None before it is signed or once ended early."""
        if self.state != AgreementState.SIGNED:
            return None
        today = timezone.localdate()
        if self.valid_from and self.valid_from > today:
            return Standing.NOT_YET_IN_FORCE
        if self.valid_until and self.valid_until < today:
            return Standing.EXPIRED
        if self.valid_until and self.valid_until - today <= RENEWAL_NOTICE:
            return Standing.DUE_FOR_RENEWAL
        return Standing.IN_FORCE

    @property
    def days_left(self) -> int | None:
        return (self.valid_until - timezone.localdate()).days if self.valid_until else None

    def party_of(self, country: str) -> "Party | None":
        return next((party for party in self.parties.all() if party.company.country == country), None)


class Party(models.Model):
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="agreement_parties")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "parties"
        constraints = [models.UniqueConstraint(fields=["agreement", "company"], name="party_once")]

    def __str__(self) -> str:
        return str(self.company)


class Signatory(models.Model):
    """Who signed for a party; recorded by the registrar from the signed copy."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="signatory")
    name = models.CharField(_("name"), max_length=120)
    name_roman = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    signed_on = models.DateField(_("signed on"), default=timezone.localdate)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "signatories"

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=DocumentKind.choices, default=DocumentKind.SIGNED_COPY)
    file = models.FileField(upload_to="agreements/%Y/%m")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class AgreementEvent(models.Model):
    """One entry of the register, append-only; each carries the hash of the one before it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    facts = models.JSONField(default=dict, help_text="Keys, codes, dates and document hashes.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.move}"
