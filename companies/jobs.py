"""Work the clock and the queue hand to companies."""

from companies.imports import showcase
from companies.models import Company
from companies.search import changes, meaning
from companies.showcase import clearing, files
from outbox.models import Job
from outbox.registry import handles, scheduled


@handles(meaning.READ)
def read_meaning(job: Job) -> None:
    meaning.read(job.payload["companies"])


@scheduled("companies.prune_changes", cron="15 17 * * *")
def prune_changes(job: Job) -> None:
    changes.prune()


@handles(clearing.CLEAR)
def clear_showcase(job: Job) -> None:
    clearing.clear(Company.objects.get(pk=job.payload["company"]))


@scheduled("companies.tidy_showcases", cron="20 17 * * *")
def tidy_showcases(job: Job) -> None:
    """What was removed a week ago goes for good, then files nobody knows."""
    clearing.delete_removed()
    files.sweep()


@handles(showcase.DRAW)
def draw_demonstration(job: Job) -> None:
    showcase.draw_pictures(Company.objects.get(pk=job.payload["company"]))
