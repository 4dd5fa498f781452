"""How lists of matches are narrowed; pages and API use the same sets."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from companies.models import Cluster
from matching.models import Corridor, Match


class ReviewFilter(django_filters.FilterSet):
    """The review queue by corridor and cluster, best chance or longest waiting first."""

    ORDERS = {"chance": ("-p_both", "id"), "waiting": ("proposed_at", "id")}

    corridor = django_filters.ModelChoiceFilter(
        queryset=Corridor.objects.all(), label=_("Corridor"), empty_label=_("Every corridor")
    )
    cluster = django_filters.ModelChoiceFilter(
        queryset=Cluster.objects.filter(level=1),
        method="filter_cluster",
        label=_("Cluster"),
        empty_label=_("Every cluster"),
    )
    order = django_filters.ChoiceFilter(
        choices=[("chance", _("Best chance first")), ("waiting", _("Longest waiting first"))],
        method="order_by",
        label=_("Order"),
        empty_label=None,
    )

    class Meta:
        model = Match
        fields = ["corridor", "cluster", "order"]

    def filter_cluster(self, queryset: QuerySet[Match], name: str, value: Cluster) -> QuerySet[Match]:
        inside = Q(pk=value.pk) | Q(parent=value.pk)
        clusters = Cluster.objects.filter(inside)
        return queryset.filter(Q(thai__clusters__in=clusters) | Q(japanese__clusters__in=clusters)).distinct()

    def order_by(self, queryset: QuerySet[Match], name: str, value: str) -> QuerySet[Match]:
        return queryset.order_by(*self.ORDERS[value])
