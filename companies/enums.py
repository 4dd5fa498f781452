from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Country(models.TextChoices):
    THAILAND = "TH", _("Thailand")
    JAPAN = "JP", _("Japan")

    @property
    def other(self) -> "Country":
        return Country.JAPAN if self is Country.THAILAND else Country.THAILAND

    @property
    def time_zone(self) -> str:
        return "Asia/Bangkok" if self is Country.THAILAND else "Asia/Tokyo"


class CompanyState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for the desk")
    RETURNED = "returned", _("Returned for changes")
    PUBLISHED = "published", _("Published")
    SUSPENDED = "suspended", _("Suspended")
    ARCHIVED = "archived", _("Archived")


class NeedState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class CloseReason(models.TextChoices):
    MATCHED = "matched", _("A partner was found")
    WITHDRAWN = "withdrawn", _("No longer needed")


class Direction(models.TextChoices):
    GIVES = "gives", _("gives")
    SEEKS = "seeks", _("seeks")


class ExportLevel(models.TextChoices):
    NONE = "none", _("No exports")
    INDIRECT = "indirect", _("Exports through others")
    DIRECT = "direct", _("Exports directly")


class SpokenLanguage(models.TextChoices):
    THAI = "th", _("Thai")
    JAPANESE = "ja", _("Japanese")
    ENGLISH = "en", _("English")
    CHINESE = "zh", _("Chinese")
    MALAY = "ms", _("Malay")


class AgencyKind(models.TextChoices):
    NATIONAL = "national", _("National agency")
    LOCAL = "local", _("Prefecture or city")
    ITC_CENTRE = "itc_centre", _("ITC centre")


class MemberRole(models.TextChoices):
    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")


class AppointmentRole(models.TextChoices):
    DESK_OFFICER = "desk_officer", _("Desk officer")
    REGISTRAR = "registrar", _("Registrar")
    COORDINATOR = "coordinator", _("Coordinator")
    CENTRE_OFFICER = "centre_officer", _("ITC centre officer")


class BandKind(models.TextChoices):
    LOT = "lot", _("Lot size")
    TOLERANCE = "tolerance", _("Tolerance")
    EMPLOYEES = "employees", _("Employees")
    CAPITAL_THB = "capital_thb", _("Capital in THB")
    CAPITAL_JPY = "capital_jpy", _("Capital in JPY")


class ReportReason(models.TextChoices):
    FALSE_FACTS = "false_facts", _("What it says about itself is not true")
    NOT_THE_FIRM = "not_the_firm", _("It is not the company it claims to be")
    UNWANTED = "unwanted", _("It sends advertising or unwanted messages")
    CONDUCT = "conduct", _("It behaved improperly in talks or business")
    RIGHTS = "rights", _("It uses pictures, texts or marks of others")
    OTHER = "other", _("Something else")


class ReportState(models.TextChoices):
    OPEN = "open", pgettext_lazy("report", "Waiting for the desk")
    HANDLED = "handled", pgettext_lazy("report", "Handled")
    DISMISSED = "dismissed", pgettext_lazy("report", "No reason to act")
