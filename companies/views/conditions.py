"""Conditions read live from what an author types, as rows to confirm, change or take out."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from companies.forms.conditions import rows, typed_rows

LONGEST_TEXT = 2000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def condition_read(request: HttpRequest) -> HttpResponse:
    """What the author confirmed, changed or took out stays as typed; the rest follows the text."""
    sent = request.POST if request.method == "POST" else request.GET
    found = rows(sent.get("text", "")[:LONGEST_TEXT], typed_rows(sent), {})
    return render(request, "companies/_conditions.html", {"rows": found})
