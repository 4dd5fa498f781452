"""Is this firm here already? Its registration number says so for certain; its names, by likeness."""

import re
import unicodedata
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity

from companies.enums import CompanyState
from companies.models import Company
from companies.name_keys import name_key

MOST_SHOWN = 8

# From here on it is taken for the same firm unless the person says otherwise.
SAME = 0.9
DIGITS = re.compile(r"\D")
NUMBER_LENGTH = 13


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


def alike_to(firm: Company) -> list[Candidate]:
    """Other firms of its country that sound or look like it, in whatever script they are written."""
    names = [name for name in (firm.name_native, firm.name_roman, firm.name_kana) if name]
    return [hit for hit in candidates(*names, country=firm.country) if hit.company.pk != firm.pk]


def alike(firms, key: str) -> list[Candidate]:
    similar = firms.filter(name_key__trigram_word_similar=key) | firms.filter(name_key__contains=key)
    ranked = similar.annotate(likeness=TrigramWordSimilarity(key, "name_key")).order_by("-likeness", "pk")
    return [Candidate(firm, likeness_of(firm, key)) for firm in ranked[: 2 * MOST_SHOWN]]


def likeness_of(firm: Company, key: str) -> float:
    if key in firm.name_key.split("\n"):
        return 1.0
    return min(round(float(firm.likeness), 4), 0.99)  # type: ignore[attr-defined]
