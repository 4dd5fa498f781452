"""Firms placed beside a market that was read without them: others' means and hubs stay as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.engine.background import background
from matching.engine.center import SHRINK, neighbourhood, on_grid
from matching.engine.embed import unit_rows
from matching.engine.features import Traits, read_traits
from matching.engine.market import SIDES, Group, Heard, Market, by_country, grouped, hear, met_by
from matching.engine.types import Company, Country, Floats, Side, Statement

# (country, side, language) -> sum of the raw vectors, shape (d,), and how many there are.
Sums = Mapping[tuple[Country, Side, str], tuple[Floats, int]]


def sums_of(market: Market, vectors: Mapping[str, Floats]) -> Sums:
    """`vectors`: raw unit vector by statement id, as the market was built from."""
    found: dict[tuple[Country, Side, str], tuple[Floats, int]] = {}
    for (country, side), group in market.groups.items():
        for lang in sorted({statement.lang for statement in group.statements}):
            rows = [vectors[s.id] for s in group.statements if s.lang == lang]
            found[country, side, lang] = (np.sum(rows, axis=0, dtype=np.float32), len(rows))
    return found


def centred_among(sums: Sums, country: Country, statement: Statement, vector: Floats) -> Floats:
    """Shape (1, d): its group's mean taken out, itself counted in."""
    total, count = sums.get((country, statement.side, statement.lang), (np.zeros_like(vector), 0))
    usual = background().mean(statement.lang, statement.side, vector)
    mean = (total + vector + SHRINK * usual) / (count + 1 + SHRINK)
    return on_grid(unit_rows((vector - mean)[None, :].astype(np.float32)))


@dataclass(frozen=True)
class Words:
    """What firms of a market speak and are members of, in the order of its traits."""

    languages: Sequence[str]
    clusters: Sequence[str]

    @classmethod
    def of(cls, market: Market) -> "Words":
        everyone = [company for firms in market.companies.values() for company in firms]
        return cls(
            sorted({word for company in everyone for word in company.languages}),
            sorted({word for company in everyone for word in company.clusters}),
        )

    def traits(self, firms: Sequence[Company]) -> Traits:
        """A word that nobody of the market has is shared with nobody of it."""
        known = [
            replace(
                firm,
                languages=tuple(word for word in firm.languages if word in self.languages),
                clusters=tuple(word for word in firm.clusters if word in self.clusters),
            )
            for firm in firms
        ]
        return read_traits(known, self.languages, self.clusters)


class Hubs:
    """Hubness of newcomers' statements in one market, each worked out once: it takes a look at all they could meet."""

    def __init__(self) -> None:
        self._known: dict[tuple[Country, Side, bytes], np.float32] = {}

    def of(self, key: tuple[Country, Side], rows: Floats, others: Floats) -> Floats:
        names = [(*key, row.tobytes()) for row in rows]
        new = [place for place, name in enumerate(names) if name not in self._known]
        self._known.update(
            zip([names[place] for place in new], neighbourhood(rows[new], others), strict=True)
        )
        return np.array([self._known[name] for name in names], np.float32)


def placed(
    market: Market,
    sums: Sums,
    words: Words,
    firms: Sequence[Company],
    vectors: Mapping[str, Floats],
    tags: Mapping[str, Sequence[tuple[str, float]]],
    known: "Hubs",
) -> Market:
    """These firms by themselves, as if they stood in the market. Arguments as of `build_market`."""
    companies = by_country(firms)
    groups: dict[tuple[Country, Side], Group] = {}
    for country, ours in companies.items():
        heard = {
            side: recentred(hear(ours, side, vectors, tags, market.taxonomy), sums, country, vectors)
            for side in SIDES
        }
        for side, group in grouped(heard, ours, market.taxonomy).items():
            partners = market.groups[met_by(country, side)].vectors
            hubness = known.of((country, side), group.vectors, partners)
            groups[country, side] = replace(group, hubness=hubness)
    found = Market(companies, groups, market.taxonomy)
    # As the whole market counts words, not as these firms would.
    found.__dict__["traits"] = {country: words.traits(ours) for country, ours in companies.items()}
    return found


def recentred(heard: Heard, sums: Sums, country: Country, vectors: Mapping[str, Floats]) -> Heard:
    rows = [centred_among(sums, country, said, vectors[said.id]) for said in heard.statements]
    return replace(heard, vectors=np.concatenate(rows)) if rows else heard
