"""What becomes of a job that failed or whose worker died: again later, or given up for staff to see."""

import datetime

from django.db import transaction
from django.utils import timezone

from outbox.enums import JobState
from outbox.models import Job

MOST_STARTS = 5
# A claim this old whose row nobody has locked belongs to a worker that is gone.
CLAIM_GRACE = datetime.timedelta(seconds=3)
GONE = "the worker was lost"


def backoff(starts: int) -> datetime.timedelta:
    """1, 4, 16, 64 seconds."""
    return datetime.timedelta(seconds=4 ** max(starts - 1, 0))


def give_back(job: Job, error: str, wait: datetime.timedelta) -> None:
    """Return a locked, claimed job to the waiting ones, or mark it dead after its last start.

    An equal job that was asked for meanwhile does this one's work; then this one is done.
    """
    now = timezone.now()
    job.last_error = error[:2000]
    if job.starts >= MOST_STARTS:
        job.state, job.finished_at = JobState.DEAD, now
    elif job.key and Job.objects.filter(kind=job.kind, key=job.key, state=JobState.WAITING).exists():
        job.state, job.finished_at = JobState.DONE, now
    else:
        job.state, job.not_before, job.handed_over_at = JobState.WAITING, now + wait, None
    job.save()


def park_or_retry(job_id: int, starts: int, error: str) -> None:
    """After an exception of start number `starts`; a job someone else started since is left alone."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, state=JobState.CLAIMED, starts=starts).first()
        if job is not None:
            give_back(job, error, backoff(starts))


def take_back_lost() -> int:
    """Give back claimed jobs whose worker is gone: its connection no longer locks the row."""
    with transaction.atomic():
        lost = list(
            Job.objects.select_for_update(skip_locked=True).filter(
                state=JobState.CLAIMED, claimed_at__lt=timezone.now() - CLAIM_GRACE
            )[:200]
        )
        for job in lost:
            give_back(job, GONE, datetime.timedelta())
    return len(lost)


def revive(job_id: int) -> bool:
    """Let staff start a dead job afresh; False when it is not dead."""
    return bool(
        Job.objects.filter(pk=job_id, state=JobState.DEAD).update(
            state=JobState.WAITING,
            starts=0,
            not_before=timezone.now(),
            handed_over_at=None,
            finished_at=None,
        )
    )
