"""Is this firm here already? Its registration number says so for certain; its names, by likeness."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection

from companies.enums import CompanyState
from companies.models import Company
from companies.models.company import HEAVY
from companies.name_keys import name_key

MOST_SHOWN = 8

# From here on it is taken for the same firm unless the person says otherwise.
SAME = 0.9
DIGITS = re.compile(r"\D")
NUMBER_LENGTH = 13
LIKE_SIGNS = re.compile(r"[\\%_]")


@dataclass(frozen=True)
class Candidate:
    """A firm that may be the one sought; `likeness` in [0, 1], 1 with `is_certain` for its number."""

    company: Company
    likeness: float
    is_certain: bool = False


def number_in(text: str) -> str:
    """The 13 digits of a registration number, or nothing."""
    digits = DIGITS.sub("", unicodedata.normalize("NFKC", text))
    return digits if len(digits) == NUMBER_LENGTH and digits.isascii() else ""


def candidates(*typed: str, country: str = "") -> list[Candidate]:
    """Firms a typed number or name may mean, the certain one first, then the most alike."""
    firms = Company.objects.exclude(state=CompanyState.ARCHIVED).select_related("location")
    if country:
        firms = firms.filter(country=country)
    found: dict[int, Candidate] = {}
    for text in typed:
        if number := number_in(text):
            certain = [Candidate(firm, 1.0, True) for firm in firms.filter(registration_number=number)]
            found |= {hit.company.pk: hit for hit in certain}
        elif len(key := name_key(text)) > 1:
            for hit in alike(firms, key):
                known = found.get(hit.company.pk)
                if known is None or hit.likeness > known.likeness:
                    found[hit.company.pk] = hit
    best_first = sorted(found.values(), key=lambda hit: (-hit.is_certain, -hit.likeness, hit.company.pk))
    return best_first[:MOST_SHOWN]


def alike_to_each(firms: Sequence[Company]) -> dict[int, list[Candidate]]:
    """Firm -> other firms of its country that sound or look like it, in whatever script they are written.

    Two queries for any number of firms.
    """
    likeness: dict[int, dict[int, float]] = {firm.pk: {} for firm in firms}
    for pk, other, like in most_alike([(firm, key) for firm in firms for key in keys_of(firm)]):
        likeness[pk][other] = max(like, likeness[pk].get(other, 0.0))
    best = {pk: first_of(found) for pk, found in likeness.items()}
    others = Company.objects.select_related("location").defer(*HEAVY).in_bulk(set().union(*best.values()))
    return {
        pk: [Candidate(others[other], likeness[pk][other]) for other in found if other != pk]
        for pk, found in best.items()
    }


def first_of(likeness: Mapping[int, float]) -> list[int]:
    return sorted(likeness, key=lambda pk: (-likeness[pk], pk))[:MOST_SHOWN]


def keys_of(firm: Company) -> list[str]:
    keys = (name_key(name) for name in (firm.name_native, firm.name_roman, firm.name_kana) if name)
    return [key for key in dict.fromkeys(keys) if len(key) > 1]


MOST_ALIKE = """
SELECT asked.firm, found.id, asked.key, found.name_key, found.likeness
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS asked (firm, country, key, part)
CROSS JOIN LATERAL (
    SELECT id, name_key, word_similarity(asked.key, name_key) AS likeness FROM companies_company
    WHERE (name_key %%> asked.key OR name_key LIKE asked.part)
        AND state <> 'archived' AND country = asked.country
    ORDER BY likeness DESC, id LIMIT %s
) AS found"""


def most_alike(asked: Sequence[tuple[Company, str]]) -> list[tuple[int, int, float]]:
    """Firm, another that one of its keys is like, and how much."""
    if not asked:
        return []
    parts = ["%" + LIKE_SIGNS.sub(r"\\\g<0>", key) + "%" for _firm, key in asked]
    columns: list[list[Any]] = [
        [firm.pk for firm, _key in asked],
        [firm.country for firm, _key in asked],
        [key for _firm, key in asked],
        parts,
    ]
    with connection.cursor() as cursor:
        cursor.execute(MOST_ALIKE, [*columns, 2 * MOST_SHOWN])
        return [
            (firm, other, likeness_of(key, names, like))
            for firm, other, key, names, like in cursor.fetchall()
        ]


def alike(firms, key: str) -> list[Candidate]:
    similar = firms.filter(name_key__trigram_word_similar=key) | firms.filter(name_key__contains=key)
    ranked = similar.annotate(likeness=TrigramWordSimilarity(key, "name_key")).order_by("-likeness", "pk")
    return [
        Candidate(firm, likeness_of(key, firm.name_key, firm.likeness)) for firm in ranked[: 2 * MOST_SHOWN]
    ]


def likeness_of(key: str, names: str, likeness: float) -> float:
    """In [0, 1], and 1 only where a name is the same."""
    return 1.0 if key in names.split("\n") else min(round(float(likeness), 4), 0.99)
