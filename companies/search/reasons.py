"""Why a firm was found: its own words, with the hit marked."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from companies.models import Capability, Company
from companies.search.meaning import Near
from companies.search.plant import public_plant
from companies.search.ranking import Hits
from companies.search.readings import Reading
from companies.search.statements import Statement, public_statements, tags_of
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

    statement: Statement
    pieces: list[Piece]
    shared: list[Capability]
    others: list[Capability]


@dataclass(frozen=True)
class Reason:
    """`plant`: machines and materials that hold a word of the query."""

    ground: Ground
    quotes: list[Quote] = field(default_factory=list)
    plant: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Chosen:
    """As `Reason`, before the names of the capabilities are read: only of what is shown."""

    ground: Ground
    statements: Sequence[Statement] = ()
    plant: Sequence[str] = ()


def why_found(
    companies: Sequence[Company], query: str, reading: Reading, hits: Hits | None
) -> dict[int, Reason]:
    """Firm -> why it stands on the page; `companies` with their machines where there is a query.

    The queries do not grow with the list.
    """
    said = public_statements(companies, with_capabilities=bool(query))
    pattern = hit_pattern(
        [*reading.words, *reading.place_words, *words_of(fold(query)), *query.split(), query]
    )
    chosen = {
        company.pk: choose(company, said[company.pk], query, reading, hits, pattern) for company in companies
    }
    shown = [statement for one in chosen.values() for statement in one.statements]
    names = names_of(shown)
    return {
        key: Reason(
            one.ground,
            [quoted(statement, pattern, reading, names) for statement in one.statements],
            list(one.plant),
        )
        for key, one in chosen.items()
    }


def choose(
    company: Company,
    said: Sequence[Statement],
    query: str,
    reading: Reading,
    hits: Hits | None,
    pattern: re.Pattern[str] | None,
) -> Chosen:
    """The strongest ground, and the statements that show it."""
    offers = [one for one in said if one.is_offer]
    needs = [one for one in said if not one.is_offer]
    for ground, found in (
        (Ground.CAN_DO, [one for one in offers if one.capabilities & reading.subtree]),
        (Ground.SEEKS, [one for one in needs if one.capabilities & reading.subtree]),
        (Ground.SAYS, [one for one in offers + needs if pattern and pattern.search(one.text)]),
    ):
        if found:
            return Chosen(ground, found[:MOST_STATEMENTS])
    if pattern and (plant := [fact.shown for fact in public_plant(company) if pattern.search(fact.words)]):
        return Chosen(Ground.PLANT, plant=plant[:MOST_STATEMENTS])
    if hits and company.pk in hits.named:
        return Chosen(Ground.NAME, (offers or needs)[:1])
    if hits and (near := hits.near.get(company.pk)):
        return Chosen(Ground.MEANING, nearest_first(offers, needs, near)[:MOST_STATEMENTS])
    return Chosen(Ground.NAME if query else Ground.OFFERS, (offers or needs)[:1])


def nearest_first(offers: Sequence[Statement], needs: Sequence[Statement], near: Near) -> Sequence[Statement]:
    """The statements that came near, in their order; where it was the profile, what is offered."""
    offered = {statement.key: statement for statement in offers}
    sought = {statement.key: statement for statement in needs}
    found = [offered[pk] for pk in near.offers if pk in offered]
    found += [sought[pk] for pk in near.needs if pk in sought]
    return found or (offers or needs)[:1]


def names_of(shown: Sequence[Statement]) -> dict[Statement, list[Capability]]:
    """The capabilities of these statements, in their order."""
    read = tags_of([(one.is_offer, one.key) for one in shown if not one.capabilities])
    keys = {one: one.capabilities or read.get((one.is_offer, one.key), frozenset()) for one in shown}
    wanted = set().union(*keys.values())
    named = Capability.objects.filter(pk__in=wanted).defer("synonyms_th", "synonyms_ja", "synonyms_en")
    capabilities = list(named) if wanted else []
    return {one: [row for row in capabilities if row.pk in keys[one]] for one in shown}


def quoted(
    statement: Statement,
    pattern: re.Pattern[str] | None,
    reading: Reading,
    names: Mapping[Statement, Sequence[Capability]],
) -> Quote:
    shared = [row for row in names[statement] if row.pk in reading.subtree]
    others = [row for row in names[statement] if row.pk not in reading.subtree]
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
