"""Firms whose name is typed, in whichever script: by spelling, and by the consonants heard."""

import re

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction

from companies.models import Company
from companies.name_keys import name_key
from companies.search.readings import Reading
from companies.search.shelf import Shelf
from companies.search.sounds import sounds_typed

SHORTEST_KEY = 2
# Signs that the index looks up; for fewer it would be read through from end to end.
A_TRIGRAM = 3
# Of the trigrams typed, the share found in a name. One wrong sign of four spoils half of them.
# A known trade is less likely a misspelt name.
ALIKE, ALIKE_TO_TRADE, ALIKE_IN_SIGNS = "0.5", "0.6", "0.42"
SIGNS = re.compile(r"[\u3400-\u9fff\u0e00-\u0e7f]")
# Consonants alone say less: they count from here on.
SOUNDS_ALIKE = 0.62
IN_THE_MIDDLE = 0.85
MOST = 100


def spelt(query: str, reading: Reading, shelf: Shelf) -> dict[int, float]:
    """Firm -> likeness in (0, 1] of the query to a part of its name."""
    key = name_key(query)
    if len(key) < SHORTEST_KEY:
        return {}
    least = ALIKE if reading.is_guessed or not reading.capabilities else ALIKE_TO_TRADE
    least = ALIKE_IN_SIGNS if SIGNS.search(key) else least
    if len(key) < A_TRIGRAM:
        return dict.fromkeys(shelf.spelt_with(key), 1.0)
    return {pk: 1.0 if key in names else like for pk, names, like in most_alike("name_key", key, least)}


def heard(query: str) -> dict[int, float]:
    """Firm -> how sure, in (0, 1], the query's consonants are those of its name."""
    found: dict[int, float] = {}
    for sound in sounds_typed(query):
        for pk, names, like in most_alike("name_sound", sound, str(SOUNDS_ALIKE)):
            # A sound in the middle of a name is more often chance.
            at_start = any(name.startswith(sound[:2]) for name in names.split("\n"))
            sure = (like - SOUNDS_ALIKE) / (1 - SOUNDS_ALIKE) * (1.0 if at_start else IN_THE_MIDDLE)
            found[pk] = max(found.get(pk, 0.0), sure)
    return {pk: sure for pk, sure in found.items() if sure > 0}


@transaction.atomic
def most_alike(column: str, key: str, least: str) -> list[tuple[int, str, float]]:
    """Firm, its names in that column, and word similarity to the key; reads that column's trigram index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [least])
    firms = Company.objects.published()
    similar = firms.filter(**{f"{column}__trigram_word_similar": key}) | firms.filter(
        **{f"{column}__contains": key}
    )
    ranked = similar.annotate(likeness=TrigramWordSimilarity(key, column)).order_by("-likeness", "pk")
    return list(ranked.values_list("pk", column, "likeness")[:MOST])
