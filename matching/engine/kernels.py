"""What is done for every pair of statements, compiled (numba): passes of numpy over blocks took longer than the sums.

All compiled code stands in this file: a kept compilation is renewed when this file or arrays.py changes, and figures
chosen elsewhere come in as arguments. `tests/matching/engine/test_allpairs.py` holds all of it to the kernels in numpy,
pair by pair.
"""

import hashlib
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba import njit

from matching.engine import arrays
from matching.engine.arrays import (
    BROKEN_IS,
    GRID,
    NAMES_CERTIFICATES,
    NAMES_MATERIALS,
    RULES,
    Columns,
    Numbers,
    Rows,
    Said,
    Stating,
    Tables,
)
from matching.engine.types import Floats

kept_in = numba.config.CACHE_DIR  # type: ignore[attr-defined]
if kept_in:
    # numba looks at this file alone, but the order of fields in arrays.py is compiled in as well.
    sources = Path(__file__).read_bytes() + Path(arrays.__file__).read_bytes()
    numba.config.CACHE_DIR = str(Path(kept_in) / hashlib.sha256(sources).hexdigest()[:16])  # type: ignore[attr-defined]

compiled = njit(nogil=True, cache=True, error_model="numpy")
# Sums that are exact in any order, on the engine's grid or because their error is allowed for.
in_any_order = njit(nogil=True, cache=True, error_model="numpy", fastmath=True)
FINEST, COVERS, REACHES, WITHIN, FITS = range(len(RULES))


@compiled
def compare(rule: int, need_low: float, need_high: float, low: float, high: float) -> tuple[bool, bool]:
    """(met, broken) as constraints/comparing.py has it; a comparison with NaN, which is open, is false."""
    if rule == FINEST:
        allowed = need_low if np.isnan(need_high) else need_high
        reached = high if np.isnan(low) else low
        return reached <= allowed, reached > allowed
    if rule == COVERS:
        outside = need_low < low or need_high > high or need_low > high or need_high < low
        if low == high:
            return need_low == low and need_high == high, False
        return not outside, outside
    if rule == REACHES:
        wanted = need_low if np.isnan(need_high) else need_high
        at_least = need_high if np.isnan(need_low) else need_low
        return high >= wanted, high < at_least
    if rule == WITHIN:
        earliest = high if np.isnan(low) else low
        return high <= need_high, earliest > need_high
    inside = need_low <= low and need_high <= high
    return inside, not inside


@compiled
def are_met(wanted: Any, need: int, given: Any, offer: int, any_of: Any, column: int) -> bool:
    shared, missing = False, False
    for place in range(wanted.shape[1]):
        shared |= (wanted[need, place] & given[offer, place]) != 0
        missing |= (wanted[need, place] & ~given[offer, place]) != 0
    return shared if any_of[need, column] else not missing


@compiled
def weighed(trade: Any, gain: Any, share: Any) -> Any:
    """In the order and the widths of planes.weigh_conditions."""
    gained = gain * np.float64(trade) * np.float64(np.float32(1) - trade)
    return np.float32((np.float64(trade) + gained) * share)


@compiled
def product(rows: Any, row: int, others: Any, other: int) -> Any:
    """Of whole steps of the grid, added up exactly in 32 bits, as a float."""
    total = np.int32(0)
    for place in range(rows.shape[1]):
        total = np.int32(total + np.int32(np.int32(rows[row, place]) * np.int32(others[other, place])))
    return np.float32(total) / np.float32(GRID * GRID)


@compiled
def shared_things(
    named: Any, named_weights: Any, need: int, given: Any, given_weights: Any, offer: int, total: Any
) -> Any:
    """Adds to `total` thing by thing, in the order of their numbers."""
    for i in range(named.shape[1]):
        for j in range(given.shape[1]):
            if named[need, i] == given[offer, j]:
                total += named_weights[need, i] * given_weights[offer, j]
    return total


@compiled
def count(wanted: Stating, need: int, given: Stating, offer: int, both: int, rules: Numbers) -> int:
    """Met + 32 x broken conditions of those a need and an offer both state, by the bits of `both`."""
    points = 0
    for code in range(len(rules)):
        if (both >> np.uint32(code)) & np.uint32(1):
            bounds = wanted.low[need, code], wanted.high[need, code]
            met, broken = compare(rules[code], *bounds, given.low[offer, code], given.high[offer, code])
            points += met + BROKEN_IS * broken
    if both & NAMES_MATERIALS:
        points += are_met(wanted.materials, need, given.materials, offer, wanted.any_of, 0)
    if both & NAMES_CERTIFICATES:
        met = are_met(wanted.certificates, need, given.certificates, offer, wanted.any_of, 1)
        points += 1 if met else BROKEN_IS
    return points


@compiled
def fits_of_pairs(
    needs: Said,
    offers: Said,
    of_seekers: Numbers,
    of_givers: Numbers,
    order: Numbers,
    tables: Tables,
    out: Floats,
) -> None:
    """Best fit of any need of each seeker to any offer of the giver beside it, 0 where one says nothing.

    Each is that of fit.fit_needs_to_offers, bit for bit. `of_seekers`, `of_givers`: (2, pairs) where the statements
    of each begin and end. Arrays are read by their places: a slice costs as much as the sum over it.
    """
    zero, one, two = np.float32(0), np.float32(1), np.float32(2)
    named, named_weights, given, given_weights = needs.numbers, needs.weights, offers.numbers, offers.weights
    wanted, stated = needs.stating.mask, offers.stating.mask
    answers, by_kind = tables.answers, tables.by_kind
    for pair in order:
        best = zero
        for need in range(of_seekers[0, pair], of_seekers[1, pair]):
            for offer in range(of_givers[0, pair], of_givers[1, pair]):
                near = two * product(needs.vectors, need, offers.vectors, offer)
                near = near - needs.hubness[need] - offers.hubness[offer]
                meaning = min(max((near - tables.csls_low) / tables.csls_span, zero), one)
                shared = product(needs.profiles, need, offers.profiles, offer)
                if needs.marks[need] & offers.marks[offer]:
                    shared = shared_things(named, named_weights, need, given, given_weights, offer, shared)
                trade = tables.by_meaning * meaning + tables.by_tags * min(shared, one)
                both = wanted[need] & stated[offer]
                if both:
                    points = count(needs.stating, need, offers.stating, offer, both, tables.rules)
                    if points:
                        trade = weighed(trade, tables.gains[points], tables.shares[points])
                kinds = needs.kinds[need], offers.kinds[offer]
                found = min(trade * answers[kinds] + by_kind[kinds], one)
                best = max(best, np.rint(found * tables.steps) / tables.steps)
        out[pair] = best


@in_any_order
def add_scaled(sums: Floats, weight: Any, values: Floats) -> None:
    for place in range(len(values)):
        sums[place] += weight * values[place]


@in_any_order
def scatter(agreement: Floats, places: Any, weight: Any, values: Floats) -> None:
    for place in range(len(values)):
        agreement[places[place]] += weight * values[place]


@compiled
def add_capabilities(agreement: Floats, sums: Floats, profile: Floats, columns: Columns) -> None:
    for branch in range(len(columns.node_first) - 1):
        first, last = columns.branch_first[branch], columns.branch_first[branch + 1]
        start, some, of_branch = columns.value_first[branch], False, sums[: last - first]
        for node in range(columns.node_first[branch], columns.node_first[branch + 1]):
            if profile[node] != 0:
                if not some:
                    of_branch[:] = 0
                    some = True
                add_scaled(of_branch, profile[node], columns.values[start : start + last - first])
            start += last - first
        if some:
            scatter(agreement, columns.branch_rows[first:last], np.float32(1), of_branch)


@compiled
def add_things(agreement: Floats, numbers: Numbers, weights: Floats, columns: Columns) -> None:
    for place in range(len(numbers)):
        if weights[place] > 0:
            named = slice(columns.thing_first[numbers[place]], columns.thing_first[numbers[place] + 1])
            scatter(agreement, columns.thing_rows[named], weights[place], columns.thing_weights[named])


@in_any_order
def weigh_meaning(
    trade: Floats,
    codes: Any,
    agreement: Floats,
    scale: Any,
    least: Any,
    scales: Floats,
    hubness: Floats,
    tables: Tables,
) -> None:
    zero, one = np.float32(0), np.float32(1)
    slope, by_meaning, by_tags = one / tables.csls_span, tables.by_meaning, tables.by_tags
    for column in range(len(trade)):
        meaning = (np.float32(codes[column]) * (scale * scales[column]) - (least + hubness[column])) * slope
        meaning = min(max(meaning, zero), one)
        trade[column] = by_meaning * meaning + by_tags * min(agreement[column], one)


@compiled
def count_figures(
    counts: Any,
    rule: int,
    row_low: Any,
    row_high: Any,
    low: Floats,
    high: Floats,
    members: Any,
    needs_first: bool,
) -> None:
    for place in range(len(members)):
        column = members[place]
        if needs_first:
            met, broken = compare(rule, row_low, row_high, low[column], high[column])
        else:
            met, broken = compare(rule, low[column], high[column], row_low, row_high)
        counts[column] += met + BROKEN_IS * broken


@compiled
def count_words(
    counts: Any,
    row: int,
    words: Any,
    any_of: Any,
    others: Any,
    others_any_of: Any,
    column: int,
    breaks: int,
    members: Any,
    needs_first: bool,
) -> None:
    for place in range(len(members)):
        other = members[place]
        if needs_first:
            met = are_met(words, row, others, other, any_of, column)
        else:
            met = are_met(others, other, words, row, others_any_of, column)
        counts[other] += 1 if met else breaks


@compiled
def weigh_stated(
    trade: Floats, counts: Any, rows: Stating, row: int, columns: Columns, needs_first: bool, tables: Tables
) -> None:
    mask, theirs, first = rows.mask[row], columns.stating, columns.code_first
    codes = len(tables.rules)
    for code in range(codes):
        if (mask >> np.uint32(code)) & np.uint32(1):
            members = columns.code_rows[first[code] : first[code + 1]]
            bounds = rows.low[row, code], rows.high[row, code]
            count_figures(
                counts, tables.rules[code], *bounds, theirs.low[code], theirs.high[code], members, needs_first
            )
    if mask & NAMES_MATERIALS:
        members = columns.code_rows[first[codes] : first[codes + 1]]
        count_words(
            counts,
            row,
            rows.materials,
            rows.any_of,
            theirs.materials,
            theirs.any_of,
            0,
            0,
            members,
            needs_first,
        )
    if mask & NAMES_CERTIFICATES:
        members = columns.code_rows[first[codes + 1] : first[codes + 2]]
        count_words(
            counts,
            row,
            rows.certificates,
            rows.any_of,
            theirs.certificates,
            theirs.any_of,
            1,
            BROKEN_IS,
            members,
            needs_first,
        )
    weigh_counted(trade, counts, tables.gains, tables.shares)


@in_any_order
def weigh_counted(trade: Floats, counts: Any, gains: Any, shares: Any) -> None:
    for column in range(len(trade)):
        points = counts[column]
        if points:
            trade[column] = weighed(trade[column], gains[points], shares[points])
            counts[column] = 0


@in_any_order
def keep_best(best: Floats, trade: Floats, answers: Floats, by_kind: Floats) -> None:
    one = np.float32(1)
    for place in range(len(trade)):
        best[place] = max(best[place], min(trade[place] * answers[place] + by_kind[place], one))


@compiled
def near_fits(
    codes: Any, rows: Rows, columns: Columns, needs_first: bool, tables: Tables, out: Floats
) -> None:
    """Best fit of every firm of `rows` with every firm of `columns`, from the products of their codes."""
    width = codes.shape[1]
    agreement, sums, trade = (
        np.empty(width, np.float32),
        np.empty(width, np.float32),
        np.empty(width, np.float32),
    )
    counts, planes = np.zeros(width, np.uint16), columns.plane_first
    best = np.zeros(out.shape, np.float32)
    for row in range(codes.shape[0]):
        agreement[:] = 0
        add_capabilities(agreement, sums, rows.profiles[row], columns)
        add_things(agreement, rows.numbers[row], rows.weights[row], columns)
        scale = np.float32(2) * rows.scales[row]
        least = rows.hubness[row] + tables.csls_low
        weigh_meaning(trade, codes[row], agreement, scale, least, columns.scales, columns.hubness, tables)
        if rows.stating.mask[row]:
            weigh_stated(trade, counts, rows.stating, row, columns, needs_first, tables)
        kind, found = rows.kinds[row], best[rows.owners[row]]
        for plane in range(len(planes) - 1):
            some = slice(planes[plane], planes[plane + 1])
            keep_best(found, trade[some], columns.answers[kind, some], columns.by_kind[kind, some])
    for firm in range(out.shape[1]):
        out[:, firm] = best[:, columns.place[firm]]


@compiled
def keep_nearest(block: Floats, of_rows: Floats, of_columns: Floats) -> None:
    """Take the similarities of a block (rows, columns) into the greatest of each row and of each column, which stand
    ascending; shapes (rows, k) and (columns, l)."""
    for row in range(block.shape[0]):
        for column in range(block.shape[1]):
            value = block[row, column]
            if value > of_rows[row, 0]:
                take_in(of_rows[row], value)
            if value > of_columns[column, 0]:
                take_in(of_columns[column], value)


@compiled
def take_in(greatest: Floats, value: Any) -> None:
    """In place of the least of those that stand ascending."""
    place = 1
    while place < len(greatest) and greatest[place] < value:
        greatest[place - 1] = greatest[place]
        place += 1
    greatest[place - 1] = value
