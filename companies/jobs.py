"""Work the clock and the queue hand to companies."""

from companies.intake import steps
from companies.search import changes, meaning
from outbox.models import Job
from outbox.registry import handles, scheduled


@handles(meaning.READ)
def read_meaning(job: Job) -> None:
    meaning.read(job.payload["companies"])


@scheduled("companies.prune_changes", cron="15 17 * * *")
def prune_changes(job: Job) -> None:
    changes.prune()


@handles(steps.CHECK)
def check_import(job: Job) -> None:
    steps.run_check(job.payload["import"])


@handles(steps.WRITE)
def write_import(job: Job) -> None:
    steps.run_write(job.payload["import"])


@scheduled("companies.tidy_imports", cron="*/10 * * * *")
def tidy_imports(job: Job) -> None:
    steps.fail_stuck()
    steps.empty_old()
