from django.db import models
from django.utils.translation import gettext_lazy as _


class MatchState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for review")
    PARKED = "parked", _("Parked")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    INTRODUCED = "introduced", _("Introduced")
    CONNECTED = "connected", _("Connected")
    DECLINED = "declined", _("Declined")
    UNANSWERED = "unanswered", _("No answer")
    AGREED = "agreed", _("Agreement signed")
    NO_AGREEMENT = "no_agreement", _("No agreement")
    SILENT = "silent", _("Went silent")
    WITHDRAWN = "withdrawn", _("Withdrawn")


LIVE = (
    MatchState.PROPOSED,
    MatchState.PARKED,
    MatchState.APPROVED,
    MatchState.INTRODUCED,
    MatchState.CONNECTED,
)
IN_REVIEW = (MatchState.PROPOSED, MatchState.PARKED)
KNOWN_TO_FIRMS = (
    MatchState.INTRODUCED,
    MatchState.CONNECTED,
    MatchState.DECLINED,
    MatchState.UNANSWERED,
    MatchState.AGREED,
    MatchState.NO_AGREEMENT,
    MatchState.SILENT,
)
CONTACTS_OPEN = (MatchState.CONNECTED, MatchState.AGREED, MatchState.NO_AGREEMENT, MatchState.SILENT)


class MatchOrigin(models.TextChoices):
    RUN = "run", _("Matching run")
    OFFICER = "officer", _("Officer")
    INTEREST = "interest", _("Expression of interest")


class Answer(models.TextChoices):
    NONE = "", _("No answer yet")
    INTERESTED = "interested", _("Interested")
    DECLINED = "declined", _("Declined")


class ReasonRaisedBy(models.TextChoices):
    COMPANY = "company", _("Company")
    STAFF = "staff", _("Desk")
    BOTH = "both", _("Company or desk")


class ReasonUse(models.TextChoices):
    """The moves a reason may be given for."""

    DECLINE = "decline", _("A company declines")
    REJECT = "reject", _("A desk rejects")
    WITHDRAW = "withdraw", _("A match is withdrawn")
    UNANSWERED = "unanswered", _("No answer came")
    NO_AGREEMENT = "no_agreement", _("A connection ends without agreement")
    SILENT = "silent", _("A connection went silent")


class RunState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SCORING = "scoring", _("Scoring")
    ASSIGNING = "assigning", _("Choosing pairs")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


RUNNING = (RunState.WAITING, RunState.SCORING, RunState.ASSIGNING)


class ExposureBy(models.TextChoices):
    """By what the report of a run groups firms."""

    COUNTRY = "country", _("Country")
    SIZE = "size", _("Size")
    CLUSTER = "cluster", _("Cluster")
    PLACE = "place", _("Province or prefecture")


class WatchState(models.TextChoices):
    WATCHING = "watching", _("Watching")
    ANSWERED = "answered", _("A partner appeared")
    ENDED = "ended", _("Ended")


class WatchEnd(models.TextChoices):
    STOPPED = "stopped", _("Stopped by the company")
    CLOSED = "closed", _("The need was closed")
    LEFT = "left", _("The company is no longer listed")


class NeedLacks(models.TextChoices):
    """What would help a need that has no partner yet."""

    CAPABILITY = "capability", _("Choose one to three capabilities: nothing raises the fit more.")
    KIND = "kind", _("Say what kind of cooperation you seek, so that others of that kind are found.")
    NUMBERS = "numbers", _("State numbers: size, tolerance, quantity or material.")
    DETAIL = "detail", _("Describe it in a full sentence: what the part is for and how it is made.")


class StepCode(models.TextChoices):
    """Next steps the product itself proposes; people write their own words instead."""

    FIRST_MESSAGE = "first_message", _("Write a first message and propose a time to talk")


class WithdrawReason(models.TextChoices):
    NEED_CLOSED = "need_closed", _("The need was closed")
    COMPANY_LEFT = "company_left", _("One of the companies is no longer listed")
    DESK = "desk", _("The desk took it back")
    BLOCKED = "blocked", _("One of the companies does not wish to go on")


OUTCOMES = (MatchState.AGREED, MatchState.NO_AGREEMENT, MatchState.SILENT)
