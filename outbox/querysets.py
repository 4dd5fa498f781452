from django.db import models
from django.utils import timezone

from outbox.enums import JobState


class JobQuerySet(models.QuerySet):
    def ready(self) -> "JobQuerySet":
        return self.filter(state=JobState.WAITING, not_before__lte=timezone.now())

    def claimed(self) -> "JobQuerySet":
        return self.filter(state=JobState.CLAIMED)

    def dead(self) -> "JobQuerySet":
        return self.filter(state=JobState.DEAD)
