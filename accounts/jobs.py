"""Work the clock and the queue hand to accounts."""

from django.utils import timezone

from accounts import copies, erasure, notices
from outbox.models import Job
from outbox.queue import enqueue
from outbox.registry import handles, scheduled


@scheduled("accounts.find_digests", cron="0 * * * *")
def find_digests(job: Job) -> None:
    """Every hour, for the people in whose time zone it is eight in the morning."""
    for pk in notices.waiting_for_digest(notices.zones_at_digest_hour(timezone.now())):
        enqueue("accounts.send_digest", {"user": pk}, key=f"user:{pk}")


@handles("accounts.send_digest")
def send_digest(job: Job) -> None:
    notices.send_digest(job.payload["user"])


@handles(copies.BUILD)
def build_copy(job: Job) -> None:
    copies.build(job.payload["copy"])


@scheduled("accounts.remove_expired_copies", cron="40 17 * * *")
def remove_expired_copies(job: Job) -> None:
    copies.remove_expired()


@scheduled("accounts.find_due_erasures", cron="50 17 * * *")
def find_due_erasures(job: Job) -> None:
    for pk in erasure.due():
        enqueue("accounts.erase", {"user": pk}, key=f"user:{pk}")


@handles("accounts.erase")
def erase(job: Job) -> None:
    erasure.carry_out(job.payload["user"])
