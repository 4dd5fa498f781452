"""Every published firm as one bit a facet value: sets and counts of the directory in microseconds.

A value is a pair such as ("country", "JP"); its row has one bit a firm, packed. A firm keeps its place as long as
the shelf lives. A shelf never changes: `updated` gives the next one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from companies.search.facts import Value, facts_of, firms_of
from companies.search.labels import Labels, read_labels

Bits = NDArray[np.uint8]
Places = NDArray[np.int64]
SPARE = 256


@dataclass(frozen=True)
class Shelf:
    """`keys`: firm of each place (0: none). `names` are sorted by, `spellings` looked up.

    `rows`: value -> its line in `matrix`, shape (values, places / 8).
    """

    keys: NDArray[np.int64]
    rows: Mapping[Value, int]
    matrix: Bits
    names: tuple[str, ...]
    spellings: tuple[str, ...]
    published: NDArray[np.float64]
    place_of: Mapping[int, int]
    by_name: Places
    by_date: Places
    labels: Labels

    @property
    def everyone(self) -> Bits:
        return np.packbits(self.keys > 0)

    def having(self, value: Value) -> Bits:
        row = self.rows.get(value)
        return self.matrix[row] if row is not None else np.zeros(self.matrix.shape[1], np.uint8)

    def having_any(self, values: Iterable[Value]) -> Bits:
        found = [self.rows[value] for value in values if value in self.rows]
        if not found:
            return np.zeros(self.matrix.shape[1], np.uint8)
        return np.asarray(np.bitwise_or.reduce(self.matrix[found], axis=0))

    def firms(self, keys: Iterable[int]) -> Bits:
        """The bits of these firms, as far as they are here."""
        chosen = np.zeros(len(self.keys), bool)
        chosen[[self.place_of[key] for key in keys if key in self.place_of]] = True
        return np.packbits(chosen)

    def spelt_with(self, typed: str) -> list[int]:
        """Firms in one of whose names these signs stand side by side; for fewer than an index of trigrams holds."""
        return [int(self.keys[place]) for place, names in enumerate(self.spellings) if typed in names]

    def counts(self, facet: str, among: Bits) -> dict[str, int]:
        """Code -> how many of `among` have that value of the facet."""
        values = [(code, row) for (name, code), row in self.rows.items() if name == facet]
        if not values:
            return {}
        numbers = np.bitwise_count(self.matrix[[row for _code, row in values]] & among).sum(axis=1)
        return {code: int(number) for (code, _row), number in zip(values, numbers, strict=True) if number}

    def places(self, bits: Bits) -> NDArray[np.bool_]:
        return np.unpackbits(bits, count=len(self.keys)).astype(bool)


def count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum())


def full_shelf() -> Shelf:
    """All published firms, read anew."""
    firms = firms_of(None)
    size = -(-(len(firms) + SPARE) // 8) * 8
    keys, names, spellings = np.zeros(size, np.int64), [""] * size, [""] * size
    published = np.zeros(size)
    place_of = {}
    for place, (key, name, spelt, at) in enumerate(firms):
        keys[place], names[place], spellings[place] = key, name, spelt
        published[place], place_of[key] = at, place
    lines, matrix = filled(facts_of(None), place_of, {}, np.zeros((0, size // 8), np.uint8))
    return finished(keys, names, spellings, published, place_of, lines, matrix, read_labels())


def updated(shelf: Shelf, changed: Sequence[int]) -> Shelf | None:
    """With these firms read anew; None where there is no room left for new ones."""
    firms = firms_of(changed)
    place_of = dict(shelf.place_of)
    keys, published = shelf.keys.copy(), shelf.published.copy()
    names, spellings = list(shelf.names), list(shelf.spellings)
    matrix = shelf.matrix.copy()
    for key in changed:
        if key in place_of:
            clear(matrix, place_of[key])
            keys[place_of[key]], spellings[place_of[key]] = 0, ""
    new = [key for key, *_rest in firms if key not in place_of]
    if len(place_of) + len(new) > len(keys):
        return None
    place_of |= {key: place for place, key in enumerate(new, len(place_of))}
    for key, name, spelt, at in firms:
        place = place_of[key]
        keys[place], names[place], spellings[place], published[place] = key, name, spelt, at
    lines, matrix = filled(facts_of(changed), place_of, dict(shelf.rows), matrix)
    return finished(keys, names, spellings, published, place_of, lines, matrix, shelf.labels)


def clear(matrix: Bits, place: int) -> None:
    matrix[:, place >> 3] &= np.uint8(~(0x80 >> (place & 7)) & 0xFF)


def filled(
    facts: Mapping[Value, Sequence[int]], place_of: Mapping[int, int], lines: dict[Value, int], matrix: Bits
) -> tuple[dict[Value, int], Bits]:
    """The bits of `facts` set, new values on new lines."""
    fresh = [value for value in facts if value not in lines]
    lines |= {value: line for line, value in enumerate(fresh, len(lines))}
    matrix = np.concatenate([matrix, np.zeros((len(fresh), matrix.shape[1]), np.uint8)])
    for value, firms in facts.items():
        chosen = np.zeros(matrix.shape[1] * 8, bool)
        chosen[[place_of[firm] for firm in firms if firm in place_of]] = True
        matrix[lines[value]] |= np.packbits(chosen)
    return lines, matrix


def finished(
    keys: NDArray[np.int64],
    names: list[str],
    spellings: list[str],
    published: NDArray[np.float64],
    place_of: dict[int, int],
    lines: dict[Value, int],
    matrix: Bits,
    labels: Labels,
) -> Shelf:
    """Sort keys are by code point, which no database's collation changes."""
    by_name = np.array(sorted(range(len(keys)), key=lambda place: (names[place], keys[place])), np.int64)
    by_date = np.lexsort((keys, -published))
    return Shelf(
        keys,
        lines,
        matrix,
        tuple(names),
        tuple(spellings),
        published,
        place_of,
        by_name,
        by_date,
        labels,
    )
