"""Figures of one scorer over the labelled needs, overall and per pair of languages."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from matching.engine.metrics import first_is_right, ndcg, recall, reciprocal_rank, separation
from matching.engine.types import Company
from matching.evaluation.files import Qrels
from matching.evaluation.scorers import PAIRINGS, Bench, Scorer

MEASURES = ("nDCG@10", "Recall@10", "MRR", "P@1", "abstention AUC")
# A partner of this grade is one; below it a firm is at best near.
PARTNER = 2.0
Figures = dict[str, float | None]


@dataclass(frozen=True)
class Answer:
    """One need's ranking: the grades of all firms in ranked order, and the score of the first."""

    group: str
    grades: Sequence[float]
    top: float

    @property
    def has_partner(self) -> bool:
        return max(self.grades, default=0.0) >= PARTNER


def evaluate(bench: Bench, scorer: Scorer, qrels: Qrels, *, all_judged: bool = True) -> dict[str, Figures]:
    """By group ("all", then need language > offer language): each measure's mean and the number of needs.

    Needs without any graded firm count for abstention only, and not even there unless `all_judged`.
    """
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers(bench, scorer, qrels):
        groups["all"].append(answer)
        groups[answer.group].append(answer)
    return {
        name: figures(found, all_judged=all_judged)
        for name, found in sorted(groups.items())
        if any(any(answer.grades) for answer in found)
    }


def answers(bench: Bench, scorer: Scorer, qrels: Qrels) -> Iterator[Answer]:
    for seekers, givers in PAIRINGS:
        firms = bench.market.companies[givers]
        if not firms:
            continue
        scores = scorer(bench, seekers, givers)
        language = language_of(firms)
        for need, values in zip(bench.market.groups[seekers, "need"].statements, scores, strict=True):
            graded = qrels.get(need.id, {})
            order = np.argsort(-values, kind="stable")
            grades = [graded.get(firms[number].id, 0.0) for number in order]
            yield Answer(f"{need.lang} > {language}", grades, float(values[order[0]]))


def figures(found: Sequence[Answer], *, all_judged: bool) -> Figures:
    graded = [answer for answer in found if any(answer.grades)]
    partnered = [answer for answer in graded if answer.has_partner]
    alone = [answer for answer in found if not answer.has_partner]
    apart = separation([a.top for a in partnered], [a.top for a in alone]) if all_judged else math.nan
    means = (
        fmean(ndcg(a.grades, [grade for grade in a.grades if grade > 0]) for a in graded),
        fmean(recall(a.grades, sum(grade > 0 for grade in a.grades)) for a in graded),
        fmean(reciprocal_rank(a.grades) for a in graded),
        fmean(first_is_right(a.grades, PARTNER) for a in partnered) if partnered else math.nan,
        apart,
    )
    known = {name: None if math.isnan(value) else value for name, value in zip(MEASURES, means, strict=True)}
    return known | {"needs": len(graded)}


def language_of(firms: tuple[Company, ...]) -> str:
    """The language most offers of these firms are written in."""
    langs = [offer.lang for firm in firms for offer in firm.offers]
    return max(sorted(set(langs)), key=langs.count, default="?")


def scored_pairs(bench: Bench, scorer: Scorer) -> Iterator[tuple[str, str, float]]:
    """need_id, offer_company_id, score for every need and firm of the other country."""
    for seekers, givers in PAIRINGS:
        scores = scorer(bench, seekers, givers)
        for need, values in zip(bench.market.groups[seekers, "need"].statements, scores, strict=True):
            for firm, value in zip(bench.market.companies[givers], values, strict=True):
                yield need.id, firm.id, round(float(value), 4)
