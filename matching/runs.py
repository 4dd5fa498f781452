"""One run: start, prepare the market, score it in shards, choose the proposals, or stop.

The row moves waiting -> scoring -> assigning -> done; each step is a job that does nothing when the run
has moved on, so a job delivered twice or late acts once, and a cancelled run proposes nothing.
"""

import time
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from companies.enums import Country
from companies.models import Capability, Company
from config.lifecycle import Lifecycle
from matching import market, run_market, scored, selection, suggestions
from matching.corridors import CorridorMap
from matching.engine import ENGINE_VERSION
from matching.enums import RUNNING, RunState
from matching.models import Corridor, Run, RunRecord, RunShard, TextVector
from matching.terms import Lane
from outbox.enums import JobState
from outbox.models import Job
from outbox.queue import enqueue

PREPARE = "matching.prepare_run"
SCORE_SHARD = "matching.score_shard"
FINISH = "matching.finish_run"
# Scoring that many pairs of firms takes some seconds, far below the minute a job may take; bench/market.py has the
# cost of a pair. Fewer would repeat what every shard does once, and store more pairs that are in no whole list.
PAIRS_A_SHARD = 20_000_000
LEAST_SHARDS = 4
START_LOCK = 0x6F746731

RUN = Lifecycle(
    {
        "prepare": ({RunState.WAITING}, RunState.SCORING),
        "assign": ({RunState.SCORING}, RunState.ASSIGNING),
        "finish": ({RunState.ASSIGNING}, RunState.DONE),
        "cancel": (RUNNING, RunState.CANCELLED),
        "fail": (RUNNING, RunState.FAILED),
    }
)


class RunRefused(Exception):
    """Why no run was started, in the reader's language."""

    sentence: str | Promise


class RunGoingOn(RunRefused):
    sentence = _("A run of this corridor is still going. Wait until it ends, or stop it first.")


class NothingToRun(RunRefused):
    sentence = _("No corridor is open.")


class NoRecord(RunRefused):
    sentence = _("This run was made before runs kept their record, so it cannot be replayed.")


@dataclass(frozen=True)
class Limits:
    """What an officer asks of this run; None is the usual figure, a budget of 0 only compares."""

    budget: int | None = None
    company_cap: int | None = None
    minimum_probability: float | None = None
    crowding: float | None = None
    new_firm_bonus: float | None = None
    small_firm_bonus: float | None = None
    clusters: tuple[str, ...] | None = None


@transaction.atomic
def start(
    *,
    corridor: Corridor | None,
    by: User | None,
    limits: Limits | None = None,
    is_simulation: bool = False,
    but: Collection[int] = (),
) -> Run:
    """A run of one corridor, or of every open one `but` some; its work waits in the outbox."""
    refuse_a_second(corridor)
    lanes = [asdict(lane(each, limits or Limits())) for each in corridors_of(corridor) if each.pk not in but]
    if not lanes:
        raise NothingToRun
    return begin(
        corridor=corridor,
        parameters={"corridors": lanes},
        engine_version=ENGINE_VERSION,
        weights_version=market.live_weights().version,
        started_by=by,
        is_simulation=is_simulation,
    )


@transaction.atomic
def replay(run: Run, *, by: User) -> Run:
    """The same run again from its record, as a simulation that cannot reach the queue."""
    if not RunRecord.objects.filter(run=run, around__isnull=False).exists():
        raise NoRecord
    refuse_a_second(run.corridor)
    return begin(
        corridor=run.corridor,
        parameters=run.parameters,
        statements=run.statements,
        engine_version=ENGINE_VERSION,
        weights_version=run.weights_version,
        started_by=by,
        is_simulation=True,
        replay_of=run,
    )


def begin(**columns: Any) -> Run:
    run = Run.objects.create(**columns)
    enqueue(PREPARE, {"run": run.pk}, key=f"run:{run.pk}")
    return run


def refuse_a_second(corridor: Corridor | None) -> None:
    """Two clicks at once are put in a row; the run of every corridor shuts out all others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [START_LOCK])
    running = Run.objects.running()
    if corridor is not None:
        running = running.filter(corridor=corridor) | running.filter(corridor=None)
    if running.exists():
        raise RunGoingOn


def corridors_of(corridor: Corridor | None) -> list[Corridor]:
    if corridor is None:
        return list(Corridor.objects.open())
    return [corridor] if corridor.is_open else []


def lane(corridor: Corridor, limits: Limits) -> Lane:
    asked = {name: value for name, value in asdict(limits).items() if value is not None}
    return Lane(
        **{
            "corridor": corridor.pk,
            "budget": corridor.budget,
            "company_cap": corridor.company_cap,
            "minimum_probability": corridor.minimum_probability,
            "cool_off_days": corridor.cool_off_days,
        }
        | asked
    )


@transaction.atomic
def prepare(run_id: int) -> None:
    """Embed what is new, write down every statement the run reads, and cut the market into shards."""
    run = Run.objects.select_for_update().get(pk=run_id)
    if not RUN.allows(run, "prepare"):
        return
    with run.timed("reading"):
        if not run.is_replay:
            run.statements = market.snapshot(Company.objects.published())
        keep_record(run)
    with run.timed("cutting"):
        thai, japanese = firms_by_country(run)
        if not run.is_replay and not has_two_sides(run, thai, japanese):
            thai, japanese = [], []
        shards = RunShard.objects.bulk_create(
            RunShard(run=run, number=number, companies=block)
            for number, block in enumerate(blocks(thai, len(japanese)), start=1)
        )
    run.shards_total = len(shards)
    run.counts = {"thai": len(thai), "japanese": len(japanese), "pairs": len(thai) * len(japanese)}
    RUN.arrive(run, "prepare")
    run.save()
    for shard in shards:
        enqueue(SCORE_SHARD, {"run": run.pk, "shard": shard.pk}, key=f"shard:{shard.pk}")
    if not shards:
        all_scored(run)


def keep_record(run: Run) -> None:
    """What scoring reads of the firms, as it is now, or as it was in the run that is replayed."""
    if run.replay_of is not None:
        firms = run.replay_of.record.firms
    else:
        firms = market.facts_of({company for _key, company, *_rest in run.statements})
    RunRecord.objects.create(run=run, firms=firms, words=list(Capability.objects.state_of_words()))


def has_two_sides(run: Run, thai: list[int], japanese: list[int]) -> bool:
    """Whether one of the run's corridors has a firm on each side; without, there is nothing to compare."""
    map_ = CorridorMap([*thai, *japanese])
    return any(
        any(map_.is_served(firm, Country.THAILAND, [lane["corridor"]]) for firm in thai)
        and any(map_.is_served(firm, Country.JAPAN, [lane["corridor"]]) for firm in japanese)
        for lane in run.parameters["corridors"]
    )


def firms_by_country(run: Run) -> tuple[list[int], list[int]]:
    ids = {company for _key, company, *_rest in run.statements}
    # The engine's order, that of ids as text, so that a block of firms is a stretch of the market.
    firms = sorted(Company.objects.filter(pk__in=ids).values_list("pk", "country"), key=lambda f: str(f[0]))
    thai = [pk for pk, country in firms if country == Country.THAILAND]
    japanese = [pk for pk, country in firms if country == Country.JAPAN]
    return thai, japanese


def blocks(thai: list[int], japanese: int) -> Iterator[list[int]]:
    """Consecutive Thai firms; nothing to compare with gives no block."""
    if not thai or not japanese:
        return
    size = max(1, min(PAIRS_A_SHARD // japanese, -(-len(thai) // LEAST_SHARDS)))
    for first in range(0, len(thai), size):
        yield thai[first : first + size]


@transaction.atomic
def score_shard(shard_id: int) -> None:
    """Score a block of Thai firms against all Japanese ones; its pairs and its mark are one transaction."""
    shard = RunShard.objects.select_related("run").defer("run__statements", "run__report").get(pk=shard_id)
    if shard.done_at or shard.run.state != RunState.SCORING:
        return
    started = time.monotonic()
    weights = market.weights_of(shard.run.weights_version)
    pairs = market.score_firms(run_market.of_run(shard.run), weights, shard.companies)
    # No corridor proposes what is less likely, and the lists of the better ones do not hang on it.
    least = min(lane["minimum_probability"] for lane in shard.run.parameters["corridors"])
    shard.found = scored.packed(pairs[np.flatnonzero(pairs.p_both >= least)])
    seconds = round(time.monotonic() - started, 3)
    # Cancelling and the other shards wait for this row: what is read now stays true until the commit.
    run = locked(shard.run_id)
    if run.state != RunState.SCORING:
        return
    shard.pairs = len(shard.companies) * run.counts["japanese"]
    shard.seconds, shard.done_at = seconds, timezone.now()
    shard.save()
    if not run.shards.filter(done_at=None).exists():
        all_scored(run)


def locked(run_id: int) -> Run:
    """Without what only some steps read: the statements of a whole market are tens of megabytes."""
    return Run.objects.select_for_update().defer("statements", "report").get(pk=run_id)


def all_scored(run: Run) -> None:
    RUN.arrive(run, "assign")
    run.timings["scoring"] = round(sum(run.shards.values_list("seconds", flat=True)), 3)
    run.save(update_fields=["state", "timings"])
    enqueue(FINISH, {"run": run.pk}, key=f"run:{run.pk}")


@transaction.atomic
def finish(run_id: int) -> None:
    """Choose and propose, corridor by corridor, and put the result on record."""
    run = locked(run_id)
    if not RUN.allows(run, "finish"):
        return
    lanes = [Lane(**stored) for stored in run.parameters["corridors"]]
    run.counts |= selection.choose_for(run, lanes, previous(run))
    if run.replay_of is not None:
        run.counts["replay"] = compare_with_original(run, run.replay_of)
    RUN.arrive(run, "finish")
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "counts", "timings", "report", "finished_at"])
    forget_pairs(run)
    if not run.is_simulation:
        suggestions.ask_for_all()


def forget_pairs(run: Run) -> None:
    run.shards.update(found=None)
    run_market.forget(run)


def compare_with_original(run: Run, original: Run) -> dict[str, Any]:
    """How far a replay gave the same answer, and what may explain a difference."""
    now, then = (
        {row.firms: round(row.p_both, 4) for row in each.outcomes.chosen()} for each in (run, original)
    )
    hashes = {row[2] for row in run.statements}
    known = TextVector.objects.filter(pk__in=hashes).count()
    return {
        "is_same": now == then,
        "only_then": len(set(then) - set(now)),
        "only_now": len(set(now) - set(then)),
        "absent": len(hashes) - known,
        "words_changed": run.record.words != original.record.words,
        "engine_changed": run.engine_version != original.engine_version,
    }


@transaction.atomic
def cancel(run: Run, *, by: User) -> Run:
    """Stop a run: what it scored is dropped, and a job of it that still waits finds nothing to do."""
    run = RUN.lock(run, "cancel")
    return end(run, "cancel")


def end(run: Run, move: str, failure: str = "") -> Run:
    RUN.arrive(run, move)
    run.failure, run.finished_at = failure, timezone.now()
    run.save(update_fields=["state", "failure", "finished_at"])
    forget_pairs(run)
    return run


@transaction.atomic
def fail_stuck() -> None:
    """A run whose job gave up after its last start cannot end by itself."""
    dead = Job.objects.filter(state=JobState.DEAD, kind__in=[PREPARE, SCORE_SHARD, FINISH])
    for job in dead.filter(
        payload__run__in=list(Run.objects.running().values_list("pk", flat=True))
    ).order_by("pk"):
        run = locked(job.payload["run"])
        if RUN.allows(run, "fail"):
            end(run, "fail", job.last_error)


def previous(run: Run) -> Run | None:
    """The last finished run of the same corridor before this one, to compare with; a replay's original."""
    if run.replay_of is not None:
        return Run.objects.light().get(pk=run.replay_of_id)
    earlier = Run.objects.light().finished().original().filter(corridor=run.corridor_id, pk__lt=run.pk)
    return earlier.order_by("-pk").first()
