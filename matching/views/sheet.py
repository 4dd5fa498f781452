"""Two firms of a case on one sheet of paper, for a meeting."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from companies.models import Company
from companies.queries import for_results
from config.paper.answer import pdf_answer
from matching.meeting import on_paper, sides_of
from matching.models import Match
from matching.queries import exchanges_of
from matching.views.review import find_case


@login_required
@require_safe
def match_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """In the reader's language, what the firms wrote in theirs; contacts only of the officer's own side."""
    match = find_case(request, pk)
    context = {
        "match": match,
        "sides": sides_of(request.viewer, firms_of(match)),
        "exchanges": exchanges_of(match),
        "today": timezone.localdate(),
    }
    return render(request, "matching/match_sheet.html", context)


@login_required
@require_safe
def match_sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same to carry away."""
    match = find_case(request, pk)
    content = on_paper(
        match,
        sides_of(request.viewer, firms_of(match)),
        exchanges_of(match),
        timezone.localdate(),
        settings.DEMONSTRATION,
    )
    return pdf_answer(content, f"otagai-sheet-{match.pk}")


def firms_of(match: Match) -> list[Company]:
    """The Thai one first."""
    firms = for_results(Company.objects.filter(pk__in=[match.thai_id, match.japanese_id]))
    return sorted(firms, key=lambda firm: firm.pk != match.thai_id)
