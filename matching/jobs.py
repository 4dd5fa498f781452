"""Work the clock and the queue hand to matching."""

import datetime
from contextlib import suppress

from matching import (
    held,
    learning,
    lifecycle,
    queueing,
    retagging,
    run_market,
    runs,
    scheduling,
    standing,
    suggestions,
)
from matching.models import HeldDecision, Match
from outbox.models import Job
from outbox.queue import enqueue
from outbox.registry import handles, scheduled


@scheduled("matching.lapse_matches", cron="30 17 * * *")
def lapse_matches(job: Job) -> None:
    """Half past midnight in Bangkok: one job for each introduction whose days are over."""
    for pk in Match.objects.overdue_for_answer().values_list("pk", flat=True):
        enqueue("matching.lapse_match", {"match": pk}, key=f"match:{pk}")


@handles("matching.lapse_match")
def lapse_match(job: Job) -> None:
    """An answer that came in the meantime has moved the match on; then there is nothing to do."""
    if match := Match.objects.overdue_for_answer().filter(pk=job.payload["match"]).first():
        lifecycle.lapse(match)


@handles(held.RELEASE)
def release_decision(job: Job) -> None:
    """Ten seconds after a desk's decision; of one that was undone there is nothing to tell."""
    if row := HeldDecision.objects.filter(pk=job.payload["held"]).first():
        lifecycle.release_decision(row)


@handles(suggestions.REFRESH)
def refresh_suggestions(job: Job) -> None:
    suggestions.refresh(job.payload["company"])


@handles(suggestions.REFRESH_LISTS)
def refresh_lists(job: Job) -> None:
    suggestions.refresh_lists(job.payload["companies"], job.payload.get("changed"))


@handles(retagging.FIND)
def find_texts_to_read_anew(job: Job) -> None:
    retagging.find(job.payload["event"])


@handles(retagging.READ)
def read_texts_anew(job: Job) -> None:
    retagging.read_anew(job.payload["texts"])


@handles(runs.PREPARE)
def prepare_run(job: Job) -> None:
    runs.prepare(job.payload["run"])


@handles(runs.SCORE_SHARD)
def score_shard(job: Job) -> None:
    runs.score_shard(job.payload["shard"])


@handles(runs.FINISH)
def finish_run(job: Job) -> None:
    runs.finish(job.payload["run"])


@scheduled("matching.nightly_run", cron="0 18 * * *")
def nightly_run(job: Job) -> None:
    """One in the morning in Bangkok; a run that is still going serves as well."""
    with suppress(runs.RunRefused):
        runs.start(corridor=None, by=None, but=scheduling.scheduled_corridors())


@scheduled("matching.read_market", cron="10 17 * * *")
def read_market(job: Job) -> None:
    """Ten past midnight in Bangkok, so that nobody has to wait for the first reading of the day."""
    standing.current()
    run_market.tidy()


@scheduled("matching.scheduled_runs", cron="*/5 * * * *")
def scheduled_runs(job: Job) -> None:
    """Corridors with days and a time of their own."""
    scheduling.start_due(datetime.datetime.fromisoformat(job.payload["due_at"]))


@handles(queueing.QUEUE)
def queue_simulation(job: Job) -> None:
    queueing.put_in_queue(job.payload["run"])


@scheduled("matching.fail_stuck_runs", cron="*/5 * * * *")
def fail_stuck_runs(job: Job) -> None:
    runs.fail_stuck()
    queueing.take_back_stuck()


@handles(learning.REFIT)
def refit_weights(job: Job) -> None:
    learning.run(job.payload["refit"])


@scheduled("matching.weekly_refit", cron="0 20 * * 0")
def weekly_refit(job: Job) -> None:
    """Three on Monday morning in Bangkok; what it finds waits for staff to put it to use."""
    with suppress(learning.RefitRefused):
        learning.ask(by=None)


@scheduled("matching.fail_stuck_refits", cron="*/5 * * * *")
def fail_stuck_refits(job: Job) -> None:
    learning.fail_stuck()
