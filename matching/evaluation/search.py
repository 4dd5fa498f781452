"""How well the directory's search answers labelled queries, beside trigrams alone and vectors alone."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from django.contrib.postgres.search import TrigramWordSimilarity

from companies.models import Company, Meaning
from companies.search import fold, meaning
from companies.search.changes import current_shelf
from companies.search.ranking import find, language_of
from companies.search.readings import read_as_capabilities
from matching.engine.metrics import ndcg
from matching.evaluation.files import BadFile, lines_of

COLUMNS = ("language", "kind", "half", "query", "relevant")
MEASURES = ("nDCG@10",)
Scorer = Callable[[str], Mapping[int, float]]


@dataclass(frozen=True)
class Query:
    """`grades`: firm by slug -> 2 where it is what is sought, 1 where it is near to it."""

    language: str
    kind: str
    half: str
    text: str
    grades: Mapping[str, float]

    @property
    def groups(self) -> tuple[str, ...]:
        return ("all", self.language, self.kind, f"{self.language} {self.kind}", self.half)


def read_queries(path: Path) -> list[Query]:
    """Tab-separated: language, kind, half (tune or held), query, and slug=grade by spaces."""
    lines = list(lines_of(path))
    rows = csv.DictReader((line for _number, line in lines), delimiter="\t")
    return [query_from(path, number, row) for (number, _line), row in zip(lines[1:], rows, strict=True)]


def query_from(path: Path, number: int, row: dict[str, str]) -> Query:
    try:
        pairs = [pair.split("=") for pair in row["relevant"].split()]
        grades = {slug: float(grade) for slug, grade in pairs}
        return Query(row["language"], row["kind"], row["half"], row["query"], grades)
    except (KeyError, ValueError, AttributeError) as error:
        raise BadFile(f"{path}, line {number}: needs {', '.join(COLUMNS)}, relevant as slug=grade") from error


def by_trigrams(text: str) -> dict[int, float]:
    """Likeness of the query to the most similar part of a firm's public text, names and places among it."""
    firms = Company.objects.published().annotate(like=TrigramWordSimilarity(fold(text), "search_text"))
    return dict(firms.filter(like__gt=0).values_list("pk", "like"))


def by_vectors() -> Scorer:
    """Similarity of the query to the nearest public text of a firm, all of them compared."""
    rows = list(Meaning.objects.values_list("company_id", "vector"))
    owners = [company for company, _vector in rows]
    vectors = np.array([vector for _company, vector in rows], np.float32)

    def score(text: str) -> dict[int, float]:
        found: dict[int, float] = {}
        asked = meaning.vector_of_query(fold(text), language_of(text))
        for company, likeness in zip(owners, vectors @ asked, strict=True):
            found[company] = max(found.get(company, -1.0), float(likeness))
        return found

    return score


def as_the_directory(text: str) -> dict[int, float]:
    shelf = current_shelf()
    scores = find(text, read_as_capabilities(text), shelf).scores
    return {int(shelf.keys[place]): float(scores[place]) for place in np.flatnonzero(scores)}


def scorers() -> dict[str, Scorer]:
    return {"trigrams alone": by_trigrams, "vectors alone": by_vectors(), "otagai": as_the_directory}


def read_what_the_worker_has_not() -> None:
    firms = Company.objects.published().filter(meanings=None).order_by("pk").values_list("pk", flat=True)
    keys = list(firms)
    for start in range(0, len(keys), meaning.FIRMS_A_JOB):
        meaning.read(keys[start : start + meaning.FIRMS_A_JOB])


def evaluate_search(queries: Sequence[Query]) -> dict[str, dict[str, dict[str, float | None]]]:
    """By scorer and group: mean nDCG@10 over the demonstration's firms, and the number of queries."""
    shown = dict(Company.objects.published().filter(is_demonstration=True).values_list("pk", "slug"))
    return {name: figures(ranked(queries, scorer, shown)) for name, scorer in scorers().items()}


def ranked(
    queries: Sequence[Query], scorer: Scorer, shown: Mapping[int, str]
) -> Iterator[tuple[Query, float]]:
    for query in queries:
        scores = scorer(query.text)
        order = sorted((pk for pk in scores if pk in shown), key=lambda pk: (-round(scores[pk], 4), pk))
        grades = [query.grades.get(shown[pk], 0.0) for pk in order]
        yield query, ndcg(grades, list(query.grades.values()))


def figures(answered: Iterator[tuple[Query, float]]) -> dict[str, dict[str, float | None]]:
    groups: dict[str, list[float]] = defaultdict(list)
    for query, gain in answered:
        for group in query.groups:
            groups[group].append(gain)
    return {name: {"nDCG@10": fmean(gains), "queries": len(gains)} for name, gains in groups.items()}
