"""Work the clock and the queue hand to companies."""

from companies import freshness
from companies.search import changes, meaning
from outbox.models import Job
from outbox.registry import handles, scheduled


@handles(meaning.READ)
def read_meaning(job: Job) -> None:
    meaning.read(job.payload["companies"])


@scheduled("companies.prune_changes", cron="15 17 * * *")
def prune_changes(job: Job) -> None:
    changes.prune()


@scheduled("companies.note_stale", cron="0 1 * * *")
def note_stale(job: Job) -> None:
    freshness.note_all()
