"""Work the clock and the queue hand to companies."""

from django.utils import timezone

from companies import absences, expiry, freshness, saved_searches
from companies.imports import showcase
from companies.intake import steps
from companies.models import Company
from companies.search import changes, meaning
from companies.showcase import clearing, files
from outbox.models import Job
from outbox.queue import enqueue
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


@scheduled("companies.find_ending_needs", cron="0 1 * * *")
def find_ending_needs(job: Job) -> None:
    """Eight in the morning in Bangkok, ten in Tokyo: one job for each need whose people are to be told."""
    for pk in expiry.due():
        enqueue(expiry.TELL, {"need": pk}, key=f"need:{pk}")


@handles(expiry.TELL)
def tell_of_ending(job: Job) -> None:
    expiry.tell(job.payload["need"])


@scheduled("companies.find_saved_searches", cron="5 * * * *")
def find_saved_searches(job: Job) -> None:
    """Every hour, for the people in whose time zone it is eight in the morning; weekly ones on Mondays."""
    for pk in saved_searches.due(timezone.now()):
        enqueue(saved_searches.SEND, {"user": pk}, key=f"user:{pk}")


@handles(saved_searches.SEND)
def send_saved_searches(job: Job) -> None:
    saved_searches.send(job.payload["user"], saved_searches.kinds_on(job.payload["user"], timezone.now()))


@scheduled("companies.begin_absences", cron="*/15 * * * *")
def begin_absences(job: Job) -> None:
    """A day begins at another hour in each country; a late one is made up for within the quarter."""
    absences.begin_due()


@scheduled("companies.note_stale", cron="0 1 * * *")
def note_stale(job: Job) -> None:
    freshness.note_all()


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
