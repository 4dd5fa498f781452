import datetime

from django.db import models
from django.utils import timezone

from agreements.enums import AgreementState

RENEWAL_NOTICE = datetime.timedelta(days=90)


class AgreementQuerySet(models.QuerySet):
    def public(self) -> "AgreementQuerySet":
        return self.filter(is_public=True, state__in=[AgreementState.SIGNED, AgreementState.TERMINATED])

    def signed(self) -> "AgreementQuerySet":
        return self.filter(state=AgreementState.SIGNED)

    def in_force(self) -> "AgreementQuerySet":
        today = timezone.localdate()
        return self.signed().filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=today),
            models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=today),
        )

    def due_for_renewal(self) -> "AgreementQuerySet":
        return self.in_force().filter(valid_until__lte=timezone.localdate() + RENEWAL_NOTICE)

    def with_parties(self) -> "AgreementQuerySet":
        return self.select_related("type").prefetch_related(
            "parties__company__location", "parties__signatory"
        )
