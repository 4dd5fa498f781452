"""The scored pairs of a run, as its shards keep them until it has chosen: columns of figures, not rows of a table.

A market has a million of them. A shard holds its own as bytes of `PAIR`, the whole run a `Scored` of some 30 MB.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.engine.allpairs import Pairs, in_top
from matching.engine.assign import SCALE
from matching.engine.pairs import TOP
from matching.engine.types import Country, ScoredPair, chance_of_both
from matching.models import Run, RunPair

# Keys of the firms; fits and chances in whole units of 1 / SCALE, which is all the decimals they have.
FIGURES = ("fit_thai_need", "fit_japanese_need", "p_thai_accepts", "p_japanese_accepts")
PAIR = np.dtype([("thai", "<i8"), ("japanese", "<i8"), *((name, "<u2") for name in FIGURES)])
Rows = NDArray[np.void]
Keys = NDArray[np.int64]


def packed(pairs: Pairs) -> bytes:
    """What a shard keeps of its pairs."""
    rows = np.zeros(len(pairs), PAIR)
    rows["thai"] = keys_of(pairs, "TH")[pairs.thai]
    rows["japanese"] = keys_of(pairs, "JP")[pairs.japanese]
    figures = (pairs.thai_met, pairs.japanese_met, pairs.p_thai, pairs.p_japanese)
    for name, column in zip(FIGURES, figures, strict=True):
        rows[name] = np.rint(np.asarray(column, np.float64) * SCALE)
    return rows.tobytes()


def keys_of(pairs: Pairs, country: Country) -> Keys:
    return np.array([int(firm.id) for firm in pairs.market.companies[country]], np.int64)


@dataclass(frozen=True)
class Scored:
    """Pairs sorted by both firms in the engine's order, that of keys as text; `thai` and `japanese` number them.

    `thai_firms` and `japanese_firms` are the keys of the firms by their numbers.
    """

    rows: Rows
    thai_firms: Keys
    japanese_firms: Keys
    thai: Keys
    japanese: Keys

    @classmethod
    def of(cls, rows: Rows) -> "Scored":
        firms, numbers = zip(*(numbered(rows[side]) for side in ("thai", "japanese")), strict=True)
        places = numbers[0] * len(firms[1]) + numbers[1]
        # Shards in their order are sorted already.
        order = np.argsort(places, kind="stable") if (places[1:] < places[:-1]).any() else slice(None)
        return cls(rows[order], *firms, *(column[order] for column in numbers))

    @classmethod
    def of_pairs(cls, pairs: Iterable[ScoredPair]) -> "Scored":
        return cls.of(np.array([row_of(pair) for pair in pairs], PAIR))

    def __getitem__(self, which: Keys) -> "Scored":
        columns = {name: getattr(self, name)[which] for name in ("rows", "thai", "japanese")}
        return replace(self, **columns)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def p_both(self) -> NDArray[np.float64]:
        return chance_of_both(self.rows["p_thai_accepts"] / SCALE, self.rows["p_japanese_accepts"] / SCALE)

    @property
    def worth(self) -> Keys:
        """`p_both` in whole units of 1 / SCALE, as the assignment counts it."""
        return np.rint(self.p_both * SCALE).astype(np.int64)

    def pair(self, place: int) -> ScoredPair:
        return pair_of(self.rows[place])

    def pairs(self, places: Iterable[int]) -> list[ScoredPair]:
        return [self.pair(place) for place in places]

    def places_of(self, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
        """Place of each of these (Thai, Japanese) keys that was scored."""
        number = [{key: n for n, key in enumerate(firms.tolist())} for firms in self.firms]
        width = len(self.japanese_firms)
        known = [pair for pair in pairs if pair[0] in number[0] and pair[1] in number[1]]
        wanted = np.array([number[0][thai] * width + number[1][other] for thai, other in known], np.int64)
        all_ = self.thai * width + self.japanese
        places = np.searchsorted(all_, wanted)
        return {
            pair: place
            for pair, place, key in zip(known, places.tolist(), wanted.tolist(), strict=True)
            if place < len(all_) and all_[place] == key
        }

    @property
    def firms(self) -> tuple[Keys, Keys]:
        return self.thai_firms, self.japanese_firms


def numbered(keys: Keys) -> tuple[Keys, Keys]:
    """(the firms in the order of their keys as text, the number of each key among them)."""
    firms, numbers = np.unique(keys, return_inverse=True)
    order = np.argsort(firms.astype(str), kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return firms[order], place[numbers]


def pair_of(row: np.void) -> ScoredPair:
    return ScoredPair(str(row["thai"]), str(row["japanese"]), *(int(row[name]) / SCALE for name in FIGURES))


def row_of(pair: ScoredPair) -> tuple[int, ...]:
    return int(pair.thai_id), int(pair.japanese_id), *(round(getattr(pair, name) * SCALE) for name in FIGURES)


def best_of(run: Run) -> Scored:
    """The pairs in the top of either of their sides, over all shards."""
    kept = run.shards.exclude(found=None).values_list("found", flat=True)
    parts = [np.frombuffer(bytes(found or b""), PAIR) for found in kept]
    scored = Scored.of(np.concatenate([np.zeros(0, PAIR), *parts]))
    return scored[in_top(scored, TOP)]


def of_outcome(row: RunPair) -> ScoredPair:
    return ScoredPair(str(row.thai_id), str(row.japanese_id), *(getattr(row, name) for name in FIGURES))
