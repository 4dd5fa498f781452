from django.db import models
from django.utils.translation import gettext_lazy as _


class Country(models.TextChoices):
    THAILAND = "TH", _("Thailand")
    JAPAN = "JP", _("Japan")

    @property
    def other(self) -> "Country":
        return Country.JAPAN if self is Country.THAILAND else Country.THAILAND


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


class JoinRequestState(models.TextChoices):
    ASKED = "asked", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class InvitationState(models.TextChoices):
    SENT = "sent", _("Invitation sent")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Taken back")


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
