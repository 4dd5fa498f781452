"""Two firms of a case on one sheet of paper, for a meeting."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from companies.models import Cluster, Company
from companies.permissions import Viewer, sights
from companies.queries import for_results
from companies.seen import redacted
from matching.queries import exchanges_of
from matching.views.review import find_case


@dataclass(frozen=True)
class Side:
    """A firm as this officer may read it."""

    company: Company
    contacts_are_open: bool
    clusters: list[Cluster]


def sides_of(viewer: Viewer, firms: list[Company]) -> list[Side]:
    seen = sights(viewer, firms)
    return [
        Side(
            redacted(firm, seen[firm.pk]),
            seen[firm.pk].contacts,
            list(firm.clusters.order_by("level", "code")),
        )
        for firm in firms
    ]


@login_required
@require_safe
def match_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """In the reader's language, what the firms wrote in theirs; contacts only of the officer's own side."""
    match = find_case(request, pk)
    found = {
        firm.pk: firm
        for firm in for_results(Company.objects.filter(pk__in=[match.thai_id, match.japanese_id]))
    }
    context = {
        "match": match,
        "sides": sides_of(request.viewer, [found[match.thai_id], found[match.japanese_id]]),
        "exchanges": exchanges_of(match),
        "today": timezone.localdate(),
    }
    return render(request, "matching/match_sheet.html", context)
