"""Public bodies, and who acts for a firm or a body."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.enums import AgencyKind, AppointmentRole, Country, MemberRole
from companies.models.company import Company
from companies.models.reference import Cluster, Location, Trilingual
from companies.querysets import MembershipQuerySet


class Agency(Trilingual):
    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=AgencyKind.choices)
    country = models.CharField(max_length=2, choices=Country.choices)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, blank=True)
    covers = models.ManyToManyField(Location, blank=True, related_name="covered_by")

    class Meta:
        ordering = ["country", "kind", "code"]
        verbose_name_plural = "agencies"


class Membership(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=MemberRole.choices)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "company"],
                condition=models.Q(ended_at__isnull=True),
                name="membership_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.company}"


class Appointment(models.Model):
    """A person's office at an agency. Empty scope sets mean everywhere and every cluster."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=16, choices=AppointmentRole.choices)
    locations = models.ManyToManyField(Location, blank=True)
    clusters = models.ManyToManyField(Cluster, blank=True)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.user} · {self.agency} · {self.get_role_display()}"
