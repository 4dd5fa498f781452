"""A simulation's pairs go to the review queue: asked once, and everything is looked at anew."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from companies.models import Need, Offer
from matching import evidence, scored
from matching.circumstances import Circumstances, around_now, lock_choice
from matching.engine.types import ScoredPair
from matching.enums import Hindrance, RunState
from matching.models import Corridor, Run, RunPair
from matching.selection import Proposer
from matching.terms import Lane
from outbox.enums import JobState
from outbox.models import Job
from outbox.queue import enqueue

QUEUE = "matching.queue_simulation"


class CommitRefused(Exception):
    """Why a run cannot be put in the queue, in the reader's language."""

    sentence: str | Promise


class NotASimulation(CommitRefused):
    sentence = _("Only a finished simulation can be put in the queue.")


class AlreadyCommitted(CommitRefused):
    sentence = _("This simulation was put in the queue before. Nothing was added a second time.")


@transaction.atomic
def commit(run: Run, *, by: User) -> Run:
    """Ask for a simulation's pairs to be proposed; the work waits in the outbox."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state != RunState.DONE or not run.is_simulation or run.is_replay:
        raise NotASimulation
    if run.committed_at:
        raise AlreadyCommitted
    run.committed_by, run.committed_at = by, timezone.now()
    run.save(update_fields=["committed_by", "committed_at"])
    enqueue(QUEUE, {"run": run.pk}, key=f"run:{run.pk}")
    return run


@transaction.atomic
def put_in_queue(run_id: int) -> None:
    """Propose what may still be proposed, the best first; what may not keeps the reason."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=run_id)
    if not run.is_being_queued:
        return
    lock_choice()
    queue = Queue(run)
    rows = list(run.outcomes.chosen().select_related("corridor").order_by("place", "pk"))
    for row in rows:
        row.left_out = queue.add(row) or ""
    RunPair.objects.bulk_update(rows, ["left_out"])
    run.queued_at = timezone.now()
    run.counts |= {"queued": sum(not row.left_out for row in rows)}
    run.save(update_fields=["queued_at", "counts"])


@transaction.atomic
def take_back_stuck() -> None:
    """A commit whose job gave up wrote nothing; it may be asked for again."""
    for job in Job.objects.filter(state=JobState.DEAD, kind=QUEUE):
        stuck = Run.objects.filter(pk=job.payload["run"], committed_at__lt=job.created_at, queued_at=None)
        stuck.update(committed_at=None, committed_by=None)


class Queue(Proposer):
    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.lanes = {lane["corridor"]: Lane(**lane) for lane in run.parameters["corridors"]}
        self.around: Circumstances = around_now({firm for row in run.outcomes.chosen() for firm in row.firms})

    def add(self, row: RunPair) -> Hindrance | None:
        """Why the pair was left out, or None when it is proposed."""
        pair, lane = scored.of_outcome(row), self.lanes[row.corridor_id]
        found = self.around.hindrance(pair, lane, self.rests_on) or self.lacks(pair, row.corridor)
        if found is None and not self.propose([pair], row.corridor):
            found = Hindrance.LIVE
        if found is None:
            self.around.take(pair)
        return found

    def lacks(self, pair: ScoredPair, corridor: Corridor) -> Hindrance | None:
        """A place under the smaller of the run's cap and today's, or standing statements."""
        cap = min(self.lanes[corridor.pk].company_cap, corridor.company_cap)
        if self.around.loads[pair.thai_id] >= cap:
            return Hindrance.THAI_CAP
        if self.around.loads[pair.japanese_id] >= cap:
            return Hindrance.JAPANESE_CAP
        return None if self.still_stands(pair) else Hindrance.STATEMENTS

    def still_stands(self, pair: ScoredPair) -> bool:
        """Every need it rests on is open, and every offer stands, with the words it was found by."""
        links = self.explain(pair).links if self.is_in_market(pair) else ()
        return bool(links) and all_stand(
            (evidence.key_of(link.need_id), evidence.key_of(link.offer_id)) for link in links
        )


def all_stand(links: Iterable[tuple[int, int]]) -> bool:
    needs, offers = (set(keys) for keys in zip(*links, strict=True))
    return Need.objects.open().filter(pk__in=needs).count() == len(needs) and Offer.objects.standing().filter(
        pk__in=offers
    ).count() == len(offers)
