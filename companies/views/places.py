"""The point maps of the directory: both countries, each province or prefecture as large as its number of firms."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from companies.enums import Country
from companies.filters import CompanyFilter
from companies.search.labels import Spot
from companies.search.narrowing import Narrowing

HEIGHT, MARGIN = 260, 16
SMALLEST, LARGEST = 2.0, 13.0
# One firm alone is no large point.
FEWEST_FOR_LARGEST = 8
# So far out at sea that the other prefectures would shrink to a clump; the list beside has it.
FAR_OUT = "JP-47"


@dataclass(frozen=True)
class Point:
    """A place on the map in units of the drawing, as SVG writes them; `radius` grows with the root of `number`."""

    code: str
    name: str
    number: int
    is_chosen: bool
    x: str
    y: str
    radius: str
    is_drawn: bool

    @property
    def kind(self) -> str:
        """How it is drawn."""
        return "is-chosen" if self.is_chosen else "has" if self.number else "none"


@dataclass(frozen=True)
class PlacesMap:
    country: Country
    width: str
    height: int
    points: list[Point]

    @property
    def listed(self) -> list[Point]:
        """The same figures as a list, the most firms first."""
        found = [point for point in self.points if point.number or point.is_chosen]
        return sorted(found, key=lambda point: (-point.number, point.name))

    @property
    def number(self) -> int:
        return sum(point.number for point in self.points)


def maps_of(asked: CompanyFilter, narrowing: Narrowing) -> list[PlacesMap]:
    numbers = narrowing.counts("location")
    chosen = set(asked.data.getlist("location"))
    names = {label.code: label.name for label in narrowing.shelf.labels.by_facet["location"]}
    most = max([FEWEST_FOR_LARGEST, *numbers.values()])
    spots = narrowing.shelf.labels.spots
    found = [
        map_of(country, [spot for spot in spots if spot.country == country], numbers, chosen, names, most)
        for country in Country
    ]
    return [one for one in found if one.points]


def map_of(
    country: Country,
    spots: Sequence[Spot],
    numbers: dict[str, int],
    chosen: set[str],
    names: dict[str, str],
    most: int,
) -> PlacesMap:
    """North up, degrees of longitude shortened as far as the country's middle latitude asks."""
    near = [spot for spot in spots if spot.code != FAR_OUT] or list(spots)
    if not near:
        return PlacesMap(country, "0", HEIGHT, [])
    north, south = max(spot.latitude for spot in near), min(spot.latitude for spot in near)
    west, east = min(spot.longitude for spot in near), max(spot.longitude for spot in near)
    scale = (HEIGHT - 2 * MARGIN) / max(north - south, 1)
    narrow = scale * cos(radians((north + south) / 2))
    points = [
        Point(
            spot.code,
            names[spot.code],
            numbers.get(spot.code, 0),
            spot.code in chosen,
            f"{MARGIN + (spot.longitude - west) * narrow:.1f}",
            f"{MARGIN + (north - spot.latitude) * scale:.1f}",
            f"{SMALLEST + (LARGEST - SMALLEST) * sqrt(numbers.get(spot.code, 0) / most):.1f}",
            spot in near,
        )
        for spot in spots
    ]
    return PlacesMap(country, f"{2 * MARGIN + (east - west) * narrow:.1f}", HEIGHT, points)
