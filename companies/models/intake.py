"""Files of companies a desk brings in, row by row, and what a firm's facts were when a source last gave them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.enums import Arrival, ImportState, RowVerdict
from companies.models.agency import Agency
from companies.models.company import Company


class ImportFile(models.Model):
    """One upload; the file lies under `stored_name`, and goes with its rows some weeks after it ended."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="import_files")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=60)
    source = models.CharField(_("source"), max_length=120)
    arrival = models.CharField(
        _("imported companies arrive as"), max_length=10, choices=Arrival.choices, default=Arrival.SUBMITTED
    )
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.MAPPING)
    # {"sheet", "row", "skip", "titles": [[place, heading, [samples]]]}: where the headings stand.
    layout = models.JSONField(default=dict)
    columns = models.JSONField(default=dict, help_text="Place in the file -> column of ours.")
    counts = models.JSONField(default=dict)
    failure = models.JSONField(default=list, help_text="Code and figures of the sentence that says why.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.WRITING)

    @property
    def is_over(self) -> bool:
        return self.state in (ImportState.DONE, ImportState.CANCELLED, ImportState.FAILED)


class ImportProgress(models.Model):
    """How far the work on a file has come; written beside its transaction, so a row of its own."""

    file = models.OneToOneField(ImportFile, on_delete=models.CASCADE, related_name="progress")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="0 while nobody knows.")
    stop_asked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.file_id}: {self.done}/{self.total}"


class ImportRow(models.Model):
    """What one row of the file would do.

    `changes` are [column, before, after, edited by the firm]; `faults` [column, code, figures]; `kept` the columns
    in which the firm's own words stay.
    """

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="As the spreadsheet counts.")
    verdict = models.CharField(max_length=10, choices=RowVerdict.choices)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, null=True, related_name="+")
    company_version = models.PositiveIntegerField(null=True)
    external_id = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    kept = models.JSONField(default=list)
    looks_like = models.CharField(max_length=200, blank=True, help_text="A firm here already has this name.")

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["file", "verdict", "number"], name="import_row_page")]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.number}"


class ImportHeading(models.Model):
    """What an agency's officers said a heading means, remembered for its next file."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="import_headings")
    heading = models.CharField(max_length=200, help_text="Folded as headings are compared.")
    column = models.CharField(max_length=40, blank=True, help_text="Empty: left out.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "heading"], name="import_heading_once")]

    def __str__(self) -> str:
        return f"{self.heading} -> {self.column}"


class CompanySource(models.Model):
    """Where a firm's facts came from: the source's key, by whom and when, and the facts as it last gave them."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="sources")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=60)
    source = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "external_id"], name="company_source_key"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.external_id}"
