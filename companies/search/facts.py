"""What the directory counts of a firm, read for some firms or for all: value -> the firms that have it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q, QuerySet

from companies.enums import BandKind, Country, FactGroup
from companies.models import Band, Capability, Certificate, Company, CompanyEvent, Location, Need, Offer
from companies.queries import open_to_all
from companies.querysets import CompanyQuerySet

# Of firms registered elsewhere: by the country of the base.
BASES = {
    Country.THAILAND.value: Q(country=Country.JAPAN, thai_base=True),
    Country.JAPAN.value: Q(country=Country.THAILAND, japan_base=True),
}
Value = tuple[str, str]
Pairs = Iterator[tuple[Value, int]]


def published(keys: Sequence[int] | None) -> CompanyQuerySet:
    firms = Company.objects.published().order_by()
    return firms if keys is None else firms.filter(pk__in=keys)


def of_firms(rows: QuerySet, keys: Sequence[int] | None, path: str = "company") -> QuerySet:
    """Rows of published firms; those of all of them are read without listing their keys."""
    rows = rows.order_by().filter(**{f"{path}__state": "published"})
    return rows if keys is None else rows.filter(**{f"{path}__in": keys})


def firms_of(keys: Sequence[int] | None) -> list[tuple[int, str, str, float]]:
    """Key, sort key, names as they are looked up, and when it was published in seconds."""
    columns = ("pk", "sort_key", "name_key", "published_at")
    rows = published(keys).order_by("sort_key", "pk").values_list(*columns)
    return [(key, name, spelt, at.timestamp() if at else 0.0) for key, name, spelt, at in rows]


def facts_of(keys: Sequence[int] | None) -> dict[Value, list[int]]:
    found: dict[Value, list[int]] = defaultdict(list)
    for part in (plain_facts(keys), set_facts(keys), capability_facts(keys)):
        for value, firm in part:
            found[value].append(firm)
    return dict(found)


def plain_facts(keys: Sequence[int] | None) -> Pairs:
    region_of = {pk: str(region) for pk, region in Location.objects.values_list("pk", "region_id")}
    rows = published(keys).values_list("pk", "country", "location_id", "export_level", "languages")
    for pk, country, location, exports, languages in rows:
        yield ("country", country), pk
        yield ("location", location), pk
        yield ("region", region_of[location]), pk
        yield ("exports", exports), pk
        for language in languages:
            yield ("language", language), pk
    yield from open_facts(keys)


def open_facts(keys: Sequence[int] | None) -> Pairs:
    """Sizes everyone may know, bases abroad, and who was confirmed within a year; the shelf is new every day."""
    bands = list(Band.objects.filter(kind=BandKind.EMPLOYEES))
    sizes = published(keys).filter(open_to_all(FactGroup.EMPLOYEES)).values_list("pk", "employees")
    for pk, employees in sizes:
        yield from ((("size", band.code), pk) for band in bands if is_in(band, employees))
    for country, condition in BASES.items():
        for pk in published(keys).filter(condition).values_list("pk", flat=True):
            yield ("base", country), pk
    for pk in published(keys).confirmed_lately().values_list("pk", flat=True):
        yield ("confirmed", "year"), pk


def is_in(band: Band, employees: int | None) -> bool:
    if employees is None or employees < band.minimum:
        return False
    return band.maximum is None or employees <= band.maximum


def set_facts(keys: Sequence[int] | None) -> Pairs:
    clusters = of_firms(Company.clusters.through.objects.all(), keys)
    for firm, code in clusters.values_list("company_id", "cluster_id"):
        yield ("cluster", code), firm
    certificates = of_firms(Certificate.objects.valid(), keys)
    for firm, code in certificates.values_list("company_id", "certification_id"):
        yield ("certification", code), firm
    kinds = of_firms(Company.collaboration_types.through.objects.all(), keys)
    for firm, code in kinds.values_list("company_id", "collaborationtype_id"):
        yield ("kind", code), firm
    checks = of_firms(CompanyEvent.objects.filter(checked_by_a_desk()), keys)
    for firm in checks.values_list("company_id", flat=True).distinct():
        yield ("verified", "desk"), firm


def checked_by_a_desk() -> Q:
    """Published by a person; what was loaded with the demonstration was not looked at by anybody."""
    return Q(move="publish", by__isnull=False)


def capability_facts(keys: Sequence[int] | None) -> Pairs:
    """Each capability as offered and as sought, and offered with all that lies below it."""
    tree: dict[int, int | None] = dict(Capability.objects.values_list("pk", "parent_id"))
    above = {pk: list(ancestry(pk, tree)) for pk in tree}
    slug_of = dict(Capability.objects.values_list("pk", "slug"))
    offers = of_firms(
        Offer.capabilities.through.objects.filter(
            offer__withdrawn_at__isnull=True, offer__paused_at__isnull=True
        ),
        keys,
        "offer__company",
    )
    for firm, pk in set(offers.values_list("offer__company_id", "capability_id")):
        yield ("offers", slug_of[pk]), firm
        for ancestor in above[pk]:
            yield ("capability", slug_of[ancestor]), firm
    open_needs = Need.objects.open().filter(is_anonymous=False)
    needs = of_firms(Need.capabilities.through.objects.filter(need__in=open_needs), keys, "need__company")
    for firm, pk in set(needs.values_list("need__company_id", "capability_id")):
        yield ("seeks", slug_of[pk]), firm


def ancestry(pk: int | None, tree: dict[int, int | None]) -> Iterable[int]:
    """Itself and what it lies under."""
    while pk is not None:
        yield pk
        pk = tree[pk]
