from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OUT_FOR_SIGNATURE = "out_for_signature", _("Out for signature")
    SIGNED = "signed", _("Signed")
    TERMINATED = "terminated", _("Ended early")
    CANCELLED = "cancelled", _("Cancelled")


class Standing(models.TextChoices):
    """How a signed agreement stands today; follows from its dates, so it is not stored."""

    NOT_YET_IN_FORCE = "not_yet", _("Signed, not yet in force")
    IN_FORCE = "in_force", _("In force")
    DUE_FOR_RENEWAL = "due", _("Ends soon")
    EXPIRED = "expired", _("Expired")


class Confidence(models.TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")


class DocumentKind(models.TextChoices):
    SIGNED_COPY = "signed_copy", _("Signed copy")
    ANNEX = "annex", _("Annex")
