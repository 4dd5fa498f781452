"""The texts of a case with the lines of its evidence drawn between them.

A line is a condition or a capability that both texts speak of: wherever it stands on the page it carries the same
key, so that pointing at one end marks the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from companies.models import Capability
from matching.evidence import LinkShown, StatementShown, key_of, read_all
from matching.mirror import line_of
from matching.queries import Exchange

Span = tuple[int, int, str]


@dataclass(frozen=True)
class LinedStatement:
    """A statement as its evidence kept it; `spans` are (start, end, line) in order."""

    statement: Any
    text: str
    lang: str
    spans: Sequence[Span]
    capabilities: Sequence[tuple[Capability, bool]]
    has_changed: bool

    @property
    def company_id(self) -> int:
        return self.statement.company_id


@dataclass(frozen=True)
class LinedExchange:
    need: LinedStatement
    offer: LinedStatement
    shared: Sequence[Capability]
    fit_need_to_offer: float
    thai_seeks: bool


def lined(evidence: dict[str, Any], exchanges: Iterable[Exchange]) -> list[LinedExchange]:
    """Every exchange; one without stored evidence shows its texts as they stand today."""
    kept = {
        (key_of(link["need"]), key_of(link["offer"])): link
        for link in evidence.get("links", [])
        if "need" in link and "offer" in link
    }
    shown = read_all([evidence])[0] if kept else []
    by_keys = {(link.need.key, link.offer.key): link for link in shown}
    return [
        line_up(
            exchange,
            by_keys.get((exchange.need.pk, exchange.offer.pk)),
            kept.get((exchange.need.pk, exchange.offer.pk)),
        )
        for exchange in exchanges
    ]


def line_up(exchange: Exchange, shown: LinkShown | None, kept: dict[str, Any] | None) -> LinedExchange:
    shared = {capability.pk for capability in exchange.shared}
    sides = [
        lined_statement(statement, text, spans_of(kept, side), shared)
        for statement, text, side in (
            (exchange.need, shown.need if shown else None, "wanted"),
            (exchange.offer, shown.offer if shown else None, "given"),
        )
    ]
    return LinedExchange(sides[0], sides[1], exchange.shared, exchange.fit_need_to_offer, exchange.thai_seeks)


def lined_statement(
    statement: Any, kept: StatementShown | None, spans: list[Span], shared: set[int]
) -> LinedStatement:
    text = kept.text if kept and kept.text else ""
    tagged = [(capability, capability.pk in shared) for capability in statement.capabilities.all()]
    return LinedStatement(
        statement,
        text or statement.text,
        (kept.lang if kept and text else "") or statement.lang,
        spans if text else [],
        tagged,
        has_changed=bool(text) and text != statement.text,
    )


def spans_of(link: dict[str, Any] | None, side: str) -> list[Span]:
    """Where a text states a condition of the link, in order."""
    if link is None:
        return []
    return sorted(
        (start, end, line_of(link, condition))
        for condition in link["conditions"]
        for start, end in (condition.get(side) or {}).get("spans", ())
    )
