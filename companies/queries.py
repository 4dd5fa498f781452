"""Sets of firms as the directory and the company page show them."""

from collections.abc import Iterable

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from companies.models import Band, Capability, Certificate, Cluster, Company, Need, Offer

# What a hit weighs: in the name, by an offered capability, by a needed one, anywhere in the text.
IN_NAME, OFFERED, NEEDED, IN_TEXT = 8, 4, 2, 1


def offering(capabilities: Iterable[int]) -> QuerySet[Offer]:
    return Offer.objects.standing().filter(capabilities__in=capabilities)


def seeking(capabilities: Iterable[int]) -> QuerySet[Need]:
    """Never by an anonymous need: a hit would give its author away."""
    return Need.objects.open().filter(is_anonymous=False, capabilities__in=capabilities)


def matching_text(folded: str) -> Q:
    """Every word typed, or one spelled almost like it; both read the trigram index `company_search`."""
    words = Q()
    for word in folded.split():
        words &= Q(search_text__contains=word)
    return words | Q(search_text__trigram_word_similar=folded)


def found_by(companies: QuerySet[Company], folded: str, capabilities: Iterable[int]) -> QuerySet[Company]:
    by_capability = Q(pk__in=offering(capabilities).values("company")) | Q(
        pk__in=seeking(capabilities).values("company")
    )
    return companies.filter(matching_text(folded) | by_capability if capabilities else matching_text(folded))


def ranked(
    companies: QuerySet[Company], query: str, folded: str, capabilities: Iterable[int]
) -> QuerySet[Company]:
    named = Q(name_native__icontains=query) | Q(name_roman__icontains=query) | Q(name_kana__icontains=query)
    of_company = {"company": OuterRef("pk")}
    return companies.annotate(
        relevance=weight(named, IN_NAME)
        + weight(Exists(offering(capabilities).filter(**of_company)), OFFERED)
        + weight(Exists(seeking(capabilities).filter(**of_company)), NEEDED)
        + weight(Q(search_text__contains=folded), IN_TEXT)
    ).order_by("-relevance", "sort_key", "id")


def weight(condition: Q | Exists, points: int) -> Case:
    return Case(When(condition, then=Value(points)), default=Value(0), output_field=IntegerField())


def for_results(companies: QuerySet[Company]) -> QuerySet[Company]:
    """With all a result shows, in a fixed number of queries."""
    return companies.select_related("location").prefetch_related(
        Prefetch("certificates", Certificate.objects.select_related("certification")),
        Prefetch(
            "offers", Offer.objects.standing().prefetch_related("capabilities"), to_attr="public_offers"
        ),
        Prefetch(
            "needs",
            Need.objects.open().filter(is_anonymous=False).prefetch_related("capabilities"),
            to_attr="named_needs",
        ),
    )


def counts(companies: QuerySet[Company], path: str) -> dict[object, int]:
    """How many of `companies` hold each value of `path`."""
    rows = companies.order_by().values_list(path).annotate(Count("pk", distinct=True))
    return {value: number for value, number in rows if value is not None}


def trade_counts(companies: QuerySet[Company]) -> dict[int, int]:
    """How many offer something in each capability of the first level."""
    root = Coalesce("capabilities__parent__parent", "capabilities__parent", "capabilities")
    offers = Offer.objects.standing().filter(company__in=companies.order_by().values("pk"))
    rows = offers.order_by().annotate(root=root).values_list("root")
    return {key: n for key, n in rows.annotate(n=Count("company", distinct=True)) if key is not None}


def size_counts(companies: QuerySet[Company], bands: Iterable[Band]) -> dict[str, int]:
    found = companies.order_by().aggregate(
        **{f"band_{band.pk}": Count("pk", filter=in_band(band)) for band in bands}
    )
    return {band.code: found[f"band_{band.pk}"] for band in bands}


def in_band(band: Band) -> Q:
    within = Q(employees__gte=band.minimum)
    return within if band.maximum is None else within & Q(employees__lte=band.maximum)


def trades() -> QuerySet[Capability]:
    return Capability.objects.filter(level=1)


def all_clusters() -> QuerySet[Cluster]:
    return Cluster.objects.filter(level=1)
