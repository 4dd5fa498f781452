"""Doing one job: claim the row, act, and mark it done in the transaction of its effects."""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from outbox.enums import JobState
from outbox.heartbeats import WORKER, beat
from outbox.models import Job
from outbox.registry import HANDLERS
from outbox.retries import park_or_retry

logger = logging.getLogger(__name__)
# The first shard of a run builds its market between two queries of its transaction.
IDLE_IN_JOB = "930s"


@shared_task(name="outbox.run_job")
def run_job(job_id: int) -> None:
    """The one task Celery knows: a job delivered twice acts once, because only one claim succeeds."""
    if starts := claim(job_id):
        work(job_id, starts)


@shared_task(name="outbox.worker_heartbeat")
def worker_heartbeat() -> None:
    """Shows that messages still reach a worker; see the watchdog."""
    beat(WORKER)


def claim(job_id: int) -> int:
    """The number of this start, or 0 when the job is not waiting (any more)."""
    now = timezone.now()
    claimed = Job.objects.filter(pk=job_id, state=JobState.WAITING, not_before__lte=now).update(
        state=JobState.CLAIMED, claimed_at=now, starts=F("starts") + 1
    )
    return Job.objects.values_list("starts", flat=True).get(pk=job_id) if claimed else 0


def work(job_id: int, starts: int) -> None:
    """Do a claimed job. Its row lock is held throughout, which tells the relay that it is alive."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_IN_JOB}'")
            job = (
                Job.objects.select_for_update()
                .filter(pk=job_id, state=JobState.CLAIMED, starts=starts)
                .first()
            )
            if job is None:
                return
            HANDLERS[job.kind](job)
            finish(job)
    except (Exception, SoftTimeLimitExceeded) as error:
        logger.exception("job %s failed at start %s", job_id, starts)
        park_or_retry(job_id, starts, f"{type(error).__name__}: {error}")


def finish(job: Job) -> None:
    job.state = JobState.DONE
    job.finished_at = timezone.now()
    job.last_error = ""
    job.save(update_fields=["state", "finished_at", "last_error"])
