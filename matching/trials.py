"""A text that is not saved yet, scored against the other country's market as it stands.

Of a large market changes of the day are followed only so far that nobody is shown who may not be found any more.
Nothing of the text is stored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from companies.answers import Tried
from companies.enums import Country
from companies.models import Company
from companies.permissions import kept_apart_from
from companies.search.changes import current_shelf
from companies.search.shelf import Shelf
from matching import market
from matching.engine.embed import default_embedder
from matching.engine.market import Market
from matching.engine.reading import suggest_capabilities
from matching.engine.trial import Met, try_out
from matching.engine.types import Company as Firm
from matching.engine.types import Country as EngineCountry
from matching.engine.types import Side, Statement
from matching.models import PutAside
from matching.standing import at_hand


@dataclass(frozen=True)
class Trial:
    """A text scored: `firms` are (company key, place of its best statement, fit in [0, 1]), best first."""

    market: Market
    met: Met
    firms: Sequence[tuple[int, int, float]]
    other: EngineCountry

    @property
    def statement(self) -> Statement:
        return self.met.own.statements[0]


def trial_of(tried: Tried) -> Trial:
    """Only firms the author's may be introduced to: published, not kept apart, no kin, not put aside."""
    standing = at_hand()
    shelf = current_shelf()
    firm = firm_of(tried)
    vector = default_embedder().embed([tried.text])[0]
    tags = [(slug, 1.0) for slug in tried.capabilities] or [
        (tag.slug, tag.confidence)
        for tag in suggest_capabilities(tried.text, standing.market.taxonomy, default_embedder(), vector)
    ]
    met = try_out(standing.market, standing.sums, firm, vector, tags)
    other = cast(EngineCountry, Country(tried.company.country).other.value)
    return Trial(standing.market, met, allowed(met, standing.market, tried.company, shelf), other)


def firm_of(tried: Tried) -> Firm:
    side: Side = "need" if tried.is_need else "offer"
    statement = Statement(
        f"{side}:0",
        str(tried.company.pk),
        side,
        tried.lang,
        tried.text,
        tried.capabilities,
        tried.kind,
        market.stated_in(tried.text, tried.conditions),
    )
    held = tried.company.certificates.values_list("certification_id", flat=True)
    return Firm(
        id=str(tried.company.pk),
        country=cast(EngineCountry, tried.company.country),
        statements=(statement,),
        certifications=tuple(held),
    )


def allowed(met: Met, found: Market, company: Company, shelf: Shelf) -> list[tuple[int, int, float]]:
    firms = found.companies[cast(EngineCountry, Country(company.country).other.value)]
    hidden = barred_for(company)
    owners, places, fits = met.best
    return [
        (key, int(place), round(float(fit), 4))
        for owner, place, fit in zip(owners, places, fits, strict=True)
        if (key := int(firms[owner].id)) not in hidden and is_on(shelf, key)
    ]


def is_on(shelf: Shelf, key: int) -> bool:
    """Published at this moment; a place once taken stays in the shelf's index."""
    return bool(key in shelf.place_of and shelf.keys[shelf.place_of[key]])


def barred_for(company: Company) -> set[int]:
    """Kept apart by a block, of one group, or put aside by the firm itself."""
    return {
        *kept_apart_from(company),
        *PutAside.objects.filter(company=company).partners(),
        *family_of(company),
    }


def family_of(company: Company) -> Iterable[int]:
    root = company.parent_id or company.pk
    kin = Company.objects.filter(parent=root).values_list("pk", flat=True)
    return {root, *kin, *company.subsidiaries.values_list("pk", flat=True)}
