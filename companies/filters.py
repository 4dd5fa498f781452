"""The directory's questions, one filter each; page and API ask through the same set."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from types import SimpleNamespace

import django_filters
from django.db import models
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies import queries
from companies.enums import BandKind, Country, ExportLevel, SearchPlace, SpokenLanguage
from companies.models import (
    Band,
    Capability,
    Certificate,
    Certification,
    Cluster,
    CollaborationType,
    Company,
    CompanyEvent,
    Location,
    Region,
)
from companies.permissions import Viewer, kept_apart_from, published_for
from companies.saved_searches import Searcher, searches
from companies.search.changes import current_shelf
from companies.search.facts import BASES, checked_by_a_desk
from companies.search.narrowing import in_order, narrowed
from companies.search.providers import fits_of, in_lane, lanes
from companies.search.ranking import Hits, find
from companies.search.readings import Reading, below, read_as_capabilities
from companies.search.shelf import Shelf

SORTS = {
    "relevance": _("Best match"),
    "fit": _("Fits my company"),
    "name": _("Name"),
    "newest": _("Newest"),
}
ORDERS = {"name": ("sort_key", "id"), "newest": ("-published_at", "id")}
# The API lists the best firms of a query, not all that have something to do with it.
MOST_FOUND = 1000
LONGEST_NAME = 120


def open_lanes() -> list[tuple[str, str]]:
    return [(lane.code, lane.name) for lane in lanes()]


class CompanyFilter(django_filters.FilterSet):
    """Within one question any of the answers, across questions all of them."""

    q = django_filters.CharFilter(method="search", label=_("What are you looking for?"), max_length=200)
    country = django_filters.MultipleChoiceFilter(choices=Country.choices, distinct=False, label=_("Country"))
    region = django_filters.ModelMultipleChoiceFilter(
        queryset=Region.objects.all(), field_name="location__region", distinct=False, label=_("Region")
    )
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
    verified = django_filters.MultipleChoiceFilter(
        choices=[("desk", _("By a desk officer"))],
        method="checked",
        label=pgettext_lazy("filter", "Verified"),
    )
    confirmed = django_filters.MultipleChoiceFilter(
        choices=[("year", _("In the last 12 months"))],
        method="confirmed_lately",
        label=_("Recently confirmed"),
    )
    base = django_filters.MultipleChoiceFilter(
        choices=Country.choices, method="based", label=_("Base in the other country")
    )
    corridor = django_filters.MultipleChoiceFilter(
        choices=open_lanes, method="in_corridor", label=_("MOU corridor")
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

    @property
    def hits(self) -> Hits | None:
        """What the query finds; None without one. Searched once."""
        if not hasattr(self, "_hits"):
            query = self.answers.get("q")
            self._hits = find(query, self.reading, self.shelf) if query else None
        return self._hits

    @property
    def shelf(self) -> Shelf:
        """One for the whole request, whatever changes meanwhile."""
        if not hasattr(self, "_shelf"):
            self._shelf = current_shelf()
        return self._shelf

    def without(self, name: str) -> QuerySet[Company]:
        """All questions but one, in SQL: what the bitmaps of `search/narrowing.py` are tested against."""
        companies = self.queryset.all()
        for asked, value in self.answers.items():
            if asked not in (name, "sort"):
                companies = self.filters[asked].filter(companies, value)
        return companies

    def search(self, companies: QuerySet[Company], name: str, query: str) -> QuerySet[Company]:
        return companies.filter(pk__in=self.best) if query else companies

    @property
    def best(self) -> list[int]:
        """The best firms for the query, best first."""
        if self.hits is None:
            return []
        everyone = narrowed(self.shelf, self.shelf.everyone, {}, (), self.hits)
        return in_order(everyone, "relevance", self.hits, {})[:MOST_FOUND]

    def within(self, companies: QuerySet[Company], name: str, rows: Iterable) -> QuerySet[Company]:
        """By a subquery: a join would show a firm once for each row it has."""
        if not rows:
            return companies
        holders = Company.objects.filter(**{f"{self.SETS[name]}__in": list(rows)})
        if name == "certification":
            held = Certificate.objects.valid().filter(certification__in=list(rows))
            holders = Company.objects.filter(pk__in=held.values("company"))
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

    def checked(self, companies: QuerySet[Company], name: str, codes: list[str]) -> QuerySet[Company]:
        if not codes:
            return companies
        return companies.filter(
            pk__in=CompanyEvent.objects.filter(checked_by_a_desk()).order_by().values("company")
        )

    def confirmed_lately(
        self, companies: QuerySet[Company], name: str, codes: list[str]
    ) -> QuerySet[Company]:
        recent = Company.objects.confirmed_lately()
        return companies.filter(pk__in=recent.order_by().values("pk")) if codes else companies

    def based(self, companies: QuerySet[Company], name: str, codes: list[str]) -> QuerySet[Company]:
        return companies.filter(reduce(or_, [BASES[code] for code in codes])) if codes else companies

    def in_corridor(self, companies: QuerySet[Company], name: str, codes: list[str]) -> QuerySet[Company]:
        if not codes:
            return companies
        wanted = [in_lane(lane) for lane in lanes() if lane.code in codes]
        return companies.filter(pk__in=Company.objects.filter(reduce(or_, wanted, Q(pk=None))).values("pk"))

    def sorted(self, companies: QuerySet[Company], name: str, order: str) -> QuerySet[Company]:
        return companies

    def filter_queryset(self, queryset: QuerySet[Company]) -> QuerySet[Company]:
        """Filtered, then put in order: relevance needs a query, else the directory is by name."""
        companies = super().filter_queryset(queryset)
        if self.order == "fit":
            return companies.order_by(queries.by_worth(self.fits), "sort_key", "id")
        if not self.answers.get("q") or self.order != "relevance":
            return companies.order_by(*ORDERS.get(self.order, ORDERS["name"]))
        return companies.order_by(queries.by_list(self.best))

    @property
    def fits(self) -> Mapping[int, float]:
        """What the viewer's firm was suggested; nothing for visitors."""
        if not hasattr(self, "_fits"):
            viewer = getattr(getattr(self.request, "_request", self.request), "viewer", None)
            self._fits = fits_of(viewer.company if viewer else None)
        return self._fits

    @property
    def order(self) -> str:
        return self.answers.get("sort") or ("relevance" if self.answers.get("q") else "name")


def suggested_name(asked: django_filters.FilterSet) -> str:
    """What was asked, in the reader's language: the words, then the name of each answer."""
    if not asked.form.is_valid():
        return ""
    parts = []
    for name, value in asked.form.cleaned_data.items():
        if value and name not in ("sort", "order"):
            choices = dict(getattr(asked.form.fields[name], "choices", ()))
            rows = [value] if isinstance(value, str | models.Model) else value
            parts += [str(getattr(row, "name", "") or choices.get(row, row)) for row in rows]
    return " · ".join(parts)[:LONGEST_NAME]


def firms_found(viewer: Viewer, query: QueryDict) -> list[int]:
    """What the directory shows this viewer for a question, in its order."""
    asked = CompanyFilter(query, queryset=Company.objects.published(), request=SimpleNamespace(viewer=viewer))
    shelf = asked.shelf
    everyone = shelf.everyone & ~shelf.firms(kept_apart_from(viewer.company))
    return in_order(
        narrowed(shelf, everyone, asked.answers, lanes(), asked.hits), asked.order, asked.hits, asked.fits
    )


def names_of_firms(viewer: Viewer, keys: Sequence[int]) -> list[str]:
    firms = published_for(viewer).in_bulk(list(keys))
    return [firms[key].name_for_reader for key in keys if key in firms]


searches(SearchPlace.DIRECTORY, Searcher(firms_found, names_of_firms, "companies:company-list"))
