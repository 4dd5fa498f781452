"""What an assignment nearly chose, and why it did not."""

import random

import pytest

from matching.engine.assign import Limits, assign
from matching.engine.displaced import nearly_chosen
from matching.engine.types import ScoredPair


def pair(thai: str, japanese: str, chance: float) -> ScoredPair:
    return ScoredPair(thai, japanese, 0.0, 0.0, chance, 1.0)


def near(pairs, limits, live=None):
    chosen = assign(pairs, limits, live)
    return chosen, {
        (each.pair.thai_id, each.pair.japanese_id): (each.obstacle, each.better)
        for each in nearly_chosen(pairs, chosen, limits, live or {}, {}, 99)
    }


def test_a_full_firm_names_the_pairs_that_took_its_places():
    best, left = pair("1", "8", 0.9), pair("1", "9", 0.5)
    _chosen, found = near([best, left], Limits(5, 1, 0.1))
    assert found == {("1", "9"): ("thai_cap", (best,))}


def test_a_firm_full_of_live_matches_has_no_better_pair():
    _chosen, found = near([pair("1", "8", 0.9)], Limits(5, 1, 0.1), {"8": 1})
    assert found == {("1", "8"): ("japanese_cap", ())}


def test_the_budget_names_the_weakest_chosen_pair():
    pairs = [pair("1", "7", 0.9), pair("2", "8", 0.8), pair("3", "9", 0.5)]
    _chosen, found = near(pairs, Limits(2, 3, 0.1))
    assert found == {("3", "9"): ("budget", (pairs[1],))}


def test_a_further_match_that_brings_too_little_is_crowded_out():
    pairs = [pair("1", "8", 0.9), pair("1", "9", 0.15)]
    _chosen, found = near(pairs, Limits(5, 3, 0.1, crowding=0.2))
    assert found == {("1", "9"): ("crowded", (pairs[0],))}


def test_pairs_below_the_minimum_were_never_near():
    assert near([pair("1", "8", 0.09)], Limits(5, 3, 0.1))[1] == {}


@pytest.mark.parametrize("seed", range(40))
def test_the_budget_is_blamed_only_when_it_is_spent(seed):
    """The choice is optimal: with budget left, every free pair that brings something is chosen."""
    dice = random.Random(seed)
    firms = [str(number) for number in range(1, 7)]
    pairs = [
        pair(thai, f"9{japanese}", round(dice.random(), 4))
        for thai in firms
        for japanese in firms
        if dice.random() < 0.6
    ]
    limits = Limits(dice.randint(1, 12), dice.randint(1, 3), 0.05, dice.choice([0.0, 0.1, 0.3]))
    live = {firm: dice.randint(0, 2) for firm in firms if dice.random() < 0.4}
    chosen, found = near(pairs, limits, live)
    blamed = {pair for pair, (obstacle, _better) in found.items() if obstacle == "budget"}
    assert not blamed or len(chosen) == limits.budget
    assert len(found) + len(chosen) == sum(each.p_both >= 0.05 for each in pairs)
