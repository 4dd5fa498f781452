"""What firms say about each other to us: keeping apart, reporting; and how often one is looked at."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.enums import Country, ReportReason, ReportState
from companies.models.company import Company
from companies.querysets import BlockQuerySet, ReportQuerySet


class Block(models.Model):
    """One firm wants nothing to do with another; while it stands, neither is shown the other."""

    blocker = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="blocks")
    blocked = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="blocked_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["blocked"], name="block_of_firm", condition=Q(lifted_at__isnull=True))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["blocker", "blocked"], condition=Q(lifted_at__isnull=True), name="block_once"
            ),
            models.CheckConstraint(condition=~Q(blocker=models.F("blocked")), name="block_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker} | {self.blocked}"


class Report(models.Model):
    """A person of one firm tells the desk that something is wrong with another."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="reports")
    reporter = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="reports_made")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason.choices)
    text = models.TextField(_("what happened"), max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.OPEN)
    note = models.TextField(blank=True, help_text="What the desk tells the reporter.")
    reported_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            # Pressing twice is one report.
            models.UniqueConstraint(
                fields=["company", "reported_by"],
                condition=Q(state=ReportState.OPEN),
                name="one_open_report_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.company}: {self.reason}"


class ReportEvent(models.Model):
    """One move of a report, append-only."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.move}"


class CompanyDay(models.Model):
    """How often other firms looked at a firm's page on one day; nobody is named."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="days")
    day = models.DateField(help_text="In the time zone of the firm's country.")
    looks = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["company", "day"], name="company_day_once")]

    def __str__(self) -> str:
        return f"{self.company_id} {self.day}"


class Question(models.Model):
    """What a person asks the desk, from the page they were on."""

    country = models.CharField(max_length=2, choices=Country.choices, help_text="Whose desk answers.")
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions")
    page = models.CharField(max_length=300, blank=True, help_text="Address without the language prefix.")
    text = models.TextField(_("your question"), max_length=2000)
    lang = models.CharField(max_length=2, choices=settings.LANGUAGES)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answer_lang = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["country", "id"], name="question_open", condition=Q(answered_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
