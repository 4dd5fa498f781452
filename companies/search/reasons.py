"""Why a firm was found: its own words, with the hit marked."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from companies.models import Capability, Company, Need, Offer
from companies.search.meaning import Near
from companies.search.plant import public_plant
from companies.search.ranking import Hits
from companies.search.readings import Reading
from companies.search.tokens import fold, words_of

MOST_STATEMENTS = 2

KATAKANA = re.compile(r"[ァ-ヺー]{4,}")


class Ground(models.TextChoices):
    """What kind of hit it was, the strongest first."""

    CAN_DO = "can_do", _("Can do what you look for")
    SEEKS = "seeks", _("Is looking for this")
    SAYS = "says", _("Says so in its own words")
    PLANT = "plant", _("Has it in its plant")
    MEANING = "meaning", _("Means something close to it")
    NAME = "name", _("Found by name or place")
    OFFERS = "offers", _("What it offers")


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool


@dataclass(frozen=True)
class Quote:
    """A statement in the original, cut where the hits begin and end."""

    statement: Offer | Need
    pieces: list[Piece]
    shared: list[Capability]
    others: list[Capability]

    @property
    def is_hit(self) -> bool:
        return bool(self.shared) or any(piece.is_hit for piece in self.pieces)


@dataclass(frozen=True)
class Reason:
    """`plant`: machines and materials that hold a word of the query."""

    ground: Ground
    quotes: list[Quote] = field(default_factory=list)
    plant: list[str] = field(default_factory=list)


def why_found(company: Company, query: str, reading: Reading, hits: Hits | None) -> Reason:
    """`company` with machines, `public_offers` and `named_needs` fetched."""
    pattern = hit_pattern(
        [*reading.words, *reading.place_words, *words_of(fold(query)), *query.split(), query]
    )
    offers = [quoted(offer, pattern, reading) for offer in company.public_offers]  # type: ignore[attr-defined]
    needs = [quoted(need, pattern, reading) for need in company.named_needs]  # type: ignore[attr-defined]
    near = hits.near.get(company.pk) if hits else None
    for ground, quotes in (
        (Ground.CAN_DO, [quote for quote in offers if quote.shared]),
        (Ground.SEEKS, [quote for quote in needs if quote.shared]),
        (Ground.SAYS, [quote for quote in offers + needs if quote.is_hit]),
    ):
        if quotes:
            return Reason(ground, quotes[:MOST_STATEMENTS])
    if pattern and (plant := [fact.shown for fact in public_plant(company) if pattern.search(fact.words)]):
        return Reason(Ground.PLANT, plant=plant[:MOST_STATEMENTS])
    if hits and company.pk in hits.named:
        return Reason(Ground.NAME, (offers or needs)[:1])
    if near:
        return Reason(Ground.MEANING, nearest_first(offers, needs, near)[:MOST_STATEMENTS])
    return Reason(Ground.NAME if query else Ground.OFFERS, (offers or needs)[:1])


def nearest_first(offers: list[Quote], needs: list[Quote], near: Near) -> list[Quote]:
    """The statements that came near, in their order; where it was the profile, what is offered."""
    offered = {quote.statement.pk: quote for quote in offers}
    sought = {quote.statement.pk: quote for quote in needs}
    found = [offered[pk] for pk in near.offers if pk in offered]
    found += [sought[pk] for pk in near.needs if pk in sought]
    return found or (offers or needs)[:1]


def quoted(statement: Offer | Need, pattern: re.Pattern[str] | None, reading: Reading) -> Quote:
    capabilities = list(statement.capabilities.all())
    shared = [capability for capability in capabilities if capability.pk in reading.subtree]
    others = [capability for capability in capabilities if capability.pk not in reading.subtree]
    return Quote(statement, pieces_of(statement.text, pattern), shared, others)


def hit_pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """The longest word wins; a borrowed word inside a Japanese term is marked where it stands alone."""
    words = [*words, *(borrowed for word in words for borrowed in KATAKANA.findall(word))]
    wanted = {unicodedata.normalize("NFC", word.strip()) for word in words if len(word.strip()) > 1}
    if not wanted:
        return None
    longest_first = sorted(wanted, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


def pieces_of(text: str, pattern: re.Pattern[str] | None) -> list[Piece]:
    if pattern is None:
        return [Piece(text, False)]
    pieces, end = [], 0
    for hit in pattern.finditer(text):
        pieces += [Piece(text[end : hit.start()], False), Piece(hit[0], True)]
        end = hit.end()
    return [piece for piece in [*pieces, Piece(text[end:], False)] if piece.text]
