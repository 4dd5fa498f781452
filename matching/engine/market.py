"""The whole market as arrays: every statement's vector and tags, grouped by country and side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from matching.engine.arrays import GRID, Said
from matching.engine.background import background
from matching.engine.center import centred, neighbourhoods
from matching.engine.constraints.planes import Conditions, conditions_of
from matching.engine.context import Context
from matching.engine.features import Traits, traits_of
from matching.engine.kinds import KINDS, kind_of
from matching.engine.tags import Taxonomy, profiles, tag_arrays
from matching.engine.things import COUNTS_AGAINST, NamedThings, things_of
from matching.engine.types import Company, Country, Floats, Side, Statement

COUNTRIES: tuple[Country, Country] = ("TH", "JP")
SIDES: tuple[Side, Side] = ("offer", "need")
# Cached properties of a market that hold one thing for each country.
OF_EACH_SIDE = ("traits", "_index", "_families")


@dataclass(frozen=True)
class Group:
    """n statements of one country and side, in the order of their owners."""

    statements: tuple[Statement, ...]
    owners: NDArray[np.int64]  # (n,) index of the company, ascending
    vectors: Floats  # (n, d) centred unit rows
    tags: NDArray[
        np.int64
    ]  # (n, MOST_TAGS) nodes of the taxonomy, the node after the last where there is none
    confidence: Floats  # (n, MOST_TAGS), 0 where there is none
    profiles: Floats  # (n, nodes) see tags.profiles
    things: NamedThings  # over the lengths of the profiles
    kinds: NDArray[np.int64]  # (n,) places in kinds.KINDS
    hubness: Floats  # (n,) mean similarity to the nearest statements it could meet
    conditions: Conditions

    def __len__(self) -> int:
        return len(self.statements)

    @cached_property
    def said(self) -> Said:
        """For the kernels; things in the order of their numbers."""
        order = np.argsort(self.things.numbers, axis=1, kind="stable")
        return Said(
            steps(self.vectors),
            steps(self.profiles),
            np.take_along_axis(self.things.numbers, order, axis=1),
            np.take_along_axis(self.things.weights, order, axis=1),
            self.things.marks,
            self.hubness,
            self.kinds,
            self.conditions.stating,
        )

    def part(self, rows: slice | NDArray[np.int64]) -> "Group":
        said = self.statements
        planes = {plane.name: getattr(self, plane.name)[rows] for plane in fields(self)[1:]}
        return Group(said[rows] if isinstance(rows, slice) else tuple(said[row] for row in rows), **planes)


@dataclass(frozen=True)
class Market:
    """Companies sorted by id within each country, and their statements in four groups."""

    companies: Mapping[Country, tuple[Company, ...]]
    groups: Mapping[tuple[Country, Side], Group]
    taxonomy: Taxonomy

    @cached_property
    def traits(self) -> Mapping[Country, Traits]:
        """Companies as the acceptance model reads them, in the order of `companies`."""
        thai, japanese = traits_of(self.companies["TH"], self.companies["JP"])
        return {"TH": thai, "JP": japanese}

    @cached_property
    def related(self) -> NDArray[np.int64]:
        """(n, 2) numbers of a Thai and a Japanese company that are parent and child, or children of one parent."""
        thai, japanese = (self._families[country] for country in COUNTRIES)
        found = {
            pair for name in thai.keys() & japanese.keys() for pair in product(thai[name], japanese[name])
        }
        return np.array(sorted(found), np.int64).reshape(-1, 2)

    @cached_property
    def _families(self) -> Mapping[Country, Mapping[str, list[int]]]:
        return {country: families_of(companies) for country, companies in self.companies.items()}

    def only(self, country: Country, numbers: Sequence[int]) -> "Market":
        """These companies, ascending, and the whole other country, as the market has them: means and hubs stay."""
        own: dict[tuple[Country, Side], Group] = {
            key: owned_by(group, numbers) for key, group in self.groups.items() if key[0] == country
        }
        firms = tuple(self.companies[country][number] for number in numbers)
        small = Market({**self.companies, country: firms}, {**self.groups, **own}, self.taxonomy)
        column = COUNTRIES.index(country)
        related = self.related[np.isin(self.related[:, column], numbers)]
        related[:, column] = np.searchsorted(numbers, related[:, column])
        # What is cached of the whole need not be read again from thousands of companies.
        small.__dict__.update(
            related=related,
            traits={**self.traits, country: self.traits[country][np.array(numbers, np.int64)]},
            _index={**self._index, country: numbered(firms)},
            _families={**self._families, country: families_of(firms)},
        )
        return small

    def facing(self, country: Country, others: "Market") -> "Market":
        """The companies of `country` before those of the other country in `others`, each as it is there."""
        of_each: dict[Country, Market] = {side: self if side == country else others for side in COUNTRIES}
        world = Market(
            {side: of_each[side].companies[side] for side in COUNTRIES},
            {key: of_each[key[0]].groups[key] for key in self.groups},
            self.taxonomy,
        )
        # What is cached of each side need not be read again from thousands of companies.
        for name in OF_EACH_SIDE:
            world.__dict__[name] = {side: getattr(of_each[side], name)[side] for side in COUNTRIES}
        return world

    def complete(self) -> "Market":
        """With all that is worked out when first asked for: as it is to be kept."""
        for name in ("related", *OF_EACH_SIDE):
            getattr(self, name)
        for group in self.groups.values():
            _ = group.said
        return self

    @cached_property
    def _index(self) -> Mapping[Country, dict[str, int]]:
        return {country: numbered(companies) for country, companies in self.companies.items()}

    def country_of(self, company: str) -> Country | None:
        """None for a company that does not stand in the market."""
        return next((country for country in COUNTRIES if company in self.index(country)), None)

    def index(self, country: Country) -> dict[str, int]:
        """Id of a company -> its number, not to be changed."""
        return self._index[country]

    def numbers(self, country: Country, companies: Iterable[str]) -> list[int]:
        """Of those that stand in the market, ascending."""
        index = self.index(country)
        return sorted(index[company] for company in companies if company in index)


def steps(rows: Floats) -> NDArray[np.int16]:
    """Rows on the grid as whole numbers."""
    return np.rint(rows * np.float32(GRID)).astype(np.int16)


def family(company: Company) -> set[str]:
    return {company.id, company.parent or company.id}


def numbered(companies: Sequence[Company]) -> dict[str, int]:
    return {company.id: number for number, company in enumerate(companies)}


def families_of(companies: Sequence[Company]) -> dict[str, list[int]]:
    """Numbers of the companies that are, or belong to, a company of this id."""
    found: dict[str, list[int]] = {}
    for number, company in enumerate(companies):
        for name in family(company):
            found.setdefault(name, []).append(number)
    return found


def rows_of(group: Group, first: int, last: int) -> slice:
    """The statements owned by companies first..last-1."""
    return slice(*np.searchsorted(group.owners, [first, last]))


def owned_by(group: Group, numbers: Sequence[int]) -> Group:
    """The statements of these companies, ascending, which are companies 0, 1, ... of the new group."""
    firms = np.array(numbers, np.int64)
    first, last = np.searchsorted(group.owners, np.stack([firms, firms + 1]))
    rows = np.concatenate([np.arange(0), *(np.arange(*span) for span in zip(first, last, strict=True))])
    return replace(group.part(rows), owners=np.repeat(np.arange(len(firms)), last - first))


def build_market(
    companies: Sequence[Company],
    vectors: Mapping[str, Floats],
    tags: Mapping[str, Sequence[tuple[str, float]]],
    taxonomy: Taxonomy,
) -> Market:
    """`vectors`: raw unit vector by statement id. `tags`: (slug, confidence in [0, 1]) by statement id."""
    sides = by_country(companies)
    groups: dict[tuple[Country, Side], Group] = {}
    for country, firms in sides.items():
        heard = {side: hear(firms, side, vectors, tags, taxonomy) for side in SIDES}
        groups |= {(country, side): group for side, group in grouped(heard, firms, taxonomy).items()}
    return Market(sides, with_hubness(groups), taxonomy)


def by_country(companies: Sequence[Company]) -> dict[Country, tuple[Company, ...]]:
    return {
        country: tuple(sorted((c for c in companies if c.country == country), key=lambda c: c.id))
        for country in COUNTRIES
    }


@dataclass(frozen=True)
class Heard:
    """n statements of one country and side by themselves: each read without what else its firm says."""

    statements: tuple[Statement, ...]
    owners: NDArray[np.int64]
    vectors: Floats
    tags: NDArray[np.int64]
    confidence: Floats


def hear(
    companies: Sequence[Company],
    side: Side,
    vectors: Mapping[str, Floats],
    tags: Mapping[str, Sequence[tuple[str, float]]],
    taxonomy: Taxonomy,
) -> Heard:
    owned = [
        (number, statement)
        for number, company in enumerate(companies)
        for statement in company.statements
        if statement.side == side
    ]
    statements = tuple(statement for _, statement in owned)
    owners = np.array([number for number, _ in owned], np.int64)
    raw = stacked(statements, vectors)
    rows = centred(raw, [(s.lang, s.side) for s in statements], background())
    return Heard(statements, owners, rows, *tag_arrays([tags.get(s.id, ()) for s in statements], taxonomy))


def stacked(statements: Sequence[Statement], vectors: Mapping[str, Floats]) -> Floats:
    """(n, d) raw vectors; ValueError where they are of two models or hold what is no number."""
    rows = [vectors[statement.id] for statement in statements]
    if len({row.shape for row in rows}) > 1:
        raise ValueError("vectors of different models are mixed: embed the texts of the older one anew")
    raw = np.stack(rows).astype(np.float32, copy=False) if rows else np.zeros((0, 1), np.float32)
    if not np.isfinite(raw).all():
        broken = statements[int(np.argmin(np.isfinite(raw).all(axis=1)))]
        raise ValueError(f"the vector of {broken.id} holds values that are no numbers: embed its text anew")
    return raw


def grouped(
    heard: Mapping[Side, Heard], companies: Sequence[Company], taxonomy: Taxonomy
) -> dict[Side, Group]:
    """Both sides of the companies of one country, each statement in the context of its company's others."""
    context = Context.of(list(heard.values()), len(companies), taxonomy)
    held = [company.certifications for company in companies]
    return {side: make_group(heard[side], side, context, held) for side in SIDES}


def make_group(heard: Heard, side: Side, context: Context, held: Sequence[tuple[str, ...]]) -> Group:
    """`held`: codes of the certificates of each firm."""
    statements = heard.statements
    meaning, rows = context.around(heard)
    named = things_of(statements)
    others = np.float32(COUNTS_AGAINST[side]) * named.squares
    profiles_of_tags, lengths = profiles(rows, others, side, context.taxonomy)
    return Group(
        statements=statements,
        owners=heard.owners,
        vectors=meaning,
        tags=heard.tags,
        confidence=heard.confidence,
        profiles=profiles_of_tags,
        things=named.over(lengths),
        kinds=np.array([KINDS.index(kind_of(s.kind, s.text, s.side)) for s in statements], np.int64),
        hubness=np.zeros(len(statements), np.float32),
        conditions=conditions_of(statements, [held[owner] for owner in heard.owners]),
    )


def with_hubness(groups: Mapping[tuple[Country, Side], Group]) -> dict[tuple[Country, Side], Group]:
    """Each need against the other country's offers, each offer against its needs."""
    found = dict(groups)
    for country in COUNTRIES:
        seeking: tuple[Country, Side] = (country, "need")
        giving = met_by(*seeking)
        both = neighbourhoods(groups[seeking].vectors, groups[giving].vectors)
        for key, hubness in zip((seeking, giving), both, strict=True):
            found[key] = replace(groups[key], hubness=hubness)
    return found


def met_by(country: Country, side: Side) -> tuple[Country, Side]:
    """Thai needs are met by Japanese offers, and so on."""
    return ("JP" if country == "TH" else "TH", "need" if side == "offer" else "offer")
