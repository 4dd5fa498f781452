"""The directory's questions, one filter each; page and API ask through the same set."""

from collections.abc import Iterable

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from companies import queries
from companies.enums import BandKind, Country, ExportLevel, SpokenLanguage
from companies.models import Band, Capability, Certification, Cluster, CollaborationType, Company, Location
from companies.search import fold
from companies.search.readings import Reading, below, read_as_capabilities

SORTS = {"relevance": _("Best match"), "name": _("Name"), "newest": _("Newest")}
ORDERS = {"name": ("sort_key", "id"), "newest": ("-published_at", "id")}


class CompanyFilter(django_filters.FilterSet):
    """Within one question any of the answers, across questions all of them."""

    q = django_filters.CharFilter(method="search", label=_("What are you looking for?"), max_length=200)
    country = django_filters.MultipleChoiceFilter(choices=Country.choices, distinct=False, label=_("Country"))
    location = django_filters.ModelMultipleChoiceFilter(
        queryset=Location.objects.all(),
        to_field_name="code",
        distinct=False,
        label=_("Province or prefecture"),
    )
    cluster = django_filters.ModelMultipleChoiceFilter(
        queryset=Cluster.objects.all(), to_field_name="code", method="within", label=_("Cluster")
    )
    capability = django_filters.ModelMultipleChoiceFilter(
        queryset=Capability.objects.all(), to_field_name="slug", method="offering", label=_("Capability")
    )
    certification = django_filters.ModelMultipleChoiceFilter(
        queryset=Certification.objects.all(),
        to_field_name="code",
        method="within",
        label=_("Certification"),
    )
    size = django_filters.ModelMultipleChoiceFilter(
        queryset=Band.objects.filter(kind=BandKind.EMPLOYEES),
        to_field_name="code",
        method="sized",
        label=_("Employees"),
    )
    kind = django_filters.ModelMultipleChoiceFilter(
        queryset=CollaborationType.objects.all(),
        to_field_name="code",
        method="within",
        label=_("Kind of cooperation"),
    )
    language = django_filters.MultipleChoiceFilter(
        choices=SpokenLanguage.choices, method="speaking", label=_("Languages it works in")
    )
    exports = django_filters.MultipleChoiceFilter(
        field_name="export_level", choices=ExportLevel.choices, distinct=False, label=_("Exports")
    )
    sort = django_filters.ChoiceFilter(
        choices=list(SORTS.items()), method="sorted", empty_label=None, label=_("Sort by")
    )

    SETS = {
        "cluster": "clusters",
        "certification": "certificates__certification",
        "kind": "collaboration_types",
    }

    class Meta:
        model = Company
        fields: list[str] = []

    @property
    def reading(self) -> Reading:
        """What the query means as capabilities; read once."""
        if not hasattr(self, "_reading"):
            self._reading = read_as_capabilities(self.answers.get("q") or "")
        return self._reading

    @property
    def answers(self) -> dict:
        """What was asked, without answers that do not exist."""
        return self.form.cleaned_data if self.form.is_valid() or self.is_bound else {}

    def without(self, name: str) -> QuerySet[Company]:
        """All questions but one, so that its other answers can be counted."""
        companies = self.queryset.all()
        for asked, value in self.answers.items():
            if asked not in (name, "sort"):
                companies = self.filters[asked].filter(companies, value)
        return companies

    def search(self, companies: QuerySet[Company], name: str, query: str) -> QuerySet[Company]:
        return queries.found_by(companies, fold(query), self.reading.subtree)

    def within(self, companies: QuerySet[Company], name: str, rows: Iterable) -> QuerySet[Company]:
        """By a subquery: a join would show a firm once for each row it has."""
        if not rows:
            return companies
        holders = Company.objects.filter(**{f"{self.SETS[name]}__in": list(rows)})
        return companies.filter(pk__in=holders.values("pk"))

    def offering(
        self, companies: QuerySet[Company], name: str, capabilities: Iterable[Capability]
    ) -> QuerySet[Company]:
        if not capabilities:
            return companies
        subtree = below(list(capabilities), Capability.objects.all())
        return companies.filter(pk__in=queries.offering(subtree).values("company"))

    def sized(self, companies: QuerySet[Company], name: str, bands: Iterable[Band]) -> QuerySet[Company]:
        condition = Q()
        for band in bands:
            condition |= queries.in_band(band)
        return companies.filter(condition)

    def speaking(self, companies: QuerySet[Company], name: str, codes: list[str]) -> QuerySet[Company]:
        return companies.filter(languages__overlap=codes) if codes else companies

    def sorted(self, companies: QuerySet[Company], name: str, order: str) -> QuerySet[Company]:
        return companies

    def filter_queryset(self, queryset: QuerySet[Company]) -> QuerySet[Company]:
        """Filtered, then put in order: relevance needs a query, else the directory is by name."""
        companies = super().filter_queryset(queryset)
        query = self.answers.get("q")
        if not query or self.order != "relevance":
            return companies.order_by(*ORDERS.get(self.order, ORDERS["name"]))
        return queries.ranked(companies, query, fold(query), self.reading.subtree)

    @property
    def order(self) -> str:
        return self.answers.get("sort") or ("relevance" if self.answers.get("q") else "name")
