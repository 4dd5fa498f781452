"""Things by name in three languages: products, machines, materials and tasks, finer than the capability tree."""

import csv
from functools import lru_cache
from pathlib import Path

from matching.engine.roles import weights
from matching.engine.text import normalise
from matching.engine.types import LANGUAGES, CapabilityRow
from matching.engine.words import Words

FILE = Path(__file__).with_name("glossary.csv")
MOST_THINGS = 6
# What a text is about stands at its beginning.
LONGEST = 2000

Things = tuple[tuple[str, float], ...]


@lru_cache(maxsize=1)
def glossary() -> dict[str, CapabilityRow]:
    """By slug, in the order of the file; two things share no word."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["slug"]: read_row(row) for row in csv.DictReader(file)}


def read_row(row: dict[str, str]) -> CapabilityRow:
    names = {lang: row[f"name_{lang}"] for lang in LANGUAGES}
    synonyms = {lang: tuple(filter(None, row[f"synonyms_{lang}"].split("|"))) for lang in LANGUAGES}
    return CapabilityRow(row["slug"], None, names, synonyms)


@lru_cache(maxsize=1)
def words_of_things() -> Words:
    return Words.of(list(glossary().values()))


@lru_cache(maxsize=200_000)
def read_things(text: str) -> Things:
    """(slug, weight in (0, 1]) of at most six things a text names, weightiest first.

    What something is for weighs less than the thing itself; what a text rules out is absent.
    """
    text = normalise(text)[:LONGEST]
    hits = words_of_things().find(text)
    found: dict[str, float] = {}
    for hit, weight in zip(hits, weights(text, hits), strict=True):
        for slug in hit.slugs:
            found[slug] = max(found.get(slug, 0.0), weight)
    named = [(slug, weight) for slug, weight in found.items() if weight > 0]
    return tuple(sorted(named, key=lambda thing: -thing[1])[:MOST_THINGS])
