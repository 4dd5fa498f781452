"""The market that a run scores: built by the first process that needs it and mapped by the others.

A large one takes minutes and gigabytes to build, so it stands in a file from its first shard until the run ends.
"""

from pathlib import Path

from matching import kept_market, market
from matching.engine.market import Market
from matching.models import Run, RunRecord
from matching.standing import LARGE

_last: tuple[int, Market] | None = None


def of_run(run: Run) -> Market:
    """Kept for the run's next shard in this process."""
    global _last
    if _last is None or _last[0] != run.pk:
        _last = None
        _last = run.pk, shared(run) if len(run.statements) >= LARGE else built(run)
    return _last[1]


def built(run: Run) -> Market:
    record = RunRecord.objects.filter(run=run).first()
    return market.load(run.statements, record.firms if record else None)


def shared(run: Run) -> Market:
    path = path_of(run.pk)
    with kept_market.held(path):
        if not path.exists():
            kept_market.put(built(run).complete(), path)
        found: Market = kept_market.mapped(path)
    return found


def path_of(run: int) -> Path:
    return kept_market.place(f"-run-{run}")


def forget(run: Run) -> None:
    """Who has it mapped goes on with it."""
    for path in (path_of(run.pk), kept_market.lock_of(path_of(run.pk))):
        path.unlink(missing_ok=True)


def tidy() -> None:
    """Files of runs that have ended: a shard may write one after its run was cancelled."""
    going_on = {path_of(run) for run in Run.objects.running().values_list("pk", flat=True)}
    for path in path_of(0).parent.glob(f"*-{kept_market.name_of_database()}-run-*"):
        if path.with_suffix(path_of(0).suffix) not in going_on:
            path.unlink(missing_ok=True)
