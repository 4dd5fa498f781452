from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Running")
    DONE = "done", _("Done")
    DEAD = "dead", _("Given up")
