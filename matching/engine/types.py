"""What goes into the engine and what comes out. Nothing here is changed after it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]
Country = Literal["TH", "JP"]
Side = Literal["offer", "need"]
LANGUAGES = ("th", "ja", "en")


@dataclass(frozen=True)
class Stated:
    """What a statement states under one code: bounds in the code's own unit, or words of its vocabulary.

    A bound is None where the author left it open; low == high is a single figure. `text` and `spans` (start, end)
    quote the statement, and are empty where its author gave the value beside the text.
    """

    code: str
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()
    any_of: bool = False
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def sense(self) -> Literal["set", "exact", "range", "at_most", "at_least"]:
        if self.words:
            return "set"
        if self.low is not None and self.high is not None:
            return "exact" if self.low == self.high else "range"
        return "at_most" if self.low is None else "at_least"


@dataclass(frozen=True)
class Statement:
    """One offer or need. `kind` is a collaboration type, or None where the author named none.

    `conditions` are those its author let stand, `things` (slug, weight) what the glossary finds; None has them
    read from the text.
    """

    id: str
    company_id: str
    side: Side
    lang: str
    text: str
    capabilities: tuple[str, ...] = ()
    kind: str | None = None
    conditions: tuple[Stated, ...] | None = None
    things: tuple[tuple[str, float], ...] | None = None


@dataclass(frozen=True)
class Company:
    """A firm as the engine sees it: only facts that are public anyway."""

    id: str
    country: Country
    statements: tuple[Statement, ...] = ()
    languages: tuple[str, ...] = ()
    export_level: str = "none"
    certifications: tuple[str, ...] = ()
    parent: str | None = None
    employees: int | None = None
    clusters: tuple[str, ...] = ()
    thai_base: bool = False

    @property
    def offers(self) -> tuple[Statement, ...]:
        return tuple(statement for statement in self.statements if statement.side == "offer")

    @property
    def needs(self) -> tuple[Statement, ...]:
        return tuple(statement for statement in self.statements if statement.side == "need")


@dataclass(frozen=True)
class CapabilityRow:
    """A node of the tree as its table holds it."""

    slug: str
    parent: str | None
    names: Mapping[str, str]
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class TagSuggestion:
    """A capability read from a text: how sure in [0, 1], and the word that gave it ("" for meaning alone)."""

    slug: str
    confidence: float
    matched_text: str


@dataclass(frozen=True)
class Condition:
    """One stated condition of a need beside what the offer says; `given` is None where it is silent."""

    code: str
    state: Literal["met", "not_met", "unknown"]
    wanted: Stated
    given: Stated | None = None

    def as_json(self) -> dict[str, object]:
        """The words of both texts under `need` and `offer`, the figures under `wanted` and `given`."""
        return {
            "code": self.code,
            "state": self.state,
            "need": self.wanted.text,
            "offer": self.given.text if self.given else "",
            "wanted": stated_json(self.wanted),
            "given": stated_json(self.given) if self.given else None,
        }


def stated_json(stated: Stated) -> dict[str, object]:
    """Bounds, words and the places in the text, as plain lists; the code is kept by whoever holds it."""
    return {
        "low": stated.low,
        "high": stated.high,
        "words": list(stated.words),
        "any_of": stated.any_of,
        "text": stated.text,
        "spans": [list(span) for span in stated.spans],
    }


def stated_from(code: str, kept: Mapping[str, Any]) -> Stated:
    """The other way round; keys that were left out are open bounds and empty lists."""
    return Stated(
        code,
        kept.get("low"),
        kept.get("high"),
        tuple(kept.get("words") or ()),
        bool(kept.get("any_of")),
        kept.get("text") or "",
        tuple((start, end) for start, end in kept.get("spans") or ()),
    )


@dataclass(frozen=True)
class Link:
    """A need and the best offer that meets it. Fit in [0, 1], similarity in [-1, 1]."""

    need_id: str
    offer_id: str
    seeker: Country
    fit_need_to_offer: float
    similarity: float
    tag_agreement: float
    shared: tuple[str, ...]
    things: tuple[str, ...]
    conditions: tuple[Condition, ...]


def chance_of_both(one: ArrayLike, other: ArrayLike) -> NDArray[np.float64]:
    """Product of two chances of four decimals, rounded to four by whole numbers, alike for one or many."""
    product = np.rint(np.multiply(one, 10_000.0)) * np.rint(np.multiply(other, 10_000.0))
    return np.asarray((product + 5_000.0) // 10_000.0 / 10_000.0)


@dataclass(frozen=True)
class ScoredPair:
    """A Thai and a Japanese firm, and the chance in [0, 1] that each would say yes."""

    thai_id: str
    japanese_id: str
    fit_thai_need: float
    fit_japanese_need: float
    p_thai_accepts: float
    p_japanese_accepts: float

    @property
    def p_both(self) -> float:
        """As chance_of_both, without numpy, which takes ten times as long for one pair."""
        product = round(self.p_thai_accepts * 10_000.0) * round(self.p_japanese_accepts * 10_000.0)
        return (product + 5_000) // 10_000 / 10_000


@dataclass(frozen=True)
class Part:
    """What one feature adds to a side's chance, in percentage points."""

    code: str
    points: float


@dataclass(frozen=True)
class Evidence:
    """Why a pair was scored as it was; stored with a match and never recomputed."""

    engine_version: str
    weights_version: str
    p_thai_accepts: float
    p_japanese_accepts: float
    p_both: float
    links: tuple[Link, ...]
    thai_parts: tuple[Part, ...]
    japanese_parts: tuple[Part, ...]
    thai_features: Mapping[str, float]
    japanese_features: Mapping[str, float]
    calibrated_on: int = 0

    def as_json(self) -> dict[str, object]:
        """Plain lists and dictionaries: links (with conditions), chances, versions; of both sides parts
        and the features they come from, from which weights are learnt later."""
        return {
            "engine_version": self.engine_version,
            "weights_version": self.weights_version,
            "calibrated_on": self.calibrated_on,
            "features": {"TH": dict(self.thai_features), "JP": dict(self.japanese_features)},
            "p": {"TH": self.p_thai_accepts, "JP": self.p_japanese_accepts, "both": self.p_both},
            "links": [
                {
                    "need": link.need_id,
                    "offer": link.offer_id,
                    "seeker": link.seeker,
                    "fit": link.fit_need_to_offer,
                    "similarity": link.similarity,
                    "tag_agreement": link.tag_agreement,
                    "shared": list(link.shared),
                    "things": list(link.things),
                    "conditions": [condition.as_json() for condition in link.conditions],
                }
                for link in self.links
            ],
            "parts": {
                "TH": [vars(part) for part in self.thai_parts],
                "JP": [vars(part) for part in self.japanese_parts],
            },
        }
