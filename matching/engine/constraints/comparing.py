"""Whether an offer meets what a need states: met, not met, or unknown where the offer is silent.

Each rule takes the bounds of need and offer as arrays that broadcast, NaN for an open one, and answers with two
boolean arrays (met, broken) of the common shape; where neither holds the answer is unknown.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from matching.engine.constraints.codes import BY_NAME, Rule
from matching.engine.constraints.reading import read_conditions
from matching.engine.constraints.vocabulary import FAMILY_OF
from matching.engine.types import Condition, Floats, Stated, Statement

Flags = NDArray[np.bool_]
Answer = tuple[Flags, Flags]


def first_known(one: Floats, other: Floats) -> Floats:
    return np.where(np.isnan(one), other, one)


def finest(need_low: Floats, need_high: Floats, low: Floats, high: Floats) -> Answer:
    """Smaller is better: what the offer reaches at its best against the loosest the need allows."""
    allowed, reached = first_known(need_high, need_low), first_known(low, high)
    return reached <= allowed, reached > allowed


def covers(need_low: Floats, need_high: Floats, low: Floats, high: Floats) -> Answer:
    """Every bound the need gives lies within those of the offer; a single figure of an offer is an example."""
    outside = (need_low < low) | (need_high > high) | (need_low > high) | (need_high < low)
    is_example = low == high
    same = (need_low == low) & (need_high == high)
    return np.where(is_example, same, ~outside), outside & ~is_example


def reaches(need_low: Floats, need_high: Floats, low: Floats, high: Floats) -> Answer:
    """Enough a month: an offer that only gives a least amount has said nothing of its most."""
    wanted, at_least = first_known(need_high, need_low), first_known(need_low, need_high)
    return high >= wanted, high < at_least


def within(need_low: Floats, need_high: Floats, low: Floats, high: Floats) -> Answer:
    """Soon enough: the need's latest against the offer's latest, or its earliest where that is all it gives."""
    return high <= need_high, first_known(low, high) > need_high


def fits(need_low: Floats, need_high: Floats, low: Floats, high: Floats) -> Answer:
    """Two sides, the shorter one low: both go into the offer's."""
    inside = (need_low <= low) & (need_high <= high)
    return inside, ~inside


RULES: Mapping[Rule, Callable[[Floats, Floats, Floats, Floats], Answer]] = {
    "finest": finest,
    "covers": covers,
    "reaches": reaches,
    "within": within,
    "fits": fits,
}


def stated_by(statement: Statement) -> dict[str, Stated]:
    """By code: what its author let stand, else what the text says."""
    if statement.conditions is None:
        return read_conditions(statement.text)
    return {stated.code: stated for stated in statement.conditions}


def with_held(given: Mapping[str, Stated], held: tuple[str, ...]) -> dict[str, Stated]:
    """What an offer states, the certificates its firm holds among them."""
    if not held:
        return dict(given)
    said = given.get("certificate", Stated("certificate"))
    words = tuple(dict.fromkeys([*said.words, *held]))
    return {**given, "certificate": Stated("certificate", words=words, text=said.text, spans=said.spans)}


def compare(need: Statement, offer: Statement, held: tuple[str, ...] = ()) -> tuple[Condition, ...]:
    """Each condition the need states. `held`: codes of the certificates of the offer's firm."""
    given = with_held(stated_by(offer), held)
    return tuple(compare_one(wanted, given.get(code)) for code, wanted in stated_by(need).items())


def compare_one(wanted: Stated, given: Stated | None) -> Condition:
    if given is None:
        return Condition(wanted.code, "unknown", wanted)
    met, broken = answer(wanted, given)
    return Condition(wanted.code, "met" if met else "not_met" if broken else "unknown", wanted, given)


def answer(wanted: Stated, given: Stated) -> tuple[bool, bool]:
    rule = BY_NAME[wanted.code].rule
    if rule == "words":
        return answer_words(wanted, given)
    bounds = [
        np.array(np.nan if value is None else value)
        for value in (wanted.low, wanted.high, given.low, given.high)
    ]
    met, broken = RULES[rule](*bounds)
    return bool(met), bool(broken)


def answer_words(wanted: Stated, given: Stated) -> tuple[bool, bool]:
    """All of them, or any of them; only a list of certificates is complete enough to break a condition."""
    covered = widened(given.words)
    hits = [name in covered for name in wanted.words]
    met = any(hits) if wanted.any_of else all(hits)
    return met, not met and wanted.code == "certificate"


def widened(words: tuple[str, ...]) -> set[str]:
    """With the family of each grade: who works SUS304 works stainless steel."""
    return {*words, *(FAMILY_OF[name] for name in words if name in FAMILY_OF)}
