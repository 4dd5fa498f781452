"""Who could answer a text while it is being written, as its author reads it: figures and trades, nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass

from companies.answers import Tried
from companies.enums import Country
from companies.models import Capability, Company
from matching import advice, trials
from matching.decisions import size_band
from matching.engine.explain import slugs_of
from matching.engine.pairs import NO_PARTNER_BELOW
from matching.engine.tags import shared_capabilities
from matching.enums import SizeBand, Sureness
from matching.trials import Trial

MOST_SHOWN = 3
FITS_WELL, FITS_VERY_WELL = 0.6, 0.75


@dataclass(frozen=True)
class Face:
    """A firm without its name: country, region, size, what both are about, and how well it fits in [0, 1]."""

    firm: Company
    size: SizeBand
    capabilities: Sequence[Capability]
    fit: float

    @property
    def sureness(self) -> Sureness:
        if self.fit >= FITS_VERY_WELL:
            return Sureness.HIGH
        return Sureness.MIDDLE if self.fit >= FITS_WELL else Sureness.LOW


@dataclass(frozen=True)
class Preview:
    """`number` firms reach the line; where none does, `nearest` in [0, 1] is how near the best one comes."""

    country: Country
    is_need: bool
    number: int
    best: Sequence[Face]
    nearest: float
    line: float
    hints: Sequence[str]


def look(tried: Tried) -> Preview:
    trial = trials.trial_of(tried)
    fitting = [found for found in trial.firms if found[2] >= NO_PARTNER_BELOW]
    return Preview(
        country=Country(tried.company.country).other,
        is_need=tried.is_need,
        number=len(fitting),
        best=faces(trial, fitting[:MOST_SHOWN]),
        nearest=trial.firms[0][2] if trial.firms else 0.0,
        line=NO_PARTNER_BELOW,
        hints=advice.hints(trial, is_need=tried.is_need),
    )


def faces(trial: Trial, found: Sequence[tuple[int, int, float]]) -> list[Face]:
    firms = Company.objects.select_related("location__region").in_bulk([key for key, _place, _fit in found])
    shared = {place: shared_with(trial, place) for _key, place, _fit in found}
    named = Capability.objects.in_bulk(
        {slug for slugs in shared.values() for slug in slugs}, field_name="slug"
    )
    return [
        Face(
            firms[key],
            size_band(firms[key].employees),
            [named[slug] for slug in shared[place] if slug in named],
            fit,
        )
        for key, place, fit in found
        if key in firms
    ]


def shared_with(trial: Trial, place: int) -> Sequence[str]:
    """What both speak of; where that is nothing, what the other speaks of."""
    wanted, given = slugs_of(trial.market, trial.met.own, 0), slugs_of(trial.market, trial.met.group, place)
    return shared_capabilities(wanted, given, trial.market.taxonomy) or given
