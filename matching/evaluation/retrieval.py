"""Finding a phrase's counterpart in another language, as the engine compares texts."""

import csv
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np

from matching.engine.background import background
from matching.engine.center import centred, neighbourhood
from matching.engine.embed import Embedder
from matching.engine.fit import csls
from matching.engine.metrics import reciprocal_rank
from matching.engine.text import normalise
from matching.engine.types import LANGUAGES, Floats
from matching.evaluation.files import BadFile, lines_of

COLUMNS = ("query_lang", "query", "target_lang", "target")
MEASURES = ("Recall@1", "Recall@10", "MRR")


@dataclass(frozen=True)
class Pair:
    query_lang: str
    query: str
    target_lang: str
    target: str


Similarity = Callable[[Sequence[str], str, Sequence[str], str, Embedder], Floats]


def read_pairs(path: Path) -> list[Pair]:
    """Tab-separated with the header of COLUMNS; further columns are ignored."""
    lines = list(lines_of(path))
    rows = csv.DictReader((line for _, line in lines), delimiter="\t", quoting=csv.QUOTE_NONE)
    if missing := set(COLUMNS) - set(rows.fieldnames or ()):
        raise BadFile(f"{path}, line 1: the header lacks {', '.join(sorted(missing))}")
    found = []
    for (number, _), row in zip(lines[1:], rows, strict=True):
        cells = [(row[name] or "").strip() for name in COLUMNS]
        if not all(cells):
            raise BadFile(f"{path}, line {number}: needs {', '.join(COLUMNS)}")
        if not {cells[0], cells[2]} <= set(LANGUAGES):
            raise BadFile(f"{path}, line {number}: languages are {', '.join(LANGUAGES)}")
        found.append(Pair(*cells))
    if not found:
        raise BadFile(f"{path}: no pairs")
    return found


def as_the_engine(
    queries: Sequence[str], query_lang: str, targets: Sequence[str], target_lang: str, embedder: Embedder
) -> Floats:
    """Centred per language and side, hubs pushed down: queries as needs, targets as offers."""
    wanted = centred(embedder.embed(queries), [(query_lang, "need")] * len(queries), background())
    given = centred(embedder.embed(targets), [(target_lang, "offer")] * len(targets), background())
    return csls(wanted, neighbourhood(wanted, given), given, neighbourhood(given, wanted))


def bare_cosine(
    queries: Sequence[str], _query_lang: str, targets: Sequence[str], _target_lang: str, embedder: Embedder
) -> Floats:
    return embedder.embed(queries) @ embedder.embed(targets).T


SIMILARITIES: dict[str, Similarity] = {"bare cosine": bare_cosine, "otagai": as_the_engine}


def evaluate_pairs(
    pairs: Sequence[Pair], similarity: Similarity, embedder: Embedder
) -> dict[str, dict[str, float]]:
    """By "all", then query language > target language: each measure's mean and the number of queries."""
    targets: dict[str, dict[str, int]] = defaultdict(dict)
    by_langs: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        targets[pair.target_lang].setdefault(normalise(pair.target), len(targets[pair.target_lang]))
        by_langs[pair.query_lang, pair.target_lang].append(pair)
    ranks: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for (query_lang, target_lang), members in sorted(by_langs.items()):
        places = targets[target_lang]
        queries = list(dict.fromkeys(normalise(pair.query) for pair in members))
        scores = similarity(queries, query_lang, list(places), target_lang, embedder)
        for pair in members:
            row = scores[queries.index(normalise(pair.query))]
            rank = int(np.flatnonzero(np.argsort(-row, kind="stable") == places[normalise(pair.target)])[0])
            figures = (float(rank < 1), float(rank < 10), reciprocal_rank([0.0] * rank + [1.0]))
            ranks["all"].append(figures)
            ranks[f"{query_lang} > {target_lang}"].append(figures)
    return {
        group: dict(zip(MEASURES, map(fmean, zip(*rows, strict=True)), strict=True)) | {"queries": len(rows)}
        for group, rows in sorted(ranks.items())
    }
