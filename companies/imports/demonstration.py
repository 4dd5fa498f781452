"""Loads the fictional companies as published firms; what is already there is left as it is."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

from django.utils import timezone

from companies.conditions import standing
from companies.enums import CompanyState, Country, ExportLevel, NeedState
from companies.imports import plants
from companies.imports.kinds import SOURCE_CODES, kind_of
from companies.imports.registry import loads_demonstration
from companies.imports.tables import Row, read_json_lines
from companies.models import (
    Capability,
    Certificate,
    Certification,
    Cluster,
    CollaborationType,
    Company,
    CompanyEvent,
    Location,
    Machine,
    Need,
    NeedEvent,
    Offer,
)
from companies.models.plant import PlantFacts
from companies.search import meaning
from companies.search.texts import SEARCH_FIELDS, put_search_fields, stored_tokens
from companies.search.tokens import tokens_of

FOLDER = Path(__file__).resolve().parent.parent / "demonstration"
PLANT_FIELDS = [field.name for field in PlantFacts._meta.fields if field.name != "japan_base"]
SHORTEST_OPEN, LONGEST_OPEN = 30, 89
CONTACT = {Country.THAILAND: "ฝ่ายต่างประเทศ", Country.JAPAN: "海外担当"}


@loads_demonstration("fictional companies", order=0)
def load_companies() -> None:
    there = set(Company.objects.exclude(external_id="").values_list("external_id", flat=True))
    rows = [row for row in read_json_lines(FOLDER / "companies.jsonl") if row["id"] not in there]
    places = Location.objects.in_bulk()
    Company.objects.bulk_create(company_from(row, age, places) for age, row in enumerate(rows))
    loaded = Company.objects.filter(external_id__in=[row["id"] for row in rows])
    companies = {company.external_id: company for company in loaded.select_related("location")}
    add_sets(rows, companies)
    statements = add_statements(rows, companies)
    add_plants(companies, statements)
    add_events(companies, statements)
    add_search_texts(companies, statements)


def company_from(row: Row, age: int, places: dict[str, Location]) -> Company:
    """One firm, published `age` quarter days before now, so that the newest differ."""
    place = row.found("location_code", places)
    published_at = timezone.now() - datetime.timedelta(hours=6 * age)
    return Company(
        external_id=row["id"],
        slug=row["slug"],
        country=row.code("country", Country.values),
        state=CompanyState.PUBLISHED,
        is_demonstration=True,
        name_native=row["name_native"],
        name_roman=row["name_roman"],
        location=place,
        city_native=row["city_native"],
        city_roman=row["city_en"],
        founded_year=row["year_founded"],
        employees=row["employees"],
        capital_amount=row["capital_amount"],
        profile_lang=row["profile_lang"],
        profile=row["profile"],
        profile_en=row["profile_en"] or "",
        website=row["website"],
        languages=row["languages"],
        export_level=row.code("export_level", ExportLevel.values),
        export_markets=row["export_markets"],
        contact_name=CONTACT[row["country"]],
        contact_email=row["email"],
        address=f"{row['city_native']} {place.name_th if row['country'] == 'TH' else place.name_ja}",
        submitted_at=published_at,
        published_at=published_at,
        confirmed_at=plants.confirmed_at(age),
        **plants.base(row),
    )


def add_plants(companies: dict[str, Company], statements: Iterable[Offer | Need]) -> None:
    offers: dict[int, list[Offer]] = defaultdict(list)
    for statement in statements:
        if isinstance(statement, Offer):
            offers[statement.company_id].append(statement)
    machines = [one for company in companies.values() for one in plants.equip(company, offers[company.pk])]
    Machine.objects.bulk_create(machines)
    Company.objects.bulk_update(companies.values(), PLANT_FIELDS, batch_size=200)


def add_sets(rows: list[Row], companies: dict[str, Company]) -> None:
    """Clusters, certificates and collaboration types, in three statements."""
    clusters = set(Cluster.objects.values_list("code", flat=True))
    certifications = set(Certification.objects.values_list("code", flat=True))
    types = set(CollaborationType.objects.values_list("code", flat=True))
    in_clusters, certificates, collaborations = [], [], []
    for row in rows:
        key = companies[row["id"]].pk
        codes = row.codes("clusters", clusters) + row.codes("subsectors", clusters)
        in_clusters += [Company.clusters.through(company_id=key, cluster_id=code) for code in codes]
        certificates += [
            plants.dated(Certificate(company_id=key, certification_id=code), row["id"])
            for code in row.codes("certifications", certifications)
        ]
        collaborations += [
            Company.collaboration_types.through(company_id=key, collaborationtype_id=code)
            for code in own_types(row, types)
        ]
    Company.clusters.through.objects.bulk_create(in_clusters)
    Certificate.objects.bulk_create(certificates)
    Company.collaboration_types.through.objects.bulk_create(collaborations)


def own_types(row: Row, types: set[str]) -> list[str]:
    codes = row.codes("collaboration_types", types | SOURCE_CODES.keys())
    return list(dict.fromkeys(SOURCE_CODES.get(code, code) for code in codes))


def add_statements(rows: list[Row], companies: dict[str, Company]) -> list[Offer | Need]:
    """Offers, and needs that stay open for 30 to 89 days from today; each knows its capabilities."""
    capabilities = {
        capability.slug: capability for capability in Capability.objects.select_related("parent__parent")
    }
    days = cycle(range(SHORTEST_OPEN, LONGEST_OPEN + 1))
    today, now = timezone.localdate(), timezone.now()
    offers = [Offer(company=companies[row["id"]], **said(offer)) for row in rows for offer in row["offers"]]
    needs = [
        Need(
            company=companies[row["id"]],
            state=NeedState.OPEN,
            opened_at=now,
            open_until=today + datetime.timedelta(days=next(days)),
            **said(need),
        )
        for row in rows
        for need in row["needs"]
    ]
    Offer.objects.bulk_create(offers)
    Need.objects.bulk_create(needs)
    tag(Offer, offers, tags_of(rows, "offers", capabilities))
    tag(Need, needs, tags_of(rows, "needs", capabilities))
    return [*offers, *needs]


def said(cells: dict[str, str]) -> dict[str, Any]:
    return {
        "external_id": cells["id"],
        "lang": cells["lang"],
        "text": cells["text"],
        "conditions": standing(cells["text"], None),
        "collaboration_type_id": kind_of(cells["text"]),
    }


def tags_of(rows: list[Row], column: str, known: dict[str, Capability]) -> list[list[Capability]]:
    statements = [Row(row.file, row.number, cells) for row in rows for cells in row[column]]
    return [statement.all_found("capabilities", known) for statement in statements]


def tag(
    model: type[Offer] | type[Need],
    statements: Sequence[Offer | Need],
    tags: list[list[Capability]],
) -> None:
    through: Any = model.capabilities.through
    name = model._meta.model_name
    through.objects.bulk_create(
        through(**{f"{name}_id": statement.pk, "capability_id": capability.pk})
        for statement, capabilities in zip(statements, tags, strict=True)
        for capability in capabilities
    )
    for statement, capabilities in zip(statements, tags, strict=True):
        statement._prefetched_objects_cache = {"capabilities": capabilities}  # type: ignore[union-attr]


def add_events(companies: dict[str, Company], statements: Iterable[Offer | Need]) -> None:
    CompanyEvent.objects.bulk_create(
        CompanyEvent(company=company, move="publish", to_state=company.state)
        for company in companies.values()
    )
    NeedEvent.objects.bulk_create(
        NeedEvent(need=need, move="open", to_state=need.state)
        for need in statements
        if isinstance(need, Need)
    )


def add_search_texts(companies: dict[str, Company], statements: Iterable[Offer | Need]) -> None:
    said_by: dict[int, list[Offer | Need]] = defaultdict(list)
    for statement in statements:
        said_by[statement.company_id].append(statement)
    for company in companies.values():
        put_search_fields(company, said_by[company.pk])
        company.search_tokens = stored_tokens(tokens_of(company.search_text))
    Company.objects.bulk_update(companies.values(), [*SEARCH_FIELDS, "search_tokens"], batch_size=200)
    meaning.ask(company.pk for company in companies.values())
