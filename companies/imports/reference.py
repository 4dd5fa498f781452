"""Loads companies/reference/: adds what is missing and leaves what staff have edited."""

from collections.abc import Sequence
from pathlib import Path

from django.db import models

from companies.enums import AgencyKind, BandKind, Country
from companies.imports.registry import loads_reference
from companies.imports.tables import Row, read_csv
from companies.models import (
    Agency,
    Band,
    Capability,
    Certification,
    Cluster,
    CollaborationType,
    Location,
    Region,
)

FOLDER = Path(__file__).resolve().parent.parent / "reference"


def rows_of(name: str) -> list[Row]:
    return list(read_csv(FOLDER / f"{name}.csv"))


def add(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    model._default_manager.bulk_create(rows, ignore_conflicts=True)


@loads_reference("regions, provinces and prefectures", order=0)
def load_places() -> None:
    add(
        Region,
        [
            Region(country=row.code("country", Country.values), code=row["code"], **row.names())
            for row in rows_of("regions")
        ],
    )
    regions = {(region.country, region.code): region for region in Region.objects.all()}
    for country, name in ((Country.THAILAND, "provinces"), (Country.JAPAN, "prefectures")):
        known = {code: region for (where, code), region in regions.items() if where == country}
        add(
            Location,
            [
                Location(
                    code=row["code"],
                    country=country,
                    region=row.found("region", known),
                    latitude=row["latitude"],
                    longitude=row["longitude"],
                    **row.names(),
                )
                for row in rows_of(name)
            ],
        )


@loads_reference("clusters", order=1)
def load_clusters() -> None:
    rows = rows_of("clusters")
    known = {row["code"] for row in rows}
    add(
        Cluster,
        [
            Cluster(
                code=row["code"],
                parent_id=row.code("parent", known) if row["parent"] else None,
                level=row["level"],
                isic_rev4=row["isic_rev4"],
                tsic2009=row["tsic2009"],
                jsic_rev13=row["jsic_rev13"],
                **row.names("name", "description"),
            )
            for row in rows
        ],
    )


@loads_reference("capabilities", order=1)
def load_capabilities() -> None:
    rows = rows_of("capabilities")
    known: dict[str, int] = {}
    for level in sorted({row["level"] for row in rows}):
        add(Capability, [capability_from(row, known) for row in rows if row["level"] == level])
        known = dict(Capability.objects.values_list("slug", "pk"))


def capability_from(row: Row, known: dict[str, int]) -> Capability:
    return Capability(
        slug=row["slug"],
        parent_id=row.found("parent", known) if row["parent"] else None,
        level=row["level"],
        synonyms_th=row.items("synonyms_th"),
        synonyms_ja=row.items("synonyms_ja"),
        synonyms_en=row.items("synonyms_en"),
        **row.names(),
    )


@loads_reference("certifications", order=1)
def load_certifications() -> None:
    add(
        Certification,
        [
            Certification(code=row["code"], category=row["category"], scope=row["scope"], **row.names())
            for row in rows_of("certifications")
        ],
    )


@loads_reference("collaboration types", order=1)
def load_collaboration_types() -> None:
    add(
        CollaborationType,
        [
            CollaborationType(
                code=row["code"], position=row["position"], **row.names("name", "gives", "seeks")
            )
            for row in rows_of("collaboration_types")
        ],
    )


@loads_reference("size bands", order=1)
def load_bands() -> None:
    add(
        Band,
        [
            Band(
                kind=row.code("kind", BandKind.values),
                code=row["code"],
                minimum=row["min"],
                maximum=row["max"] or None,
                **row.names(),
            )
            for row in rows_of("units")
        ],
    )


@loads_reference("agencies and ITC centres", order=2)
def load_agencies() -> None:
    places = set(Location.objects.values_list("code", flat=True))
    agencies = [
        Agency(
            code=row["code"],
            kind=row.code("kind", AgencyKind.values),
            country=row.code("country", Country.values),
            location_id=row.code("location", places),
            **row.names(),
        )
        for row in rows_of("agencies")
    ]
    centres = {centre_code(row): row for row in rows_of("itc_centers")}
    agencies += [centre_from(code, row, places) for code, row in centres.items()]
    there = set(Agency.objects.values_list("code", flat=True))
    add(Agency, agencies)
    for agency in Agency.objects.filter(code__in=centres.keys() - there):
        agency.covers.set(centres[agency.code].codes("covers_provinces", places))  # type: ignore[arg-type]


def centre_code(row: Row) -> str:
    return f"itc-{row['code'].lower()}"


def centre_from(code: str, row: Row, places: set[str]) -> Agency:
    return Agency(
        code=code,
        kind=AgencyKind.ITC_CENTRE,
        country=Country.THAILAND,
        location_id=row.code("province_code", places),
        **row.names(),
    )
