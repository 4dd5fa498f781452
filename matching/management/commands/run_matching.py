"""Start a matching run from the command line; without a worker, do all of it here."""

import datetime
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matching import runs, suggestions
from matching.models import Corridor, Run
from outbox.models import Job
from outbox.worker import run_job

KINDS = [runs.PREPARE, runs.SCORE_SHARD, runs.FINISH, suggestions.REFRESH_LISTS]


class Command(BaseCommand):
    help = "Start a matching run of every open corridor, or of one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--corridor", help="its code; without it every open corridor")
        parser.add_argument(
            "--unless-within", type=int, metavar="DAYS", help="only when no run was made in so many days"
        )
        parser.add_argument("--wait", action="store_true", help="come back when the run has ended")
        parser.add_argument(
            "--inline", action="store_true", help="do its jobs in this process, without a worker"
        )

    def handle(self, *args: object, unless_within: int | None, **options: object) -> None:
        # A run that goes on belongs to its jobs: the worker ends it, also one that was broken off.
        if unless_within is not None and was_run_within(unless_within):
            self.stdout.write("A run was made a short while ago; nothing to do.")
            return
        try:
            run = runs.start(corridor=self.corridor(options["corridor"]), by=None)
        except runs.RunRefused as refusal:
            raise CommandError(str(refusal.sentence)) from None
        if options["inline"]:
            work_here()
        elif options["wait"]:
            self.wait_for(run)
        run.refresh_from_db()
        self.stdout.write(f"Run {run}: {run.get_state_display()} {run.counts} {run.timings}")

    def corridor(self, code: object) -> Corridor | None:
        if code is None:
            return None
        try:
            return Corridor.objects.get(code=code)
        except Corridor.DoesNotExist:
            raise CommandError(f"There is no corridor {code}.") from None

    def wait_for(self, run: Run) -> None:
        while run.is_running:
            time.sleep(0.5)
            run.refresh_from_db()


def was_run_within(days: int) -> bool:
    since = timezone.now() - datetime.timedelta(days=days)
    return (Run.objects.finished() | Run.objects.running()).filter(created_at__gte=since).exists()


def work_here() -> None:
    """A worker that runs as well takes what it claims first; nothing is done twice."""
    while job := Job.objects.ready().filter(kind__in=KINDS).order_by("pk").first():
        run_job(job.pk)
