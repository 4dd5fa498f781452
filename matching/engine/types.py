"""What goes into the engine and what comes out. Nothing here is changed after it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]
Country = Literal["TH", "JP"]
Side = Literal["offer", "need"]
LANGUAGES = ("th", "ja", "en")


@dataclass(frozen=True)
class Statement:
    """One offer or need. `kind` is a collaboration type, or None where the author named none."""

    id: str
    company_id: str
    side: Side
    lang: str
    text: str
    capabilities: tuple[str, ...] = ()
    kind: str | None = None


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
    """One stated condition of a need beside what the offer says: met, not_met or unknown."""

    code: str
    state: Literal["met", "not_met", "unknown"]
    need: str
    offer: str


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
        return float(chance_of_both(self.p_thai_accepts, self.p_japanese_accepts))


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
                    "conditions": [vars(condition) for condition in link.conditions],
                }
                for link in self.links
            ],
            "parts": {
                "TH": [vars(part) for part in self.thai_parts],
                "JP": [vars(part) for part in self.japanese_parts],
            },
        }
