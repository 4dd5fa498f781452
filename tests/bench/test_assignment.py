"""The comparison is fair to every way, and comes out as the docs say."""

import subprocess
import sys
from collections import Counter

import pytest

from bench.assignment import CAP, WAYS, judge
from bench.published_market import published_market
from tests.project.tree import ROOT

BUDGET = 60


@pytest.fixture(scope="module")
def market():
    return published_market(45, 30, seed=1)


@pytest.mark.parametrize("way", WAYS)
def test_a_way_spends_no_more_than_the_budget_and_proposes_no_pair_twice(market, way):
    chosen = WAYS[way](*market, BUDGET)
    assert 0 < len(chosen) == len(set(chosen)) <= BUDGET


@pytest.mark.parametrize("way", ["plain b-matching", "attention, then best", "ours, rising cost"])
def test_a_way_that_knows_the_cap_keeps_it(market, way):
    chosen = WAYS[way](*market, BUDGET)
    for side in (0, 1):
        assert max(Counter(pair[side] for pair in chosen).values()) <= CAP


def test_rising_cost_expects_most_matches_and_reaches_more_firms_than_the_best_products(market):
    judged = {way: judge(choose(*market, BUDGET), *market) for way, choose in WAYS.items()}
    ours, product = judged["ours, rising cost"], judged["best products"]
    assert ours["expected_matches"] == max(row["expected_matches"] for row in judged.values())
    for side in ("thai", "japanese"):
        assert ours[side]["coverage"] > product[side]["coverage"]
        assert ours[side]["gini"] < product[side]["gini"]


def test_the_command_says_what_it_does():
    told = subprocess.run(
        [sys.executable, "bench/assignment.py", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--json" in told.stdout
