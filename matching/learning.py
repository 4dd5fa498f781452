"""Learning anew: ask, fit the older decisions, compare on the newest, and leave a version to be judged.

Nothing here goes live: that is `weights.promote`, by staff, and only for a version found better.
"""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from matching import decisions, market
from matching.engine.accept import PRIOR
from matching.engine.gate import compare, split
from matching.engine.learn import refit as learn
from matching.enums import DecisionOrigin, RefitState, WeightsMove, WeightsOrigin
from matching.models import Refit, SideDecision, WeightsEvent, WeightsVersion
from matching.querysets import SideDecisionQuerySet
from outbox.enums import JobState
from outbox.models import Job
from outbox.queue import enqueue

REFIT = "matching.refit_weights"


class RefitRefused(Exception):
    """Why nothing is learnt now, in the reader's language."""

    sentence: str | Promise


class RefitGoingOn(RefitRefused):
    sentence = _("Learning is going on already.")


class NothingNew(RefitRefused):
    sentence = _("No decision was recorded since the last time, so there is nothing new to learn.")


def learnt_from(origin: str) -> SideDecisionQuerySet:
    """The decisions a refit of this origin reads, and no others."""
    if origin == DecisionOrigin.REAL:
        return SideDecision.objects.real()
    return SideDecision.objects.simulated()


@transaction.atomic
def ask(*, by: User | None, origin: DecisionOrigin = DecisionOrigin.REAL) -> Refit:
    """Write down the wish and its job. Raises RefitRefused."""
    if not something_new(origin):
        raise NothingNew
    try:
        with transaction.atomic():
            refit = Refit.objects.create(origin=origin, asked_by=by)
    except IntegrityError:
        raise RefitGoingOn from None
    enqueue(REFIT, {"refit": refit.pk}, key=f"refit:{refit.pk}")
    return refit


def something_new(origin: str) -> bool:
    last = Refit.objects.filter(origin=origin, state=RefitState.DONE).first()
    rows = learnt_from(origin)
    return (
        rows.filter(pk__gt=last.version.report["last_decision"]).exists()
        if last and last.version
        else rows.exists()
    )


@transaction.atomic
def run(refit_id: int) -> None:
    """Fit and compare; a job delivered twice finds nothing to do."""
    refit = Refit.objects.select_for_update().get(pk=refit_id)
    if not refit.is_waiting:
        return
    refit.version = learn_version(refit)
    refit.state, refit.finished_at = RefitState.DONE, timezone.now()
    refit.save()
    WeightsEvent.objects.create(version=refit.version, move=WeightsMove.LEARNT, by=refit.asked_by)


def learn_version(refit: Refit) -> WeightsVersion:
    now, rows = timezone.now(), learnt_from(refit.origin)
    live = WeightsVersion.objects.live().first()
    in_use = market.live_weights() if live else PRIOR
    older, newest = split(decisions.as_learnt(rows, now))
    weights, posterior = learn(older, name_of(refit, now))
    comparison = compare(in_use, weights, newest, learnt=len(older))
    is_real = refit.origin == DecisionOrigin.REAL
    return WeightsVersion.objects.create(
        version=weights.version,
        origin=WeightsOrigin.DECISIONS if is_real else WeightsOrigin.SIMULATED,
        coefficients=weights.as_json(),
        deviations={name: round(value, 4) for name, value in posterior.deviations.items()},
        verdict=comparison.verdict,
        compared_with=live,
        report={
            **comparison.as_json(),
            "counts": counts_of(rows),
            "last_decision": rows.order_by("-pk").values_list("pk", flat=True).first(),
            "steps": posterior.steps,
        },
    )


def name_of(refit: Refit, now: datetime.datetime) -> str:
    kind = "learnt" if refit.origin == DecisionOrigin.REAL else "simulated"
    return f"{kind}-{now:%Y%m%d}-{refit.pk}"


def counts_of(rows: SideDecisionQuerySet) -> dict[str, dict[str, int]]:
    """By source: how many yes and how many no."""
    counts: dict[str, dict[str, int]] = {}
    counted = rows.order_by().values_list("source", "said_yes").annotate(number=Count("pk"))
    for source, said_yes, number in counted:
        counts.setdefault(source, {"yes": 0, "no": 0})["yes" if said_yes else "no"] = number
    return counts


@transaction.atomic
def fail_stuck() -> None:
    """A refit whose job gave up after its last start cannot end by itself."""
    waiting = list(Refit.objects.filter(state=RefitState.WAITING).values_list("pk", flat=True))
    dead = Job.objects.filter(kind=REFIT, state=JobState.DEAD, payload__refit__in=waiting)
    for job in dead.order_by("pk"):
        refit = Refit.objects.select_for_update().get(pk=job.payload["refit"])
        refit.state, refit.failure, refit.finished_at = RefitState.FAILED, job.last_error, timezone.now()
        refit.save()
