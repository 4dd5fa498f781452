"""What a firm's plant can do: ranges, capacity, machines; and who may read which of its facts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from companies.enums import Audience, CapacityUnit, Country, FactGroup, Material
from companies.models.reference import Capability


def ordered(low: str, high: str, name: str) -> models.CheckConstraint:
    """An end that is not stated says nothing."""
    return models.CheckConstraint(condition=Q(**{f"{high}__gte": F(low)}), name=name)


class PlantFacts(models.Model):
    """Columns of a company, apart for their subject. Lengths in mm, the finest tolerance in µm either way."""

    materials = ArrayField(
        models.CharField(max_length=20, choices=Material.choices),
        default=list,
        blank=True,
        verbose_name=_("materials we work"),
    )
    tolerance_um = models.DecimalField(
        _("finest tolerance (± µm)"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    part_min_mm = models.DecimalField(
        _("smallest part (mm)"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    part_max_mm = models.DecimalField(
        _("largest part (mm)"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    lot_min = models.PositiveIntegerField(_("smallest lot (pieces)"), null=True, blank=True)
    lot_max = models.PositiveIntegerField(_("largest lot (pieces)"), null=True, blank=True)
    capacity_amount = models.PositiveIntegerField(_("spare capacity a month"), null=True, blank=True)
    capacity_unit = models.CharField(
        _("unit of the capacity"), max_length=10, choices=CapacityUnit.choices, blank=True
    )
    capacity_as_of = models.DateField(_("capacity as of"), null=True, blank=True)
    lead_time_days = models.PositiveSmallIntegerField(
        _("usual lead time of a first lot (days)"), null=True, blank=True
    )
    needs_interpreter = models.BooleanField(_("interpreter for talks"), null=True, blank=True)
    japan_base = models.BooleanField(_("has a base in Japan"), default=False)
    # Group of facts -> audience, only where the firm chose another than the usual one.
    audiences = models.JSONField(default=dict, blank=True, editable=False)

    country: str
    thai_base: bool

    class Meta:
        abstract = True
        constraints = [
            ordered("part_min_mm", "part_max_mm", "company_part_sizes_ordered"),
            ordered("lot_min", "lot_max", "company_lots_ordered"),
        ]

    def audience_of(self, group: FactGroup) -> Audience:
        return Audience(self.audiences.get(group.value, group.usual_audience))

    @property
    def has_base_abroad(self) -> bool:
        return self.japan_base if self.country == Country.THAILAND else self.thai_base


class Machine(models.Model):
    """Machines of one kind; named by a capability, in words, or both."""

    company = models.ForeignKey("companies.Company", on_delete=models.PROTECT, related_name="machines")
    capability = models.ForeignKey(
        Capability, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("process")
    )
    name = models.CharField(_("machine"), max_length=120, blank=True)
    model = models.CharField(_("maker and model"), max_length=120, blank=True)
    size = models.CharField(_("size or stroke"), max_length=80, blank=True)
    count = models.PositiveSmallIntegerField(_("how many"), default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capability__isnull=False) | ~Q(name=""), name="machine_is_named"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="machine_count_from_one"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.capability)


class ProfileDraft(models.Model):
    """What a person typed into their firm's form and has not saved: field name -> values, as the browser sent it."""

    company = models.ForeignKey("companies.Company", on_delete=models.PROTECT, related_name="drafts")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="profile_drafts")
    values = models.JSONField()
    version = models.PositiveIntegerField(help_text="Of the company, when the form was opened.")
    typed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "user"], name="one_draft_a_person")]

    def __str__(self) -> str:
        return f"{self.user}: {self.company}"
