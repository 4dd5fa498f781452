"""The compiled twins of rules that stand elsewhere in numpy."""

from itertools import product

import numpy as np
import pytest

from matching.engine import kernels
from matching.engine.constraints.comparing import RULES
from matching.engine.constraints.planes import GAINS, SHARES, weigh_conditions
from matching.engine.fit import TABLES
from tests.matching.engine.test_allpairs import varied

BOUNDS = (np.nan, 1.0, 2.0, 3.0)


@pytest.mark.parametrize("rule", kernels.RULES)
def test_every_rule_answers_as_its_twin_for_open_and_equal_bounds(rule):
    every = list(product(BOUNDS, repeat=4))
    met, broken = RULES[rule](*np.array(every).T)
    answers = [kernels.compare(kernels.RULES.index(rule), *bounds) for bounds in every]
    assert [bool(answer[0]) for answer in answers] == met.tolist()
    assert [bool(answer[1]) for answer in answers] == broken.tolist()
    assert met.any()
    assert broken.any()


def test_the_rules_are_all_there_is():
    assert set(kernels.RULES) == set(RULES)


@pytest.mark.parametrize("points", [1, 3, 32, 33, 96, 5 + 64])
def test_conditions_weigh_as_in_blocks_to_the_last_bit(points):
    trades = np.linspace(0, 1, 1001, dtype=np.float32)
    weighed = [kernels.weighed(trade, TABLES.gains[points], TABLES.shares[points]) for trade in trades]
    blocks = (trades + GAINS[points] * trades * (1 - trades)) * SHARES[points]
    assert np.array_equal(np.array(weighed, np.float32), blocks.astype(np.float32))


def test_counted_conditions_are_those_of_the_block():
    market = varied(4, 30, 30)
    needs, offers = market.groups["TH", "need"], market.groups["JP", "offer"]
    wanted, given = needs.conditions.stating, offers.conditions.stating
    fit = np.full((len(needs), len(offers)), 0.5, np.float32)
    weigh_conditions(fit, needs.conditions, offers.conditions)
    for need, offer in product(range(len(needs)), range(len(offers))):
        both = wanted.mask[need] & given.mask[offer]
        points = kernels.count(wanted, need, given, offer, both, TABLES.rules)
        assert fit[need, offer] == kernels.weighed(np.float32(0.5), GAINS[points], SHARES[points])
    assert len(np.unique(fit)) > 3
