"""Sets of firms as the directory and the company page show them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    FloatField,
    Func,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from companies.enums import Audience, FactGroup
from companies.models import Band, Capability, Certificate, Cluster, Company, Machine, Need, Offer
from companies.models.company import HEAVY
from companies.signals import partners_asked


def partners_of(company: Company) -> QuerySet[Company]:
    """Firms it is or was connected to, as whoever introduces firms says."""
    answers: Sequence[tuple[Any, Any]] = partners_asked.send(None, company=company)
    known = {pk for _receiver, keys in answers for pk in keys}
    return Company.objects.filter(pk__in=known)


def offering(capabilities: Iterable[int]) -> QuerySet[Offer]:
    return Offer.objects.standing().filter(capabilities__in=capabilities)


def by_list(keys: Sequence[int]) -> Func:
    """The order of a list of keys."""
    listed = Value(list(keys), output_field=ArrayField(BigIntegerField()))
    return Func(listed, F("pk"), function="array_position", template="%(function)s(%(expressions)s)")


def by_worth(worth: Mapping[int, float]) -> Any:
    """The highest first, then those without any."""
    cases = [When(pk=key, then=Value(value)) for key, value in worth.items()]
    return Case(*cases, default=Value(0.0), output_field=FloatField()).desc()


def for_hits(companies: QuerySet[Company], *, with_machines: bool) -> QuerySet[Company]:
    """With all a line of the directory shows but its statements; machines are looked through for a query."""
    certificates = Prefetch("certificates", Certificate.objects.select_related("certification"))
    found = companies.defer(*HEAVY).select_related("location").prefetch_related(certificates)
    machines = Prefetch("machines", Machine.objects.select_related("capability"))
    return found.prefetch_related(machines) if with_machines else found


def for_results(companies: QuerySet[Company]) -> QuerySet[Company]:
    """With all a page of a firm shows, in a fixed number of queries."""
    return for_hits(companies, with_machines=True).prefetch_related(
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
    """Where everyone may know it: who is found by a number could be asked for it."""
    within = Q(employees__gte=band.minimum) & open_to_all(FactGroup.EMPLOYEES)
    return within if band.maximum is None else within & Q(employees__lte=band.maximum)


def open_to_all(group: FactGroup) -> Q:
    """Firms that show this group of facts to everyone; only unusual audiences are stored."""
    return Q(**{f"audiences__{group.value}": Audience.PUBLIC}) | ~Q(audiences__has_key=group.value)


def trades() -> QuerySet[Capability]:
    return Capability.objects.filter(level=1)


def all_clusters() -> QuerySet[Cluster]:
    return Cluster.objects.filter(level=1)
