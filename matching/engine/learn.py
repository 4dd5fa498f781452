"""Weights refitted from decisions: Bayesian logistic regression that starts from the expert's prior.

The best coefficients b minimise, over decisions i with features x, answer y in {0, 1} and weight w,

    sum_i w_i (log(1 + exp(x_i b)) - y_i x_i b) + 1/2 sum_k ((b_k - m_k) / s_k)^2

where m is the prior's coefficient and s how far the expert would be surprised to see it move. The posterior is
taken as normal around the best b with the inverse of the curvature there (Laplace; Bishop 2006, section 4.5).
The function is strictly convex, so Newton's method with a line search finds its one minimum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.engine.accept import FEATURES, PRIOR, Weights
from matching.engine.calibration import Numbers

BASE, BY_DESK = "base", "decided_by_desk"
# A desk approves more or less readily than firms accept: one column takes that up, and no chance shown uses it.
COLUMNS = (BASE, *FEATURES, BY_DESK)
# In logits. The usual rate and the worth of a fit are the least known; the small ones an expert knows within 0.5.
DEVIATIONS: Mapping[str, float] = {
    **dict.fromkeys(FEATURES, 0.5),
    BASE: 1.0,
    "own_need_met": 1.0,
    "can_serve": 1.0,
    BY_DESK: 1.5,
}
# A decision of a year ago counts half of one of today.
HALF_LIFE_DAYS = 365.0
MOST_STEPS = 100
TOLERANCE = 1e-12


@dataclass(frozen=True)
class Decision:
    """One side's recorded yes or no, with the features it was shown.

    `weight` is what its source counts for, `age_days` how long ago it was; `groups` names the language pair,
    size and region it belongs to, for the comparison of versions.
    """

    features: Mapping[str, float]
    said_yes: bool
    by_desk: bool = False
    weight: float = 1.0
    age_days: float = 0.0
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Posterior:
    """Mean (k,) and covariance (k, k) of the coefficients in the order of COLUMNS."""

    mean: Numbers
    covariance: Numbers
    steps: int

    @property
    def deviations(self) -> dict[str, float]:
        return dict(zip(COLUMNS, np.sqrt(np.diag(self.covariance)).tolist(), strict=True))


@dataclass(frozen=True)
class Sample:
    """Decisions as arrays: rows (n, k), answers (n,), weights (n,)."""

    rows: Numbers
    answers: Numbers
    weights: Numbers


def prior_mean() -> Numbers:
    return np.array([PRIOR.base, *(PRIOR.coefficients[name] for name in FEATURES), 0.0])


def sample_of(decisions: Sequence[Decision]) -> Sample:
    """A feature that was unknown when the decision was made counts as nothing.

    Rows are put in one order, so that sums do not hang on the order of decisions.
    """
    rows = np.array([row_of(decision) for decision in decisions]).reshape(len(decisions), len(COLUMNS))
    answers = np.array([float(decision.said_yes) for decision in decisions])
    weights = np.array(
        [decision.weight * 0.5 ** (decision.age_days / HALF_LIFE_DAYS) for decision in decisions]
    )
    order = np.lexsort((weights, answers, *rows.T))
    return Sample(rows[order], answers[order], weights[order])


def row_of(decision: Decision) -> list[float]:
    shown = [float(decision.features.get(name, 0.0)) for name in FEATURES]
    return [1.0, *shown, float(decision.by_desk)]


def objective(sample: Sample, b: Numbers) -> float:
    """The function above: the negative logarithm of the posterior, but for a constant."""
    logits = sample.rows @ b
    likelihood = sample.weights @ (np.logaddexp(0, logits) - sample.answers * logits)
    return float(likelihood + 0.5 * ((b - prior_mean()) ** 2) @ prior_precision())


def prior_precision() -> Numbers:
    return np.array([DEVIATIONS[name] ** -2 for name in COLUMNS])


def gradient_and_curvature(sample: Sample, b: Numbers) -> tuple[Numbers, Numbers]:
    """First (k,) and second (k, k) derivative of the objective."""
    p = 1 / (1 + np.exp(-sample.rows @ b))
    precision = prior_precision()
    gradient = sample.rows.T @ (sample.weights * (p - sample.answers)) + precision * (b - prior_mean())
    spread = sample.weights * p * (1 - p)
    return gradient, (sample.rows * spread[:, None]).T @ sample.rows + np.diag(precision)


def fit(sample: Sample) -> Posterior:
    """Newton steps from the prior until one would gain nothing. Raises ArithmeticError if that never comes."""
    b: Numbers = prior_mean()
    for steps in range(MOST_STEPS):
        gradient, curvature = gradient_and_curvature(sample, b)
        step = np.asarray(np.linalg.solve(curvature, gradient), np.float64)
        if gradient @ step < TOLERANCE:
            return Posterior(b, np.asarray(np.linalg.inv(curvature), np.float64), steps)
        b = b - line_search(sample, b, step, float(gradient @ step)) * step
    raise ArithmeticError(f"no minimum after {MOST_STEPS} steps")


def line_search(sample: Sample, b: Numbers, step: Numbers, slope: float) -> float:
    """The longest of 1, 1/2, 1/4 … of `step` that gains at least a tenth of what its slope promises."""
    start, length = objective(sample, b), 1.0
    while length > 1e-9 and objective(sample, b - length * step) > start - 0.1 * length * slope + 1e-12:
        length /= 2
    return length


def weights_from(posterior: Posterior, version: str, decisions: int) -> Weights:
    """What goes on to score pairs: without the desk's column, four decimals."""
    found = dict(zip(COLUMNS, np.round(posterior.mean, 4).tolist(), strict=True))
    return Weights(version, found[BASE], {name: found[name] for name in FEATURES}, decisions)


def refit(decisions: Sequence[Decision], version: str) -> tuple[Weights, Posterior]:
    posterior = fit(sample_of(decisions))
    return weights_from(posterior, version, len(decisions)), posterior
