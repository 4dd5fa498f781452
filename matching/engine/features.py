"""What the acceptance model reads of a pair, for whole blocks of the market at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.engine.types import Company, Floats

EXPORTS = {"none": 0.0, "indirect": 0.5, "direct": 1.0}
# Firms whose numbers of employees differ by this factor or more are not close at all.
FARTHEST = 100.0
SIZE_UNKNOWN = 0.5


@dataclass(frozen=True)
class Traits:
    """n companies as arrays; two sets compare where they were read with the same words."""

    languages: Floats  # (n, languages) 1 where spoken
    clusters: Floats  # (n, clusters) 1 where a member
    exports: Floats  # (n,) 0, 0.5 or 1 for none, indirect, direct
    certified: Floats  # (n,) 0, 0.5 or 1 for no certificate, one, more: nearly every firm has ISO 9001
    size: Floats  # (n,) logarithm of employees to the base FARTHEST, 0 where not known
    sized: Floats  # (n,) 1 where the number of employees is known
    bases: Floats  # (n,) 1 for a Japanese firm that has a base in Thailand

    def part(self, first: int, last: int) -> "Traits":
        return self[first:last]

    def __getitem__(self, rows: Any) -> "Traits":
        return Traits(**{name: value[rows] for name, value in vars(self).items()})


def traits_of(thai: Sequence[Company], japanese: Sequence[Company]) -> tuple[Traits, Traits]:
    """Both sides, read with the words of both."""
    everyone = (*thai, *japanese)
    spoken = sorted({word for company in everyone for word in company.languages})
    clusters = sorted({word for company in everyone for word in company.clusters})
    one, other = (read_traits(side, spoken, clusters) for side in (thai, japanese))
    return one, other


def read_traits(companies: Sequence[Company], spoken: Sequence[str], clusters: Sequence[str]) -> Traits:
    def column(read: Callable[[Company], float]) -> Floats:
        return np.array([read(company) for company in companies], np.float32)

    return Traits(
        languages=indicators([company.languages for company in companies], spoken),
        clusters=indicators([company.clusters for company in companies], clusters),
        exports=column(lambda company: EXPORTS.get(company.export_level, 0.0)),
        certified=column(lambda company: min(len(company.certifications) / 2, 1.0)),
        size=column(lambda company: np.log(company.employees) / np.log(FARTHEST) if company.employees else 0),
        sized=column(lambda company: bool(company.employees)),
        bases=column(lambda company: company.thai_base),
    )


def indicators(held: Sequence[Iterable[str]], words: Sequence[str]) -> Floats:
    """1 where a company holds a word, shape (companies, words)."""
    place = {word: number for number, word in enumerate(words)}
    result = np.zeros((len(held), len(words)), np.float32)
    for row, names in enumerate(held):
        result[row, [place[name] for name in names]] = 1
    return result


def features_of_block(
    thai: Traits, japanese: Traits, thai_met: Floats, japanese_met: Floats
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """The features of `accept.FEATURES` as the Thai and as the Japanese side sees them.

    Arrays that broadcast to (thai, japanese), the shape of both fits; every value lies in [0, 1].
    """
    both = {
        "common_language": share_any(thai.languages, japanese.languages),
        "size_closeness": size_closeness(thai[:, None], japanese[None, :]),
        "same_cluster": share_any(thai.clusters, japanese.clusters),
        "thai_base": np.maximum(thai.bases[:, None], japanese.bases[None, :]),
    }
    return seen_by_both(thai[:, None], japanese[None, :], both, thai_met, japanese_met)


def features_of_list(
    thai: Traits, japanese: Traits, thai_met: Floats, japanese_met: Floats
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """The same for n pairs, each Thai company with the Japanese one beside it; arrays of shape (n,)."""
    both = {
        "common_language": (thai.languages * japanese.languages).max(axis=1, initial=0),
        "size_closeness": size_closeness(thai, japanese),
        "same_cluster": (thai.clusters * japanese.clusters).max(axis=1, initial=0),
        "thai_base": np.maximum(thai.bases, japanese.bases),
    }
    return seen_by_both(thai, japanese, both, thai_met, japanese_met)


def seen_by_both(
    thai: Traits, japanese: Traits, both: dict[str, Floats], thai_met: Floats, japanese_met: Floats
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    seen_by_thai = {
        **both,
        "own_need_met": thai_met,
        "can_serve": japanese_met,
        "partner_exports": japanese.exports,
        "partner_certified": japanese.certified,
        "japanese_side": np.zeros(1, np.float32),
    }
    seen_by_japanese = {
        **both,
        "own_need_met": japanese_met,
        "can_serve": thai_met,
        "partner_exports": thai.exports,
        "partner_certified": thai.certified,
        "japanese_side": np.ones(1, np.float32),
    }
    return seen_by_thai, seen_by_japanese


def features_of_pair(
    thai: Company, japanese: Company, fit_thai_need: float, fit_japanese_need: float
) -> tuple[dict[str, float], dict[str, float]]:
    """The same for one pair, as plain numbers of four decimals."""
    met = (np.array([[fit]], np.float32) for fit in (fit_thai_need, fit_japanese_need))
    sides = features_of_block(*traits_of([thai], [japanese]), *met)
    one, other = ({name: round(float(value.item()), 4) for name, value in side.items()} for side in sides)
    return one, other


def share_any(one: Floats, other: Floats) -> Floats:
    """1 where two companies share a word (a language, a cluster), shape (one, other)."""
    shared = one @ other.T
    return np.minimum(shared, 1, out=shared)


def size_closeness(one: Traits, other: Traits) -> Floats:
    """1 for as many employees, 0 for a hundred times as many, 0.5 where a number is not known."""
    distance = one.size - other.size
    np.abs(distance, out=distance)
    np.minimum(distance, 1, out=distance)
    closeness = np.subtract(1, distance, out=distance)
    np.copyto(closeness, SIZE_UNKNOWN, where=(one.sized == 0) | (other.sized == 0))
    return closeness
