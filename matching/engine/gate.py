"""Whether learnt weights may take the place of those in use: judged on decisions neither was shown to."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np

from matching.engine.accept import FEATURES, Weights, chances
from matching.engine.calibration import Measures, Numbers, losses, mean, measure, reliability
from matching.engine.learn import Decision

Verdict = Literal["better", "not_better", "worse_for_group", "too_few"]
# Newest share of the decisions of firms that the fit does not see.
HELD_OUT = 0.25
LEAST_LEARNT, LEAST_HELD_OUT, LEAST_OF_EACH = 100, 50, 10
# A group with fewer held-out decisions is shown but not judged: its mean would be mostly chance.
LEAST_IN_GROUP = 20
# A group may lose this much log loss (nats), or one standard error of its own difference where that is more.
GROUP_TOLERANCE = 0.01


@dataclass(frozen=True)
class GroupRow:
    """Log loss of one group before and after; `worse` only where there are enough to judge."""

    kind: str
    code: str
    count: int
    before: float
    after: float
    judged: bool
    worse: bool


@dataclass(frozen=True)
class Comparison:
    verdict: Verdict
    learnt: int
    before: Measures
    after: Measures
    standard_error: float
    groups: tuple[GroupRow, ...]
    bins_before: tuple[Mapping[str, float], ...]
    bins_after: tuple[Mapping[str, float], ...]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def split(decisions: Sequence[Decision]) -> tuple[list[Decision], list[Decision]]:
    """(older, newest): the newest quarter of the firms' own decisions is held out.

    Desk decisions of that time are left out of both: they would tell the fit about the same pairs.
    """
    ages = sorted(decision.age_days for decision in decisions if not decision.by_desk)
    held = int(len(ages) * HELD_OUT)
    if not held:
        return list(decisions), []
    line = ages[held - 1]
    older = [decision for decision in decisions if decision.age_days > line]
    return older, [d for d in decisions if d.age_days <= line and not d.by_desk]


def compare(in_use: Weights, candidate: Weights, held_out: Sequence[Decision], *, learnt: int) -> Comparison:
    """`learnt`: how many decisions the candidate was fitted to."""
    y = np.array([float(decision.said_yes) for decision in held_out])
    w = np.array([decision.weight for decision in held_out])
    before, after = chances_of(held_out, in_use), chances_of(held_out, candidate)
    gain = losses(before, y) - losses(after, y)
    error = standard_error(gain, w)
    groups = group_rows(held_out, losses(before, y), losses(after, y), w)
    return Comparison(
        verdict=judge(y, w, gain, error, groups, learnt),
        learnt=learnt,
        before=measure(before, y, w),
        after=measure(after, y, w),
        standard_error=error,
        groups=groups,
        bins_before=tuple(asdict(one) for one in reliability(before, y, w)),
        bins_after=tuple(asdict(one) for one in reliability(after, y, w)),
    )


def chances_of(decisions: Sequence[Decision], weights: Weights) -> Numbers:
    if not decisions:
        return np.zeros(0)
    shown = {
        name: np.array([decision.features.get(name, 0.0) for decision in decisions], np.float64)
        for name in FEATURES
    }
    return np.asarray(chances(shown, weights), np.float64)  # type: ignore[arg-type]


def standard_error(values: Numbers, w: Numbers) -> float:
    """Of the weighted mean of `values`; 0 for fewer than two."""
    if len(values) < 2:
        return 0.0
    distance = values - mean(values, w)
    return float(np.sqrt(w**2 @ distance**2) / w.sum())


def judge(
    y: Numbers, w: Numbers, gain: Numbers, error: float, groups: Sequence[GroupRow], learnt: int
) -> Verdict:
    """Better means: the mean gain is more than its standard error, and no judged group is worse."""
    rarer = min(int(y.sum()), len(y) - int(y.sum()))
    if learnt < LEAST_LEARNT or len(y) < LEAST_HELD_OUT or rarer < LEAST_OF_EACH:
        return "too_few"
    if mean(gain, w) <= error:
        return "not_better"
    return "worse_for_group" if any(row.worse for row in groups) else "better"


def group_rows(
    held_out: Sequence[Decision], before: Numbers, after: Numbers, w: Numbers
) -> tuple[GroupRow, ...]:
    """Every language pair, size and region among the held-out decisions, by kind and code."""
    members: dict[tuple[str, str], list[int]] = {}
    for place, decision in enumerate(held_out):
        for kind, code in decision.groups.items():
            members.setdefault((kind, code), []).append(place)
    return tuple(
        group_row(kind, code, before[places], after[places], w[places])
        for (kind, code), places in sorted(members.items())
    )


def group_row(kind: str, code: str, before: Numbers, after: Numbers, w: Numbers) -> GroupRow:
    loss = mean(after - before, w)
    is_judged = len(w) >= LEAST_IN_GROUP
    worse = is_judged and loss > max(GROUP_TOLERANCE, standard_error(after - before, w))
    return GroupRow(kind, code, len(w), mean(before, w), mean(after, w), is_judged, worse)
