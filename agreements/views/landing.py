from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.landing import landing_facts, latest_agreements, open_corridors


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page: both countries, what they seek of each other, what they signed."""
    context = {**landing_facts(), "agreements": latest_agreements(), "corridors": open_corridors()}
    return render(request, "landing.html", context)
