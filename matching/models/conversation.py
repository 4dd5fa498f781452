"""What two connected firms say to each other, and who does what next."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from matching.enums import StepCode
from matching.models.match import Match


class Conversation(models.Model):
    match = models.OneToOneField(Match, on_delete=models.PROTECT, related_name="conversation")
    opened_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.match)


class Message(models.Model):
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="messages")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lang = models.CharField(max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("message"), max_length=4000)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]


class NextStep(models.Model):
    """A step somebody owes by a date; a connected match always has one that is open."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="next_steps")
    code = models.CharField(
        max_length=40, blank=True, help_text="For steps the product proposes; else `text`."
    )
    text = models.CharField(_("next step"), max_length=300, blank=True)
    owner = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("due on"))
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["done_at", "due_on", "id"]
        indexes = [
            # Steps that are overdue, the longest first.
            models.Index(fields=["due_on"], name="step_due", condition=models.Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """People's own words, or the product's in the reader's language."""
        return self.text or str(StepCode(self.code).label)
