"""Evidence as it is stored, and its links made readable: names in the reader's language, texts in their own.

    stored = evidence.stored(found, rows)      # what a match or suggestion keeps
    shown = evidence.read_all([stored, ...])   # links for a page, in two queries

`mirror.py` lays out the conditions and parts of one match; `_evidence_facts.html` (with link=) and
`_evidence_text.html` (with said=) show a link on the partners page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from companies.enums import ConditionCode, Country
from companies.models import Capability
from matching.engine.glossary import glossary
from matching.engine.types import CapabilityRow, Evidence
from matching.mirror import SIGN_OF, Saying, label_of
from matching.models import TextVector


@dataclass(frozen=True)
class StatementShown:
    """The text as it was when the evidence was stored; None once it was erased. `spans` state its conditions."""

    key: int
    lang: str
    text: str | None
    spans: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class ConditionShown:
    """`sign` is met, unmet or unknown; an empty offer says nothing on it."""

    label: str
    sign: str
    need: Saying
    offer: Saying


@dataclass(frozen=True)
class ThingShown:
    """A product, machine, material or task that both texts name."""

    row: CapabilityRow

    @property
    def name(self) -> str:
        return self.row.names[translation.get_language() or "en"]


@dataclass(frozen=True)
class LinkShown:
    """One need of the firm of country `seeker` and the partner's offer that meets it best."""

    seeker: str
    fit: float
    need: StatementShown
    offer: StatementShown
    shared: Sequence[Capability]
    things: Sequence[ThingShown]
    conditions: Sequence[ConditionShown]


def key_of(statement: str) -> int:
    """The primary key in "need:5" or "offer:7"."""
    return int(statement.partition(":")[2])


def stored(found: Evidence, statements: Iterable[Sequence]) -> dict[str, Any]:
    """What is kept: keys and codes, and the content addresses of the texts it rested on."""
    linked = {key for link in found.links for key in (link.need_id, link.offer_id)}
    texts = {row[0]: row[2] for row in statements if row[0] in linked}
    return {**found.as_json(), "texts": texts}


def read_all(kept: Sequence[Mapping[str, Any]]) -> list[list[LinkShown]]:
    """The links of each: two queries for any number, texts by their hash and capabilities by their slug."""
    hashes = {digest for one in kept for digest in one.get("texts", {}).values()}
    slugs = {slug for one in kept for link in one.get("links", []) for slug in link["shared"]}
    texts = TextVector.objects.filter(pk__in=hashes).values_list("pk", "lang", "text")
    reader = Reader(
        {digest: (lang, text) for digest, lang, text in texts},
        {capability.slug: capability for capability in Capability.objects.filter(slug__in=slugs)},
    )
    return [[reader.link(link, one.get("texts", {})) for link in one.get("links", [])] for one in kept]


@dataclass(frozen=True)
class Reader:
    texts: Mapping[str, tuple[str, str]]
    capabilities: Mapping[str, Capability]

    def link(self, link: Mapping[str, Any], hashes: Mapping[str, str]) -> LinkShown:
        return LinkShown(
            seeker=Country(link["seeker"]),
            fit=link["fit"],
            need=self.statement(link["need"], hashes, spans_of(link, "wanted")),
            offer=self.statement(link["offer"], hashes, spans_of(link, "given")),
            shared=[self.capabilities[slug] for slug in link["shared"] if slug in self.capabilities],
            things=[ThingShown(glossary()[slug]) for slug in link.get("things", ()) if slug in glossary()],
            conditions=[read_condition(condition) for condition in link["conditions"]],
        )

    def statement(
        self, key: str, hashes: Mapping[str, str], spans: Sequence[tuple[int, int]]
    ) -> StatementShown:
        lang, text = self.texts.get(hashes.get(key, ""), ("", ""))
        return StatementShown(key_of(key), lang, text or None, spans)


def spans_of(link: Mapping[str, Any], side: str) -> list[tuple[int, int]]:
    """Where a text states what the link compares, in order."""
    kept = [condition.get(side) or {} for condition in link["conditions"]]
    return sorted((start, end) for stated in kept for start, end in stated.get("spans", ()))


def read_condition(kept: Mapping[str, Any]) -> ConditionShown:
    label = label_of(ConditionCode, kept["code"])
    return ConditionShown(label, SIGN_OF[kept["state"]], Saying.of(kept, "need"), Saying.of(kept, "offer"))
