"""The register's filters, for page and API alike."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementState, Standing
from agreements.models import Agreement, AgreementType, GovernmentMou
from agreements.querysets import RENEWAL_NOTICE
from companies.enums import Country
from companies.models import Location

STATUSES = [
    (Standing.IN_FORCE.value, Standing.IN_FORCE.label),
    (Standing.DUE_FOR_RENEWAL.value, Standing.DUE_FOR_RENEWAL.label),
    (Standing.NOT_YET_IN_FORCE.value, Standing.NOT_YET_IN_FORCE.label),
    (Standing.EXPIRED.value, Standing.EXPIRED.label),
    (AgreementState.TERMINATED.value, AgreementState.TERMINATED.label),
]


class AgreementFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="search", label=_("Words"))
    status = django_filters.ChoiceFilter(
        choices=STATUSES, method="by_status", label=_("Status"), empty_label=_("All")
    )
    type = django_filters.ModelChoiceFilter(
        queryset=AgreementType.objects.all(), label=_("Type"), empty_label=_("All")
    )
    prefecture = django_filters.ModelChoiceFilter(
        queryset=Location.objects.filter(country=Country.JAPAN),
        field_name="parties__company__location",
        label=_("Prefecture"),
        empty_label=_("All"),
    )

    class Meta:
        model = Agreement
        fields = ["q", "status", "type", "prefecture"]

    def search(self, queryset: QuerySet[Agreement], name: str, value: str) -> QuerySet[Agreement]:
        fields = [
            *(f"{field}_{lang}" for field in ("title", "scope") for lang in ("th", "ja", "en")),
            "parties__company__name_native",
            "parties__company__name_roman",
        ]
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": value})
        return queryset.filter(pk__in=Agreement.objects.filter(found).values("pk"))

    def by_status(self, queryset: QuerySet[Agreement], name: str, value: str) -> QuerySet[Agreement]:
        today = timezone.localdate()
        if value == AgreementState.TERMINATED:
            return queryset.filter(state=value)
        signed = queryset.filter(state=AgreementState.SIGNED)
        begun = signed.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=today))
        return {
            Standing.NOT_YET_IN_FORCE.value: signed.filter(valid_from__gt=today),
            Standing.EXPIRED.value: begun.filter(valid_until__lt=today),
            Standing.DUE_FOR_RENEWAL.value: begun.filter(valid_until__range=(today, today + RENEWAL_NOTICE)),
            Standing.IN_FORCE.value: begun.exclude(valid_until__lt=today),
        }[value]


class MouFilter(django_filters.FilterSet):
    prefecture = django_filters.ModelChoiceFilter(
        queryset=Location.objects.filter(country=Country.JAPAN), label=_("Prefecture"), empty_label=_("All")
    )

    class Meta:
        model = GovernmentMou
        fields = ["prefecture"]
