"""What a firm offers and what it needs, in its own language."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.enums import CloseReason, Direction, NeedState, WithdrawCause
from companies.models.company import Company
from companies.models.conditions import ConditionsField, conditions_are_an_object
from companies.models.reference import Capability, CollaborationType
from companies.querysets import NeedQuerySet, OfferQuerySet

OPEN_FOR = datetime.timedelta(days=90)


def default_open_until() -> datetime.date:
    return timezone.localdate() + OPEN_FOR


class Statement(models.Model):
    """Text in the author's language, 1 to 3 capabilities, a kind (collaboration type, direction), and conditions.

    Conditions are those read from the text as its author corrected them, by code; None where the text was never read.
    """

    external_id = models.CharField(max_length=60, blank=True)
    lang = models.CharField(_("language of the text"), max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("text"), max_length=2000)
    collaboration_type = models.ForeignKey(
        CollaborationType, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("kind")
    )
    conditions = ConditionsField(null=True, default=None, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    direction: Direction

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text[:80]


class Offer(Statement):
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="offers")
    capabilities = models.ManyToManyField(Capability, related_name="offers", verbose_name=_("capabilities"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()
    direction = Direction.GIVES

    class Meta:
        ordering = ["id"]
        verbose_name = _("offer")
        constraints = [conditions_are_an_object("offer")]


class Need(Statement):
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="needs")
    capabilities = models.ManyToManyField(Capability, related_name="needs", verbose_name=_("capabilities"))
    state = models.CharField(max_length=10, choices=NeedState.choices, default=NeedState.DRAFT)
    open_until = models.DateField(_("open until"), default=default_open_until)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    close_reason = models.CharField(max_length=10, choices=CloseReason.choices, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    # How it ended, for its own people and for counts: the partner where it is on the platform.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_with = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="needs_met"
    )
    withdraw_cause = models.CharField(max_length=10, choices=WithdrawCause.choices, blank=True)
    close_note = models.CharField(max_length=300, blank=True)

    objects = NeedQuerySet.as_manager()
    direction = Direction.SEEKS

    class Meta:
        ordering = ["id"]
        verbose_name = _("need")
        indexes = [
            models.Index(fields=["state", "open_until"], name="need_open"),
            # The needs board and the desk's look at new needs: the newest first, page by page.
            models.Index(
                models.F("opened_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="need_newest",
                condition=models.Q(state=NeedState.OPEN),
            ),
        ]
        constraints = [conditions_are_an_object("need")]

    @property
    def has_lapsed(self) -> bool:
        return self.state == NeedState.OPEN and self.open_until < timezone.localdate()

    @property
    def is_open(self) -> bool:
        return self.state == NeedState.OPEN and self.open_until >= timezone.localdate()


class NeedReminder(models.Model):
    """Its people were told that a period nears its end, or has ended (0 days): once a period and stage."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="reminders")
    open_until = models.DateField()
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["need", "open_until", "days"], name="need_reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.need_id}: {self.days}"


class NeedEvent(models.Model):
    """One move of a need, append-only."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=40)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    reason_code = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.need_id}: {self.move}"
