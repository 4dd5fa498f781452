from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agreements.enums import AgreementState
from agreements.models import Agreement
from companies.enums import Country
from matching.enums import MatchState
from matching.history import years
from matching.models import Match, Run


class Command(BaseCommand):
    help = "Add two years of runs and cases to the demonstration, once; see matching/history."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Only a demonstration has a history that nobody lived through.")
        if Run.objects.exists():
            self.stdout.write("A run was made before; nothing to do.")
            return
        with transaction.atomic():
            signed = signed_by_firms()
            years.write(
                {pair: agreement.signed_on for pair, agreement in signed.items() if agreement.signed_on}
            )
            link(signed)


def signed_by_firms() -> dict[tuple[int, int], Agreement]:
    """(Thai firm, Japanese firm) -> the agreement of the demonstration that both signed."""
    found = Agreement.objects.filter(is_demonstration=True, state=AgreementState.SIGNED, match=None)
    return {pair_of(agreement): agreement for agreement in found.prefetch_related("parties__company")}


def pair_of(agreement: Agreement) -> tuple[int, int]:
    of_country = {party.company.country: party.company_id for party in agreement.parties.all()}
    return of_country[Country.THAILAND], of_country[Country.JAPAN]


def link(signed: dict[tuple[int, int], Agreement]) -> None:
    for match in Match.objects.filter(state=MatchState.AGREED):
        agreement = signed[match.thai_id, match.japanese_id]
        agreement.match = match
        agreement.save(update_fields=["match"])
