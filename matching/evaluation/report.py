"""Figures of one scorer over the labelled needs, overall and per pair of languages."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import fmean

import numpy as np

from matching.engine.metrics import ndcg, recall, reciprocal_rank
from matching.engine.types import Company
from matching.evaluation.files import Qrels
from matching.evaluation.scorers import PAIRINGS, Bench, Scorer

MEASURES = ("nDCG@10", "Recall@10", "MRR")
Figures = dict[str, float]


def evaluate(bench: Bench, scorer: Scorer, qrels: Qrels) -> dict[str, Figures]:
    """By group ("all", then need language > offer language): each measure's mean and the number of needs."""
    rows: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for seekers, givers in PAIRINGS:
        scores = scorer(bench, seekers, givers)
        firms = bench.market.companies[givers]
        for need, values in zip(bench.market.groups[seekers, "need"].statements, scores, strict=True):
            grades = {firm.id: qrels.get(need.id, {}).get(firm.id, 0.0) for firm in firms}
            relevant = [grade for grade in grades.values() if grade > 0]
            if not relevant:
                continue
            order = np.argsort(-values, kind="stable")
            ranked = [grades[firms[number].id] for number in order]
            figures = (ndcg(ranked, relevant), recall(ranked, len(relevant)), reciprocal_rank(ranked))
            rows["all"].append(figures)
            rows[f"{need.lang} > {language_of(firms)}"].append(figures)
    return {
        group: dict(zip(MEASURES, map(fmean, zip(*figures, strict=True)), strict=True))
        | {"needs": len(figures)}
        for group, figures in sorted(rows.items())
    }


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
