"""One statement that stands nowhere yet, scored against a market as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.engine.center import neighbourhood
from matching.engine.constraints.codes import NUMERIC
from matching.engine.constraints.planes import conditions_of
from matching.engine.context import Context
from matching.engine.fit import fit_needs_to_offers
from matching.engine.market import SIDES, Group, Market, hear, make_group, owned_by
from matching.engine.newcomers import Sums, centred_among
from matching.engine.types import Company, Country, Floats, Stated


@dataclass(frozen=True)
class Met:
    """How each statement of the other side meets the one on trial, in the order of `group`.

    `fits` in [0, 1], shape (n,). `group` holds the other side, `own` the one statement.
    """

    own: Group
    group: Group
    fits: Floats

    @property
    def best(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        """(owners, their best statement, its fit); best owner first, ties by place in the market."""
        if not len(self.fits):
            empty = np.zeros(0, np.int64)
            return empty, empty, np.zeros(0, np.float32)
        order = np.lexsort((np.arange(len(self.fits)), -self.fits))
        owners, first = np.unique(self.group.owners[order], return_index=True)
        places = order[first]
        ranked = np.lexsort((owners, -self.fits[places]))
        return owners[ranked], places[ranked], self.fits[places[ranked]]


def try_out(
    market: Market, sums: Sums, firm: Company, vector: Floats, tags: Sequence[tuple[str, float]]
) -> Met:
    """The one statement of `firm` beside every statement it could meet. `vector`: raw, unit length.

    As if it stood in the market; the others' means and hubs are left as they are without it.
    """
    (statement,) = firm.statements
    other: Country = "JP" if firm.country == "TH" else "TH"
    group = market.groups[other, "offer" if statement.side == "need" else "need"]
    heard = hear([firm], statement.side, {statement.id: vector}, {statement.id: tags}, market.taxonomy)
    heard = replace(heard, vectors=centred_among(sums, firm.country, statement, vector))
    context = Context.of([heard, *standing_of(market, firm)], 1, market.taxonomy)
    own = make_group(heard, statement.side, context, [firm.certifications])
    return weighed(market, replace(own, hubness=hubness_of(own.vectors, group)), group)


def standing_of(market: Market, firm: Company) -> list[Group]:
    """What the firm says in the market, each in context already, which together points the same way."""
    number = market.index(firm.country).get(firm.id)
    return [] if number is None else [owned_by(market.groups[firm.country, side], [number]) for side in SIDES]


def hubness_of(row: Floats, group: Group) -> Floats:
    return neighbourhood(row, group.vectors) if len(group) else np.zeros(1, np.float32)


def weighed(market: Market, own: Group, group: Group) -> Met:
    if own.statements[0].side == "need":
        fits = fit_needs_to_offers(own, group, market.taxonomy, slice(None))[0]
    else:
        fits = fit_needs_to_offers(group, own, market.taxonomy, slice(None))[:, 0]
    return Met(own, group, fits)


def without(market: Market, met: Met, code: str) -> Met:
    """The same trial had its author not stated this condition."""
    (statement,) = met.own.statements
    kept = tuple(stated for stated in statement.conditions or () if stated.code != code)
    changed = replace(statement, conditions=kept)
    own = replace(met.own, statements=(changed,), conditions=conditions_of([changed], [()]))
    return weighed(market, own, met.group)


def stating(group: Group, places: Sequence[int]) -> dict[str, int]:
    """How many of these statements state each condition."""
    rows = np.asarray(places, np.int64)
    held = group.conditions[rows]
    numbers = ~np.isnan(held.low) | ~np.isnan(held.high)
    counts = {code.name: int(numbers[:, column].sum()) for column, code in enumerate(NUMERIC)}
    counts["material"] = int(held.materials.any(axis=1).sum())
    counts["certificate"] = int(held.certificates.any(axis=1).sum())
    return counts


def codes_of(conditions: Sequence[Stated]) -> set[str]:
    return {stated.code for stated in conditions}
