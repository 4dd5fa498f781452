"""The directory's questions by bitmaps: any answer within a question, all questions at once.

`companies/filters.py` asks the same in SQL, for the API; a test holds the two together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from companies.search.providers import Lane
from companies.search.ranking import Hits
from companies.search.shelf import Bits, Shelf

# How a form's answer is named on the shelf: its key column.
CODES = {
    "location": "code",
    "region": "pk",
    "cluster": "code",
    "capability": "slug",
    "certification": "code",
    "size": "code",
    "kind": "code",
}
PLAIN = ("country", "language", "exports", "verified", "base", "confirmed")


@dataclass(frozen=True)
class Narrowing:
    """`shown`: whom the viewer may find, and the query finds. `asked`: the firms of each question's answers."""

    shelf: Shelf
    shown: Bits
    asked: Mapping[str, Bits]
    lanes: tuple[Lane, ...]

    def among(self, without: str = "") -> Bits:
        """Who answers all questions but `without`."""
        return reduce(
            np.bitwise_and, (bits for name, bits in self.asked.items() if name != without), self.shown
        )

    def counts(self, facet: str) -> Mapping[str, int]:
        """Code -> firms that would remain with that answer, the other questions standing."""
        among = self.among(facet)
        if facet != "corridor":
            return self.shelf.counts(facet, among)
        return {
            lane.code: int(np.bitwise_count(in_lane(self.shelf, lane) & among).sum()) for lane in self.lanes
        }


def narrowed(
    shelf: Shelf, shown: Bits, answers: Mapping[str, Any], lanes: Iterable[Lane], hits: Hits | None
) -> Narrowing:
    lanes = tuple(lanes)
    if hits is not None:
        shown = shown & np.packbits(hits.scores > 0)
    asked = {
        name: bits_of(shelf, name, answers[name], lanes)
        for name in (*CODES, *PLAIN, "corridor")
        if answers.get(name)
    }
    return Narrowing(shelf, shown, asked, lanes)


def bits_of(shelf: Shelf, name: str, chosen: Iterable[Any], lanes: tuple[Lane, ...]) -> Bits:
    if name == "corridor":
        wanted = [in_lane(shelf, lane) for lane in lanes if lane.code in set(chosen)]
        return reduce(np.bitwise_or, wanted, np.zeros_like(shelf.everyone))
    codes = chosen if name in PLAIN else [getattr(row, CODES[name]) for row in chosen]
    return shelf.having_any((name, str(code)) for code in codes)


def in_lane(shelf: Shelf, lane: Lane) -> Bits:
    """Thai firms and those of its prefecture, as far as they are in its clusters."""
    japan = ("location", lane.prefecture) if lane.prefecture else ("country", "JP")
    sides = shelf.having_any([("country", "TH"), japan])
    if not lane.clusters:
        return sides
    return sides & shelf.having_any(("cluster", code) for code in sorted(lane.clusters))


def in_order(narrowing: Narrowing, order: str, hits: Hits | None, fits: Mapping[int, float]) -> list[int]:
    """Keys of the firms that remain, best first, then by name."""
    shelf = narrowing.shelf
    remaining = shelf.places(narrowing.among())
    places = shelf.by_date if order == "newest" else shelf.by_name
    places = places[remaining[places]]
    if order == "relevance" and hits is not None:
        places = places[np.argsort(-np.round(hits.scores[places], 4), kind="stable")]
    elif order == "fit":
        worth = np.array([fits.get(int(key), 0.0) for key in shelf.keys[places]])
        places = places[np.argsort(-worth, kind="stable")]
    found: list[int] = shelf.keys[places].tolist()
    return found
