"""When a word of the capability tree comes or goes: which texts it touches, and what they then say."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db.models import QuerySet

from companies.enums import CompanyState
from companies.models import Capability, CapabilityEvent, Need, Offer
from companies.search import changes
from config.languages import LANGUAGE_CODES
from matching import market, suggestions
from matching.engine.embed import default_embedder
from matching.engine.reading import suggest_capabilities
from matching.engine.tags import Taxonomy
from matching.engine.text import fold
from matching.engine.types import CapabilityRow
from matching.models import TextVector
from outbox.queue import SOON, enqueue

FIND = "matching.find_texts_to_read_anew"
READ = "matching.read_texts_anew"
TEXTS_A_JOB = 500
EXAMPLES = 4
# The page answers at once; beyond that many texts it says "at least".
MOST_PREVIEWED = 2000

Words = Mapping[str, Sequence[str]]


def ask(event: CapabilityEvent) -> None:
    """Called in the transaction of the change; a change without words asks for nothing."""
    if any(event.changed_words.values()):
        enqueue(FIND, {"event": event.pk}, key=f"event:{event.pk}", priority=SOON)


def find(event_id: int) -> None:
    """The stored texts that hold a word of this change, cut into jobs."""
    event = CapabilityEvent.objects.get(pk=event_id)
    market.wait_for_readers()
    holds = reader_of(event.changed_words)
    stored = TextVector.objects.filter(model=default_embedder().name).order_by("pk")
    touched = [digest for digest, text in stored.values_list("pk", "text").iterator() if holds(text)]
    for start in range(0, len(touched), TEXTS_A_JOB):
        texts = touched[start : start + TEXTS_A_JOB]
        enqueue(READ, {"texts": texts}, key=f"event:{event_id}:{start}", priority=SOON)


def read_anew(digests: Sequence[str]) -> None:
    """With the tree of today; firms whose words now say something else get new suggestions."""
    tree = market.taxonomy()
    changed = []
    for row in TextVector.objects.select_for_update().filter(pk__in=digests).order_by("pk"):
        tags = market.read_tags(row.text, tree, np.asarray(row.vector, np.float32))
        if tags != row.tags:
            row.tags = tags
            changed.append(row)
    TextVector.objects.bulk_update(changed, ["tags"])
    refresh_lists_of({row.pk for row in changed})


def refresh_lists_of(digests: set[str]) -> None:
    """Of firms that rest on the reading of such a text, because its author chose no capability."""
    firms = {
        statement.company
        for statement in unmarked(Offer.objects.standing(), Need.objects.open())
        if market.address_of(statement.text) in digests
    }
    changes.note(firm.pk for firm in firms)
    seeking = [firm for firm in firms if firm.state in (CompanyState.SUBMITTED, CompanyState.PUBLISHED)]
    if len(seeking) > suggestions.FIRMS_A_JOB:
        suggestions.ask_for_all()
        return
    for firm in sorted(seeking, key=lambda firm: firm.pk):
        suggestions.ask(firm)


def unmarked(offers: QuerySet[Offer], needs: QuerySet[Need]) -> Iterator[Offer | Need]:
    for statements in (offers, needs):
        yield from statements.filter(capabilities=None).select_related("company").iterator()


def reader_of(words: Words) -> Callable[[str], bool]:
    """Whether a text holds one of these words, by the engine's own reading of a tree of this one node."""
    row = CapabilityRow("these", None, dict.fromkeys(LANGUAGE_CODES, ""), words)
    node = Taxonomy([row])
    return lambda text: bool(suggest_capabilities(text, node))


@dataclass(frozen=True)
class Clash:
    """A word another node has as well: a text with it then speaks of both."""

    word: str
    other: Capability


@dataclass
class Effect:
    """What a change of words would do to the texts the public reads now."""

    gained: int = 0
    lost: int = 0
    marked: int = 0
    is_partial: bool = False
    examples: list[tuple[Offer | Need, str]] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


def preview(capability: Capability, synonyms: Words) -> Effect:
    """`synonyms` by language, instead of those the node has. Nothing is written."""
    effect = Effect(clashes=clashes(capability, synonyms))
    before, after = market.taxonomy(), Taxonomy(rows_with(capability, synonyms))
    touched = touched_by(changed(capability, synonyms))
    for number, statement in enumerate(touched):
        if number == MOST_PREVIEWED:
            effect.is_partial = True
            break
        note(effect, statement, *(word_for(capability, statement.text, tree) for tree in (before, after)))
    return effect


def note(effect: Effect, statement: Offer | Need, old: str, new: str) -> None:
    if bool(old) == bool(new):
        return
    effect.gained += bool(new)
    effect.lost += bool(old)
    effect.marked += bool(statement.capabilities.all())
    hides_words = isinstance(statement, Need) and statement.is_anonymous
    if len(effect.examples) < EXAMPLES and not hides_words:
        effect.examples.append((statement, new or old))


def word_for(capability: Capability, text: str, tree: Taxonomy) -> str:
    """The word by which `text` speaks of the node, or nothing."""
    found = (tag.matched_text for tag in suggest_capabilities(text, tree) if tag.slug == capability.slug)
    return next(found, "")


def touched_by(words: Words) -> Iterator[Offer | Need]:
    """Public offers and needs that hold one of the words."""
    holds = reader_of(words)
    for statements in (Offer.objects.public(), Need.objects.public()):
        rows = statements.order_by("pk").prefetch_related("capabilities")
        yield from (row for row in rows if holds(row.text))


def changed(capability: Capability, synonyms: Words) -> dict[str, list[str]]:
    """By language, the words that come or go; a name stays."""
    return {lang: sorted(set(capability.words[lang][1:]) ^ set(synonyms[lang])) for lang in LANGUAGE_CODES}


def rows_with(capability: Capability, synonyms: Words) -> list[CapabilityRow]:
    return [
        CapabilityRow(row.slug, row.parent, row.names, synonyms) if row.slug == capability.slug else row
        for row in market.rows_of_tree()
    ]


def clashes(capability: Capability, synonyms: Words) -> list[Clash]:
    others: dict[str, Capability] = {}
    for row in Capability.objects.exclude(pk=capability.pk):
        for word in every_word(row.words):
            others.setdefault(fold(word), row)
    return [Clash(word, others[fold(word)]) for word in every_word(synonyms) if fold(word) in others]


def every_word(words: Words) -> Iterable[str]:
    return [word for lang in LANGUAGE_CODES for word in words[lang]]
