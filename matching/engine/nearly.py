"""Fits of a block of statements to another, off by no more than the products' error: the first pass over a market."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.constraints.codes import NUMERIC
from matching.engine.constraints.comparing import RULES
from matching.engine.constraints.planes import BROKEN_IS, GAINS, SHARES, words_found
from matching.engine.fit import BY_MEANING, BY_TAGS, CSLS_HIGH, CSLS_LOW
from matching.engine.kinds import ANSWERS, BY_KIND
from matching.engine.layout import Layout, Numbers, Part
from matching.engine.products import Products
from matching.engine.types import Floats

SPAN = CSLS_HIGH - CSLS_LOW
BY_COSINE = np.float32(BY_MEANING / SPAN)
MOST_BY_MEANING = np.float32(BY_MEANING)
MOST_BY_TAGS = np.float32(BY_TAGS)


@dataclass
class Bench:
    """Room to work in, used again for every block: fresh memory costs more than the sums."""

    products: Products
    room: dict[str, NDArray[Any]] = field(default_factory=dict)
    kept: dict[Any, Any] = field(default_factory=dict)

    def take(self, name: str, shape: tuple[int, ...], kind: type = np.float32) -> NDArray[Any]:
        size = int(np.prod(shape))
        if name not in self.room or self.room[name].size < size:
            self.room[name] = np.zeros(size, kind)
        return self.room[name][:size].reshape(shape)


def best_fits(
    bench: Bench, rows: Part, columns: Part, packed: Any, *, needs_first: bool, out: Floats
) -> Floats:
    """Best fit of any need to any offer for every firm of `rows` and of `columns`; 0 where one says nothing.

    `needs_first`: the rows are needs and the columns offers, else the other way round. `packed` holds the columns.
    """
    found = fits(bench, rows, columns, packed, needs_first=needs_first)
    return best_of_firms(found, rows.layout, columns.layout, bench, out)


def fits(bench: Bench, rows: Part, columns: Part, packed: Any, *, needs_first: bool) -> Floats:
    trade = bench.take("trade", (len(rows), len(columns)))
    if not trade.size:
        return trade
    bench.products.dots(rows.coded, packed, trade, bench.kept)
    trade *= 2 * BY_COSINE * columns.coded.scales
    trade *= rows.coded.scales[:, None]
    trade -= BY_COSINE * columns.hubness
    trade -= (BY_COSINE * (rows.hubness + np.float32(CSLS_LOW)))[:, None]
    np.clip(trade, 0, MOST_BY_MEANING, out=trade)
    trade += agreement(bench, rows, columns)
    weigh_conditions(bench, trade, rows, columns, needs_first=needs_first)
    return weigh_kinds(bench, trade, rows, columns, needs_first=needs_first)


def agreement(bench: Bench, rows: Part, columns: Part) -> Floats:
    """What capabilities and things add to the trade."""
    found = bench.take("agreement", (len(rows), len(columns)))
    found.fill(0)
    flat = found.reshape(-1)
    for branch, (mine, profiles) in rows.branches.items():
        if branch in columns.branches:
            theirs, others = columns.branches[branch]
            found[np.ix_(mine, theirs)] += profiles @ others.T
    mine, theirs = rows.named.joined(columns.named)
    shared = rows.named.weights[mine] * columns.named.weights[theirs]
    np.add.at(flat, rows.named.rows[mine] * len(columns) + columns.named.rows[theirs], shared)
    np.minimum(found, 1, out=found)
    found *= MOST_BY_TAGS
    return found


def weigh_conditions(bench: Bench, trade: Floats, rows: Part, columns: Part, *, needs_first: bool) -> None:
    """As planes.weigh_conditions, for pairs found by joining those who state the same.

    Nearly every offer holds a certificate: needs that ask for one are weighed against all offers at once.
    """
    counts = bench.take("counts", trade.shape, np.int16)
    flat = counts.reshape(-1)
    where = []
    for places, points in counted(rows, columns, needs_first=needs_first):
        np.add.at(flat, places, np.int16(points))
        where.append(places)
    needs, offers = (rows, columns) if needs_first else (columns, rows)
    if len(needs.asking):
        of_needs, trades = (counts, trade) if needs_first else (counts.T, trade.T)
        found = of_needs[needs.asking] + certified(needs, offers)
        trades[needs.asking] = weighed(trades[needs.asking], found)
        of_needs[needs.asking] = 0
    if where:
        all_places, values = np.concatenate(where), trade.reshape(-1)
        # A pair that was found twice is written twice, with the same value.
        values[all_places] = weighed(values[all_places], flat[all_places])
        flat[all_places] = 0


GAINS32, SHARES32 = GAINS.astype(np.float32), SHARES.astype(np.float32)


def weighed(fit: Floats, counts: NDArray[np.int16]) -> Floats:
    gained = 1 - fit
    gained *= fit
    gained *= GAINS32[counts]
    gained += fit
    gained *= SHARES32[counts]
    return gained


def certified(needs: Part, offers: Part) -> NDArray[np.int16]:
    """Points of met and broken certificates, (needs that ask for one, offers)."""
    wanted, given = needs.conditions.certificates[needs.asking], offers.conditions.certificates
    shared = np.zeros((len(wanted), len(given)), bool)
    missing = shared.copy()
    for need, offer in zip(wanted.T, given.T, strict=True):
        shared |= (need[:, None] & offer) != 0
        missing |= (need[:, None] & ~offer) != 0
    met = np.where(needs.conditions.any_of[needs.asking, 1:], shared, ~missing)
    points = np.where(met, np.int16(1), np.int16(BROKEN_IS))
    points *= given.any(axis=1)
    return points


def counted(rows: Part, columns: Part, *, needs_first: bool) -> list[tuple[Numbers, int]]:
    """(places of pairs, points) of met and broken figures and of met materials."""
    width, found = len(columns), []
    (codes, mine), (others, theirs) = rows.stated, columns.stated
    mine_from = np.searchsorted(codes, np.arange(len(NUMERIC) + 1)).tolist()
    theirs_from = np.searchsorted(others, np.arange(len(NUMERIC) + 1)).tolist()
    for number, code in enumerate(NUMERIC):
        r = mine[mine_from[number] : mine_from[number + 1]]
        c = theirs[theirs_from[number] : theirs_from[number + 1]]
        if not len(r) or not len(c):
            continue
        at_rows = [plane[r, number][:, None] for plane in (rows.conditions.low, rows.conditions.high)]
        at_columns = [
            plane[c, number][None, :] for plane in (columns.conditions.low, columns.conditions.high)
        ]
        bounds = (*at_rows, *at_columns) if needs_first else (*at_columns, *at_rows)
        places = r[:, None] * width + c[None, :]
        for flags, points in zip(RULES[code.rule](*bounds), (1, BROKEN_IS), strict=True):
            found.append((places[flags], points))
    needs, offers = (rows, columns) if needs_first else (columns, rows)
    wanted = needs.conditions.materials, offers.conditions.materials, needs.conditions.any_of[:, 0]
    for places, points in words_found(*wanted, breaks=0):
        if not needs_first:
            need, offer = np.divmod(places, len(offers))
            places = offer * width + need
        found.append((places, points))
    return found


def weigh_kinds(bench: Bench, trade: Floats, rows: Part, columns: Part, *, needs_first: bool) -> Floats:
    answers, worth = (ANSWERS, BY_KIND) if needs_first else (ANSWERS.T, BY_KIND.T)
    table = np.ascontiguousarray(answers[:, columns.kinds])
    weights = np.take(table, rows.kinds, axis=0, out=bench.take("weights", trade.shape), mode="clip")
    trade *= weights
    for kind in np.flatnonzero(worth.any(axis=1)):
        mine = np.flatnonzero(rows.kinds == kind)
        theirs = np.flatnonzero(worth[kind, columns.kinds])
        if len(mine) and len(theirs):
            block = np.ix_(mine, theirs)
            trade[block] = np.minimum(trade[block] + worth[kind, columns.kinds[theirs]], 1)
    return trade


def best_of_firms(found: Floats, rows: Layout, columns: Layout, bench: Bench, out: Floats) -> Floats:
    """Maximum over the statements of each two firms, in the order of the firms."""
    best = bench.take("best", (rows.firms, columns.firms))
    best.fill(0)
    for mine in rows.planes:
        for theirs in columns.planes:
            corner = best[: mine.stop - mine.start, : theirs.stop - theirs.start]
            np.maximum(corner, found[mine, theirs], out=corner)
    return np.take(best[rows.place], columns.place, axis=1, out=out, mode="clip")
