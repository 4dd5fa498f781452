"""The fast pass over a whole market gives the pairs and the scores of the exact kernels, bit for bit."""

import contextlib
import logging
import sys
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from matching.engine import nearly, products, reference
from matching.engine.accept import PRIOR
from matching.engine.allpairs import FirstPass, best_pairs, blocks_within, in_top, score_exactly
from matching.engine.fit import fit_needs_to_offers
from matching.engine.market import Market
from matching.engine.pairs import company_fits, score_all
from matching.engine.products import EightBits, Plain
from matching.engine.types import ScoredPair, Stated, chance_of_both
from tests.matching.engine.markets import make_companies, market_of

KERNELS = [Plain()]
with contextlib.suppress(ImportError):
    KERNELS.append(EightBits())
each_kernel = pytest.mark.parametrize("kernels", KERNELS, ids=lambda kernels: kernels.name)
THINGS = (("resistor", 1.0), ("capacitor", 0.5), ("transformer", 1.0))


def varied(seed: int, thai: int, japanese: int, dimensions: int = 8) -> Market:
    """With things and conditions in some of the statements."""
    dice = np.random.default_rng(seed)
    stated = (
        Stated("tolerance", None, 5.0),
        Stated("tolerance", None, 20.0),
        Stated("lot", 100.0, 5000.0),
        Stated("lot", 500.0, 500.0),
        Stated("material", words=("SUS304",)),
        Stated("certificate", words=("iso9001",)),
    )
    companies = [
        replace(
            company,
            statements=tuple(
                replace(
                    statement,
                    things=tuple(THINGS[n] for n in dice.choice(3, dice.integers(0, 3), replace=False)),
                    conditions=tuple(
                        {s.code: s for s in (stated[n] for n in dice.choice(6, dice.integers(0, 4)))}.values()
                    ),
                )
                for statement in company.statements
            ),
        )
        for company in make_companies(seed, thai, japanese)
    ]
    return market_of(companies, seed, dimensions)


def identical(thai: int, japanese: int) -> Market:
    """Firms that say the same in the same words: nothing but ties."""
    companies = [company for company in make_companies(3, 1, 8) if company.statements]
    one = {country: next(c for c in companies if c.country == country) for country in ("TH", "JP")}
    made = [
        replace(
            one[country],
            id=f"{country}-{number:04}",
            parent=None,
            statements=tuple(
                replace(
                    s,
                    id=f"{country}-{number:04}-{place}",
                    company_id=f"{country}-{number:04}",
                    capabilities=("turning",),
                )
                for place, s in enumerate(one[country].statements)
            ),
        )
        for country, count in (("TH", thai), ("JP", japanese))
        for number in range(count)
    ]
    market = market_of(made, 0)
    groups = {
        key: replace(group, vectors=np.broadcast_to(group.vectors[:1], group.vectors.shape).copy())
        for key, group in market.groups.items()
    }
    return Market(market.companies, groups, market.taxonomy)


@each_kernel
@pytest.mark.parametrize("seed", range(4))
def test_best_pairs_are_those_of_the_exact_kernels(seed, kernels):
    market = varied(seed, 40, 90)
    assert best_pairs(market, PRIOR, top=7, kernels=kernels).scored() == score_all(market, PRIOR, top=7)


@each_kernel
def test_best_pairs_are_those_of_the_slow_twin(kernels):
    market = varied(1, 6, 7)
    fast, slow = best_pairs(market, PRIOR, kernels=kernels).scored(), reference.score_all(market, PRIOR)
    assert [(p.thai_id, p.japanese_id) for p in fast] == [(p.thai_id, p.japanese_id) for p in slow]
    for one, other in zip(fast, slow, strict=True):
        assert one.p_both == pytest.approx(other.p_both, abs=2e-3)


@each_kernel
@pytest.mark.parametrize("sizes", [(0, 5), (5, 0), (0, 0), (1, 1), (1, 30), (30, 1)])
def test_small_and_empty_sides(sizes, kernels):
    market = varied(2, *sizes)
    assert best_pairs(market, PRIOR, top=3, kernels=kernels).scored() == score_all(market, PRIOR, top=3)


@each_kernel
def test_companies_that_say_nothing(kernels):
    market = market_of([replace(company, statements=()) for company in make_companies(0, 4, 4)])
    assert len(best_pairs(market, PRIOR, kernels=kernels)) == 0


@each_kernel
def test_a_thousand_identical_offers_are_ranked_by_id(kernels):
    market = identical(3, 1000)
    found = best_pairs(market, PRIOR, top=5, kernels=kernels).scored()
    assert found == score_all(market, PRIOR, top=5)
    assert found, "the market makes no pairs, so it proves nothing"


@each_kernel
def test_neither_blocks_nor_workers_nor_their_order_change_the_answer(kernels):
    market = varied(5, 30, 70)
    usual = best_pairs(market, PRIOR, top=4, kernels=kernels).scored()
    for blocks, workers in product([(1, 7), (64, 3), (9, 1000)], [1, 2]):
        assert (
            best_pairs(market, PRIOR, top=4, blocks=blocks, workers=workers, kernels=kernels).scored()
            == usual
        )


@each_kernel
def test_shards_of_thai_firms_in_any_order_hold_the_whole(kernels):
    market = varied(6, 30, 70)
    usual = best_pairs(market, PRIOR, top=4, kernels=kernels)
    shards = [
        best_pairs(market, PRIOR, top=4, thai=range(first, first + 10), kernels=kernels)
        for first in (20, 0, 10)
    ]
    thai, japanese = (np.concatenate([getattr(s, name) for s in shards]) for name in ("thai", "japanese"))
    order = np.lexsort((japanese, thai))
    together = score_exactly(market, PRIOR, thai[order], japanese[order])
    assert together[in_top(together, 4)].scored() == usual.scored()


@pytest.mark.parametrize("seed", range(3))
def test_the_first_pass_is_off_by_less_than_it_says(seed):
    """Half of it at most, with as many dimensions as the embedder has."""
    market = varied(seed, 60, 60, 512)
    for kernels in KERNELS:
        first = FirstPass(market, PRIOR, 5, range(60), (60, 60), kernels)
        exact = company_fits(market, 0, 60)
        bench = nearly.Bench(kernels)
        for mine, other, fits in (("need", "offer", exact[0]), ("offer", "need", exact[1])):
            near, columns = np.zeros((60, 60), np.float32), first.columns(other, range(60))
            bench.best_fits(*first.thai_rows[0][mine], *columns, needs_first=mine == "need", out=near)
            assert np.abs(near - fits).max() <= kernels.error / 2


def test_the_chance_of_one_pair_is_that_of_many():
    chances = np.random.default_rng(0).integers(0, 10_001, (2, 5000)) / 10_000
    many = chance_of_both(*chances)
    one = [ScoredPair("t", "j", 0.0, 0.0, *row).p_both for row in chances.T.tolist()]
    assert one == many.tolist()


def test_rows_in_eight_bits_keep_every_value_within_half_a_step():
    rows = np.random.default_rng(0).normal(size=(50, 16)).astype(np.float32)
    rows[3] = 0
    for kernels in KERNELS[1:]:
        coded = kernels.code(rows)
        off = np.abs(coded.codes * coded.scales[:, None] - rows)
        assert (off <= coded.scales[:, None] * 0.501 + 1e-9).all()


def test_without_numkong_the_first_pass_runs_in_numpy_and_says_so(monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "numkong", None)
    products.products.cache_clear()
    try:
        with caplog.at_level(logging.WARNING):
            assert products.products().name == products.products().name == "float32"
        assert [record.message for record in caplog.records if "numkong" in record.message][1:] == []
        assert "float32, slower" in caplog.text
    finally:
        products.products.cache_clear()


def test_a_list_of_pairs_is_scored_as_a_block_of_them():
    market = varied(8, 12, 12)
    needs, offers = market.groups["TH", "need"], market.groups["JP", "offer"]
    assert fit_needs_to_offers(needs, offers, market.taxonomy, slice(None)).any()
    every = np.divmod(np.arange(144), 12)
    listed = score_exactly(market, PRIOR, *every)
    assert listed.scored() == score_all(market, PRIOR)


def test_a_small_memory_cuts_the_blocks_and_says_when_it_is_too_small(caplog):
    market = varied(1, 20, 20)
    usual, small = blocks_within(1500, market), blocks_within(1, market)
    assert usual == (64, 1000)
    assert small < usual
    assert "takes" not in caplog.text
    assert blocks_within(0, market) == (8, 50)
    assert "allowed" in caplog.text


@pytest.mark.parametrize("figures", [{"top": 0}, {"workers": 0}, {"blocks": (0, 5)}], ids=str)
def test_a_figure_out_of_range_is_refused_with_its_name(figures):
    with pytest.raises(ValueError, match=next(iter(figures))):
        best_pairs(varied(1, 3, 3), PRIOR, **figures)
