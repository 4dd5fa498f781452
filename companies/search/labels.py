"""The values of the directory's facets by name in three languages, in the order they are shown where it is fixed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from companies.enums import BandKind, Country
from companies.models import Band, Capability, Certification, Cluster, CollaborationType, Location, Region
from companies.models.reference import Trilingual
from config.languages import in_language


@dataclass(frozen=True)
class Label:
    """`is_shown`: offered as an answer to everybody; others only where they were asked for."""

    code: str
    name_th: str
    name_ja: str
    name_en: str
    is_shown: bool = True

    @property
    def name(self) -> str:
        return in_language(self, "name")


@dataclass(frozen=True)
class Spot:
    """A province or prefecture on the map, in degrees."""

    code: str
    country: Country
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Labels:
    by_facet: Mapping[str, tuple[Label, ...]]
    spots: tuple[Spot, ...]

    def name_of(self, facet: str, code: str) -> str:
        return next((label.name for label in self.by_facet[facet] if label.code == code), code)


def read_labels() -> Labels:
    places = list(Location.objects.all())
    bands = Band.objects.filter(kind=BandKind.EMPLOYEES).order_by("minimum")
    by_facet = {
        "location": labels_of(places, "code"),
        "region": labels_of(Region.objects.all(), "pk"),
        "cluster": labels_of(Cluster.objects.all(), "code", most_level=1),
        "capability": labels_of(Capability.objects.all(), "slug", most_level=1),
        "certification": labels_of(Certification.objects.all(), "code"),
        "kind": labels_of(CollaborationType.objects.all(), "code"),
        "size": labels_of(bands, "code"),
    }
    spots = [
        Spot(place.code, Country(place.country), float(place.latitude), float(place.longitude))
        for place in places
    ]
    return Labels(by_facet, tuple(spots))


def labels_of(rows: Iterable[Trilingual], key: str, most_level: int = 99) -> tuple[Label, ...]:
    return tuple(
        Label(
            str(getattr(row, key)),
            row.name_th,
            row.name_ja,
            row.name_en,
            getattr(row, "level", 0) <= most_level,
        )
        for row in rows
    )
