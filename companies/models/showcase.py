"""What a firm shows of its work: products, case studies, pictures and catalogues."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.enums import Audience, PictureUse, ShowcaseKind
from companies.models.company import Company
from companies.models.reference import Capability
from companies.querysets import ShowcaseQuerySet


class Shown(models.Model):
    """One thing on a firm's page: in an order of its owner's, removed and for some days brought back."""

    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ShowcaseQuerySet.as_manager()

    class Meta:
        abstract = True


class ShowcaseItem(Shown):
    """A product, or a case study: the problem, what was done, the result."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="showcase_items")
    kind = models.CharField(max_length=10, choices=ShowcaseKind.choices)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("description"), max_length=3000)
    problem = models.TextField(_("the problem"), max_length=2000, blank=True)
    result = models.TextField(_("the result"), max_length=2000, blank=True)
    lang = models.CharField(_("language of the text"), max_length=2, choices=settings.LANGUAGES)
    year = models.PositiveSmallIntegerField(_("year (CE)"), null=True, blank=True)
    capabilities = models.ManyToManyField(Capability, blank=True, related_name="+")
    shown_to = models.CharField(
        _("who sees it"), max_length=10, choices=Audience.choices, default=Audience.PUBLIC
    )
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, help_text="Counts edits, for optimistic locking.")

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(
                fields=["company", "position"],
                name="showcase_of_company",
                condition=Q(removed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_case(self) -> bool:
        return self.kind == ShowcaseKind.CASE


class Picture(Shown):
    """Of an item, of the plant, or the logo; its files are named by the hash of the widest one.

    Shown to others only once it is described; `shown_to` of an item's picture is that of the item.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="pictures")
    item = models.ForeignKey(
        ShowcaseItem, on_delete=models.CASCADE, null=True, blank=True, related_name="pictures"
    )
    use = models.CharField(max_length=10, choices=PictureUse.choices)
    alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    lang = models.CharField(max_length=2, choices=settings.LANGUAGES)
    own_shown_to = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PUBLIC)
    sha256 = models.CharField(max_length=64)
    widths: Any = models.JSONField(default=list, help_text="In pixels, ascending.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField(help_text="Bytes of all widths together.")

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["company", "use"], name="picture_of_company")]
        constraints = [
            models.CheckConstraint(
                condition=Q(use=PictureUse.ITEM, item__isnull=False)
                | (~Q(use=PictureUse.ITEM) & Q(item__isnull=True)),
                name="picture_of_an_item_or_not",
            ),
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(use=PictureUse.LOGO, removed_at__isnull=True),
                name="one_logo_a_company",
            ),
        ]

    def __str__(self) -> str:
        return self.alt or self.sha256[:12]

    @property
    def shown_to(self) -> str:
        return self.item.shown_to if self.item else self.own_shown_to

    @property
    def is_described(self) -> bool:
        return bool(self.alt)

    def address(self, width: int) -> str:
        return reverse("companies:picture", args=[self.pk, width])

    @property
    def smallest(self) -> str:
        return self.address(self.widths[0])

    @property
    def largest(self) -> str:
        return self.address(self.widths[-1])

    @property
    def srcset(self) -> str:
        return ", ".join(f"{self.address(width)} {width}w" for width in self.widths)


class Catalogue(Shown):
    """A PDF of the firm's own, for download."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="catalogues")
    title = models.CharField(_("title"), max_length=200)
    lang = models.CharField(_("language of the document"), max_length=2, choices=settings.LANGUAGES)
    shown_to = models.CharField(
        _("who sees it"), max_length=10, choices=Audience.choices, default=Audience.PUBLIC
    )
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes.")
    pages = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1, help_text="Counts edits, for optimistic locking.")

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["company"], name="catalogue_of_company")]

    def __str__(self) -> str:
        return self.title


class ShowcaseEvent(models.Model):
    """One change of a firm's showcase, append-only; `key` outlives the row it names."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="showcase_events")
    kind = models.CharField(max_length=20, help_text="Model of the row, in lower case.")
    key = models.BigIntegerField()
    move = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.move}"
