"""Ours and what it is compared with: each scores every need against every firm of the other country."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.embed import Embedder, unit_rows
from matching.engine.fit import fit_needs_to_offers
from matching.engine.market import Market, build_market
from matching.engine.pairs import best_of_owners
from matching.engine.reading import suggest_capabilities
from matching.engine.tags import MOST_TAGS, Taxonomy
from matching.engine.types import Company, Country, Floats, Statement

PAIRINGS: tuple[tuple[Country, Country], ...] = (("TH", "JP"), ("JP", "TH"))


@dataclass(frozen=True)
class Bench:
    """A market with the raw vectors beside it."""

    market: Market
    vectors: Mapping[str, Floats]


Scorer = Callable[[Bench, Country, Country], Floats]


def make_bench(companies: Sequence[Company], taxonomy: Taxonomy, embedder: Embedder, *, given: bool) -> Bench:
    """With the authors' tags, or with those the engine reads itself."""
    statements = [statement for company in companies for statement in company.statements]
    rows = embedder.embed([statement.text for statement in statements])
    vectors = dict(zip((statement.id for statement in statements), rows, strict=True))
    tags = {
        statement.id: tags_of(statement, taxonomy, embedder, vectors[statement.id], given=given)
        for statement in statements
    }
    return Bench(build_market(companies, vectors, tags, taxonomy), vectors)


def tags_of(
    statement: Statement, taxonomy: Taxonomy, embedder: Embedder, vector: Floats, *, given: bool
) -> list[tuple[str, float]]:
    if given and statement.capabilities:
        return [(slug, 1.0) for slug in statement.capabilities]
    found = suggest_capabilities(statement.text, taxonomy, embedder, vector)
    return [(tag.slug, tag.confidence) for tag in found[:MOST_TAGS]]


def ours(bench: Bench, seekers: Country, givers: Country) -> Floats:
    """The production path: best offer of each firm."""
    needs, offers = bench.market.groups[seekers, "need"], bench.market.groups[givers, "offer"]
    fits = fit_needs_to_offers(needs, offers, bench.market.taxonomy, slice(None))
    return best_of_owners(fits, offers.owners, len(bench.market.companies[givers]), axis=1)


def bare_max_sim(bench: Bench, seekers: Country, givers: Country) -> Floats:
    """Plain cosine of a need with the best offer."""
    needs, offers = bench.market.groups[seekers, "need"], bench.market.groups[givers, "offer"]
    if not len(needs) or not len(offers):
        return np.zeros((len(needs), len(bench.market.companies[givers])), np.float32)
    given = np.stack([bench.vectors[statement.id] for statement in offers.statements])
    wanted = np.stack([bench.vectors[statement.id] for statement in needs.statements])
    best = best_of_owners(wanted @ given.T + 1, offers.owners, len(bench.market.companies[givers]), axis=1)
    return best - 1


def whole_profile(bench: Bench, seekers: Country, givers: Country) -> Floats:
    """Each firm as one vector, the mean of all it says; each need of a firm ranks alike."""

    def profiles(country: Country) -> Floats:
        rows = [
            np.mean([bench.vectors[s.id] for s in company.statements], axis=0)
            if company.statements
            else np.zeros(next(iter(bench.vectors.values())).shape, np.float32)
            for company in bench.market.companies[country]
        ]
        return unit_rows(np.stack(rows))

    needs = bench.market.groups[seekers, "need"]
    if not len(needs) or not bench.market.companies[givers]:
        return np.zeros((len(needs), len(bench.market.companies[givers])), np.float32)
    return (profiles(seekers) @ profiles(givers).T)[needs.owners]


def at_random(bench: Bench, seekers: Country, givers: Country) -> Floats:
    """A fixed shuffle."""
    dice = random.Random(f"{seekers}{givers}")
    shape = (len(bench.market.groups[seekers, "need"]), len(bench.market.companies[givers]))
    return np.array([dice.random() for _ in range(shape[0] * shape[1])], np.float32).reshape(shape)


SCORERS: dict[str, Scorer] = {
    "random": at_random,
    "whole profile": whole_profile,
    "bare max-sim": bare_max_sim,
    "otagai": ours,
}
