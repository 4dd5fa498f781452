"""How lists of matches are narrowed; pages and API use the same sets."""

import datetime
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, ClassVar

import django_filters
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from companies.enums import SearchPlace
from companies.models import Capability, Cluster, CollaborationType, Company, Need, Region
from companies.permissions import Viewer
from companies.saved_searches import Searcher, searches
from companies.search.readings import below
from matching.enums import MatchOrigin
from matching.models import ConflictOfInterest, Corridor, Match
from matching.queries import country_of, needs_open_to
from matching.querysets import MatchQuerySet


class ReviewFilter(django_filters.FilterSet):
    """The review queue, best chance or longest waiting first; what waits for a firm comes last."""

    ORDERS = {"chance": ("-p_both", "id"), "waiting": ("proposed_at", "id")}
    # From, below; in [0, 1].
    BANDS = {"60": (0.6, 1.01), "40": (0.4, 0.6), "20": (0.2, 0.4), "0": (0.0, 0.2)}

    corridor = django_filters.ModelChoiceFilter(
        queryset=Corridor.objects.all(), label=_("Corridor"), empty_label=_("Every corridor")
    )
    cluster = django_filters.ModelChoiceFilter(
        queryset=Cluster.objects.filter(level=1),
        method="filter_cluster",
        label=_("Cluster"),
        empty_label=_("Every cluster"),
    )
    chance = django_filters.ChoiceFilter(
        choices=[
            ("60", _("60% and more")),
            ("40", _("40 to 60%")),
            ("20", _("20 to 40%")),
            ("0", _("below 20%")),
        ],
        method="filter_chance",
        label=_("Chance that both are interested"),
        empty_label=_("Every chance"),
    )
    age = django_filters.ChoiceFilter(
        choices=[("3", _("3 days and more")), ("7", _("7 days and more")), ("14", _("14 days and more"))],
        method="filter_age",
        label=_("Waiting for"),
        empty_label=_("Any time"),
    )
    origin = django_filters.ChoiceFilter(
        choices=MatchOrigin.choices, label=_("Where it comes from"), empty_label=_("Every origin")
    )
    whose = django_filters.ChoiceFilter(
        choices=[("mine", _("My cases")), ("free", _("Nobody's cases"))],
        method="filter_whose",
        label=_("In whose hands"),
        empty_label=_("Anybody's"),
    )
    conflict = django_filters.ChoiceFilter(
        choices=[("no", _("Without a conflict of mine")), ("yes", _("With a conflict of mine"))],
        method="filter_conflict",
        label=_("Conflict of interest"),
        empty_label=_("With and without"),
    )
    firm = django_filters.ChoiceFilter(
        choices=[("asked", _("Waiting for a company")), ("no", _("Ready to decide"))],
        method="filter_asked",
        label=_("Question to a company"),
        empty_label=_("With and without"),
    )
    order = django_filters.ChoiceFilter(
        choices=[("chance", _("Best chance first")), ("waiting", _("Longest waiting first"))],
        method="order_by",
        label=_("Order"),
        empty_label=None,
    )

    class Meta:
        model = Match
        fields = ["corridor", "cluster", "chance", "age", "origin", "whose", "conflict", "firm", "order"]

    @property
    def user(self) -> User:
        return self.request.viewer.user

    @property
    def chosen(self) -> int:
        """How many questions are answered besides the order."""
        return sum(bool(self.data.get(name)) for name in self.filters if name != "order")

    def filter_chance(self, queryset: MatchQuerySet, name: str, value: str) -> MatchQuerySet:
        least, below_this = self.BANDS[value]
        return queryset.filter(p_both__gte=least, p_both__lt=below_this)

    def filter_age(self, queryset: MatchQuerySet, name: str, value: str) -> MatchQuerySet:
        return queryset.filter(proposed_at__lte=timezone.now() - datetime.timedelta(days=int(value)))

    def filter_whose(self, queryset: MatchQuerySet, name: str, value: str) -> MatchQuerySet:
        held = Q(claimed_until__gt=timezone.now())
        if value == "mine":
            return queryset.filter(Q(handed_to=self.user) | held & Q(claimed_by=self.user))
        return queryset.filter(handed_to__isnull=True).exclude(held)

    def filter_conflict(self, queryset: MatchQuerySet, name: str, value: str) -> MatchQuerySet:
        firms = ConflictOfInterest.objects.firms_of(self.user)
        concerned = Q(thai__in=firms) | Q(japanese__in=firms)
        return queryset.filter(concerned if value == "yes" else ~concerned)

    def filter_asked(self, queryset: MatchQuerySet, name: str, value: str) -> MatchQuerySet:
        return queryset.with_waiting_firms().filter(waits_for_firm=value == "asked")

    def filter_cluster(self, queryset: MatchQuerySet, name: str, value: Cluster) -> MatchQuerySet:
        inside = Q(pk=value.pk) | Q(parent=value.pk)
        return queryset.with_firms_in(Cluster.objects.filter(inside))

    def order_by(self, queryset: MatchQuerySet, name: str, value: str) -> MatchQuerySet:
        return queryset.with_waiting_firms().order_by("waits_for_firm", *self.ORDERS[value])


def regions_of_board(request: Any) -> QuerySet[Region]:
    country = country_of(request.viewer)
    return Region.objects.filter(country=country.other) if country else Region.objects.none()


class NeedFilter(django_filters.FilterSet):
    """The needs board. Cluster and kind are not told of an anonymous need, so they never find one."""

    ORDERS: ClassVar[dict[str, tuple[Any, ...]]] = {
        "newest": (F("opened_at").desc(nulls_last=True), "-id"),
        "closing": ("open_until", "id"),
    }
    HIDING = ("cluster", "kind")

    capability = django_filters.ModelChoiceFilter(
        queryset=Capability.objects.filter(level=1),
        to_field_name="slug",
        method="filter_capability",
        label=_("Capability"),
        empty_label=_("Every capability"),
    )
    cluster = django_filters.ModelChoiceFilter(
        queryset=Cluster.objects.filter(level=1),
        method="filter_cluster",
        label=_("Cluster"),
        empty_label=_("Every cluster"),
    )
    kind = django_filters.ModelChoiceFilter(
        queryset=CollaborationType.objects.all(),
        method="filter_kind",
        label=_("Kind of cooperation"),
        empty_label=_("Every kind"),
    )
    place = django_filters.ModelChoiceFilter(
        queryset=regions_of_board,
        to_field_name="code",
        field_name="company__location__region",
        label=_("Region"),
        empty_label=_("Every region"),
    )
    order = django_filters.ChoiceFilter(
        choices=[("newest", _("Newest first")), ("closing", _("Closing soonest first"))],
        method="order_by",
        label=_("Order"),
        empty_label=None,
    )

    class Meta:
        model = Need
        fields = ["capability", "cluster", "kind", "place", "order"]

    @property
    def leaves_out_anonymous(self) -> bool:
        return self.form.is_valid() and any(self.form.cleaned_data.get(name) for name in self.HIDING)

    def filter_capability(self, needs: QuerySet[Need], name: str, value: Capability) -> QuerySet[Need]:
        """By a subquery: a need with two capabilities of one branch is one need."""
        branch = below([value], Capability.objects.all())
        tagged = Need.capabilities.through.objects.filter(capability__in=branch)
        return needs.filter(pk__in=tagged.values("need"))

    def filter_cluster(self, needs: QuerySet[Need], name: str, value: Cluster) -> QuerySet[Need]:
        inside = Cluster.objects.filter(Q(pk=value.pk) | Q(parent=value.pk))
        members = Company.clusters.through.objects.filter(cluster__in=inside)
        return needs.filter(is_anonymous=False, company__in=members.values("company"))

    def filter_kind(self, needs: QuerySet[Need], name: str, value: CollaborationType) -> QuerySet[Need]:
        return needs.filter(is_anonymous=False, collaboration_type=value)

    def order_by(self, needs: QuerySet[Need], name: str, value: str) -> QuerySet[Need]:
        return needs.order_by(*self.ORDERS[value])

    def filter_queryset(self, queryset: QuerySet[Need]) -> QuerySet[Need]:
        """Newest first unless something else was asked."""
        return super().filter_queryset(queryset.order_by(*self.ORDERS["newest"]))


def needs_found(viewer: Viewer, query: QueryDict) -> list[int]:
    """What the board shows this viewer for a question, in its order; nothing to who may not see it."""
    narrowed = NeedFilter(query, queryset=needs_open_to(viewer), request=SimpleNamespace(viewer=viewer))
    return list(narrowed.qs.values_list("pk", flat=True))


def names_of_needs(viewer: Viewer, keys: Sequence[int]) -> list[str]:
    """By what the board itself tells: the capabilities, and the firm where it shows its name."""
    needs = (
        needs_open_to(viewer).select_related("company").prefetch_related("capabilities").in_bulk(list(keys))
    )
    return [name_of_need(needs[key]) for key in keys if key in needs]


def name_of_need(need: Need) -> str:
    about = ", ".join(capability.name for capability in need.capabilities.all())
    return about if need.is_anonymous else f"{need.company.name_for_reader}: {about}"


searches(SearchPlace.NEEDS, Searcher(needs_found, names_of_needs, "matching:needs-board"))
