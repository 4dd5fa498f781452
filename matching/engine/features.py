"""What the acceptance model reads of a pair, for whole blocks of the market at once."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from matching.engine.types import Company, Floats

EXPORTS = {"none": 0.0, "indirect": 0.5, "direct": 1.0}
# Firms whose numbers of employees differ by this factor or more are not close at all.
FARTHEST = 100.0
SIZE_UNKNOWN = 0.5


def features_of_block(
    thai: Sequence[Company], japanese: Sequence[Company], thai_met: Floats, japanese_met: Floats
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """The features of `accept.FEATURES` as the Thai and as the Japanese side sees them.

    Arrays that broadcast to (thai, japanese), the shape of both fits; every value lies in [0, 1].
    """
    both = {
        "common_language": share_any(thai, japanese, lambda company: company.languages),
        "size_closeness": size_closeness(thai, japanese),
        "same_cluster": share_any(thai, japanese, lambda company: company.clusters),
        "thai_base": np.maximum(bases(thai)[:, None], bases(japanese)[None, :]),
    }
    seen_by_thai = {
        **both,
        "own_need_met": thai_met,
        "can_serve": japanese_met,
        "partner_exports": exports(japanese)[None, :],
        "partner_certified": certified(japanese)[None, :],
        "japanese_side": np.zeros((1, 1), np.float32),
    }
    seen_by_japanese = {
        **both,
        "own_need_met": japanese_met,
        "can_serve": thai_met,
        "partner_exports": exports(thai)[:, None],
        "partner_certified": certified(thai)[:, None],
        "japanese_side": np.ones((1, 1), np.float32),
    }
    return seen_by_thai, seen_by_japanese


def features_of_pair(
    thai: Company, japanese: Company, fit_thai_need: float, fit_japanese_need: float
) -> tuple[dict[str, float], dict[str, float]]:
    """The same for one pair, as plain numbers of four decimals."""
    met = (np.array([[fit]], np.float32) for fit in (fit_thai_need, fit_japanese_need))
    sides = features_of_block([thai], [japanese], *met)
    one, other = ({name: round(float(value[0, 0]), 4) for name, value in side.items()} for side in sides)
    return one, other


def share_any(
    one: Sequence[Company], other: Sequence[Company], words_of: Callable[[Company], Iterable[str]]
) -> Floats:
    """1 where two companies share a word (a language, a cluster), shape (one, other)."""
    words = sorted({word for company in (*one, *other) for word in words_of(company)})
    if not words or not one or not other:
        return np.zeros((len(one), len(other)), np.float32)
    first, second = (
        np.array([[word in words_of(company) for word in words] for company in side], np.float32)
        for side in (one, other)
    )
    return (first @ second.T > 0).astype(np.float32)


def exports(companies: Sequence[Company]) -> Floats:
    """0, 0.5 or 1 for none, indirect, direct."""
    return np.array([EXPORTS.get(company.export_level, 0.0) for company in companies], np.float32)


def certified(companies: Sequence[Company]) -> Floats:
    """0, 0.5 or 1 for a firm that holds no certificate, one, or more: nearly every firm has ISO 9001."""
    held = np.array([len(company.certifications) for company in companies], np.float32)
    return np.minimum(held / 2, 1)


def bases(companies: Sequence[Company]) -> Floats:
    """1 for a Japanese firm that has a base in Thailand."""
    return np.array([company.thai_base for company in companies], np.float32)


def size_closeness(one: Sequence[Company], other: Sequence[Company]) -> Floats:
    """1 for as many employees, 0 for a hundred times as many, 0.5 where a number is not known."""
    first, second = log_employees(one)[:, None], log_employees(other)[None, :]
    closeness = 1 - np.abs(first - second) / np.float32(np.log(FARTHEST))
    return np.where(np.isnan(closeness), np.float32(SIZE_UNKNOWN), np.maximum(closeness, 0))


def log_employees(companies: Sequence[Company]) -> Floats:
    return np.array([np.log(c.employees) if c.employees else np.nan for c in companies], np.float32)
