"""What texts mean, whatever language they are in: written by a job, asked for by every search.

The encoder belongs to the engine, which this app may not import; `matching` fills `ENCODERS` when it starts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray
from pgvector.django import MaxInnerProduct

from companies.models import Company, Meaning, Need, Offer
from outbox.queue import enqueue

READ = "companies.read_meaning"
FIRMS_A_JOB = 40
# Texts a query is compared with closely; the index finds no more than it is told to look through.
NEAREST = 200
KEPT_QUERIES = 512
Floats = NDArray[np.float32]


class Encoder(Protocol):
    """Texts to (n, 512) unit rows in which languages and sides lie together."""

    def encode(self, texts: Sequence[tuple[str, str, str]]) -> Floats:
        """Each text with its language and its side: offer, need, or profile for a firm or a query."""
        ...


ENCODERS: list[Encoder] = []


def register_encoder(encoder: Encoder) -> None:
    """The one encoder of this process; a later one takes its place."""
    ENCODERS[:] = [encoder]
    vector_of_query.cache_clear()


@lru_cache(maxsize=KEPT_QUERIES)
def vector_of_query(folded: str, language: str) -> Floats:
    return ENCODERS[0].encode([(folded, language, "profile")])[0]


@dataclass
class Near:
    """How near a firm's nearest text is, in [-1, 1], and which statement it was (none for its profile)."""

    similarity: float
    offers: list[int] = field(default_factory=list)
    needs: list[int] = field(default_factory=list)


def ask(companies: Iterable[int]) -> None:
    """Want the public texts of these firms read; in the transaction of the change."""
    ids = sorted(companies)
    for start in range(0, len(ids), FIRMS_A_JOB):
        part = ids[start : start + FIRMS_A_JOB]
        enqueue(READ, {"companies": part}, key=f"company:{part[0]}" if len(part) == 1 else "")


@transaction.atomic
def read(companies: Sequence[int]) -> None:
    """Replace what is stored of these firms' texts; anonymous needs are never read."""
    firms = list(Company.objects.select_for_update(of=("self",)).filter(pk__in=companies).order_by("pk"))
    offers = list(Offer.objects.standing().filter(company__in=firms))
    needs = list(Need.objects.open().filter(company__in=firms, is_anonymous=False))
    texts = [(offer.text, offer.lang, "offer") for offer in offers]
    texts += [(need.text, need.lang, "need") for need in needs]
    profiles = [firm for firm in firms if firm.profile]
    texts += [(firm.profile, firm.profile_lang, "profile") for firm in profiles]
    rows = [Meaning(company_id=offer.company_id, offer=offer) for offer in offers]
    rows += [Meaning(company_id=need.company_id, need=need) for need in needs]
    rows += [Meaning(company=firm) for firm in profiles]
    for row, vector in zip(rows, ENCODERS[0].encode(texts), strict=True):
        row.vector = vector
    Meaning.objects.filter(company__in=firms).delete()
    Meaning.objects.bulk_create(rows, batch_size=500)


def nearest(folded: str, language: str, least: float) -> dict[int, Near]:
    """Firm -> how near its public texts come to the query, of those at least `least` near."""
    vector = vector_of_query(folded, language)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hnsw.ef_search', %s, true)", [str(NEAREST)])
        rows = list(
            Meaning.objects.annotate(distance=MaxInnerProduct("vector", vector))
            .order_by("distance")
            .values_list("company_id", "offer_id", "need_id", "distance")[:NEAREST]
        )
    return by_company([row for row in rows if -row[3] >= least])


def by_company(rows: list[tuple[int, int | None, int | None, float]]) -> dict[int, Near]:
    """Without statements that are no longer public, such as a need that ran out last night."""
    offers = set(
        Offer.objects.public().filter(pk__in=[row[1] for row in rows if row[1]]).values_list("pk", flat=True)
    )
    shown = Need.objects.public().filter(is_anonymous=False, pk__in=[row[2] for row in rows if row[2]])
    needs = set(shown.values_list("pk", flat=True))
    found: dict[int, Near] = defaultdict(lambda: Near(-1.0))
    for company, offer, need, distance in rows:
        if (offer and offer not in offers) or (need and need not in needs):
            continue
        near = found[company]
        near.similarity = max(near.similarity, -float(distance))
        if offer:
            near.offers.append(offer)
        if need:
            near.needs.append(need)
    return dict(found)
