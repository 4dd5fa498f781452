"""Things many statements name as arrays, and what naming the same ones adds to the agreement of pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.glossary import MOST_THINGS, glossary, read_things
from matching.engine.types import Floats, Statement

# What one shared thing counts beside one shared capability. Chosen, like the share below, on the labelled sets
# dev and held, where neighbouring values do nearly as well; docs/matching.md has the figures.
THING_COUNTS = 0.4
# An offer names more things than one need asks for: those it names beside them count half against it.
COUNTS_AGAINST = {"need": 1.0, "offer": 0.5}


@dataclass(frozen=True)
class NamedThings:
    """Of n statements; slicing slices both."""

    numbers: NDArray[np.int64]  # (n, MOST_THINGS) places in the glossary, its length where there is none
    weights: Floats  # (n, MOST_THINGS), 0 where there is none

    def __getitem__(self, rows: Any) -> "NamedThings":
        return NamedThings(self.numbers[rows], self.weights[rows])

    @property
    def marks(self) -> NDArray[np.uint64]:
        """(n,) a bit for each thing, shared by every 64th."""
        bits = np.uint64(1) << (self.numbers % 64).astype(np.uint64)
        return np.bitwise_or.reduce(np.where(self.weights > 0, bits, np.uint64(0)), axis=1)

    @property
    def squares(self) -> Floats:
        """(n,) what the things add to the squared length of a statement's profile."""
        return THING_COUNTS * np.einsum("ij,ij->i", self.weights, self.weights)

    def over(self, lengths: Floats) -> "NamedThings":
        """Weights divided by the lengths of the profiles, so that products are parts of a cosine."""
        scaled = np.float32(THING_COUNTS**0.5) * self.weights
        shares = np.divide(scaled, lengths, out=np.zeros_like(scaled), where=lengths > 0)
        return NamedThings(self.numbers, shares)


def things_of(statements: Sequence[Statement]) -> NamedThings:
    """Those kept with a statement, or read from its text; a thing that left the glossary is no more."""
    place = {slug: number for number, slug in enumerate(glossary())}
    numbers = np.full((len(statements), MOST_THINGS), len(place), np.int64)
    weights = np.zeros((len(statements), MOST_THINGS), np.float32)
    for row, statement in enumerate(statements):
        named = read_things(statement.text) if statement.things is None else statement.things
        known = [(place[slug], weight) for slug, weight in named if slug in place][:MOST_THINGS]
        for column, (number, weight) in enumerate(known):
            numbers[row, column], weights[row, column] = number, weight
    return NamedThings(numbers, weights)


def add_shared(agreement: Floats, needs: NamedThings, offers: NamedThings) -> None:
    """Adds the products of the things both sides name to `agreement`, shape (needs, offers), thing by thing.

    Few pairs share one, so a product over the whole glossary would mostly multiply zeros.
    """
    for number in np.intersect1d(needs.numbers[needs.weights > 0], offers.numbers[offers.weights > 0]):
        rows, wanted = naming(needs, number)
        columns, given = naming(offers, number)
        agreement[np.ix_(rows, columns)] += wanted[:, None] * given[None, :]


def shared_things(one: NamedThings, other: NamedThings) -> tuple[str, ...]:
    """Slugs of the things two statements name (one row of each), in the order of the first."""
    slugs = list(glossary())
    return tuple(slugs[number] for number in one.numbers if number < len(slugs) and number in other.numbers)


def naming(things: NamedThings, number: int) -> tuple[NDArray[np.int64], Floats]:
    """(rows, weights) of the statements that name a thing."""
    rows, columns = np.nonzero((things.numbers == number) & (things.weights > 0))
    return rows, things.weights[rows, columns]
