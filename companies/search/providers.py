"""What higher apps know that the directory shows: programme lanes to narrow by, and how well firms fit a viewer's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from companies.enums import Country
from companies.models import Company


@dataclass(frozen=True)
class Lane:
    """A programme between Thailand and one prefecture (or all Japan), in some clusters (or every one)."""

    code: str
    name: str
    prefecture: str | None
    clusters: frozenset[str]


Lanes = Callable[[], list[Lane]]
Fits = Callable[[Company], Mapping[int, float]]
LANES: list[Lanes] = []
FITS: list[Fits] = []


def offers_lanes(source: Lanes) -> Lanes:
    """Registers who knows the open lanes, named for the reader."""
    LANES[:] = [source]
    return source


def knows_fits(source: Fits) -> Fits:
    """Registers who knows, for a firm, the chance in [0, 1] with each partner it was suggested."""
    FITS[:] = [source]
    return source


def lanes() -> list[Lane]:
    return [lane for source in LANES for lane in source()]


def fits_of(company: Company | None) -> Mapping[int, float]:
    return {} if company is None else {pk: fit for source in FITS for pk, fit in source(company).items()}


def in_lane(lane: Lane) -> Q:
    """Thai firms and those of the lane's prefecture, as far as they are in its clusters."""
    japan = Q(location=lane.prefecture) if lane.prefecture else Q(country=Country.JAPAN)
    sides = Q(country=Country.THAILAND) | japan
    return sides & Q(clusters__in=lane.clusters) if lane.clusters else sides
