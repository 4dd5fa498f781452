"""How matching works, for those who decide, register, audit or keep the system."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from companies.permissions import can_edit_words
from matching import explanation
from matching.permissions import can_read_explanation, can_see_weights


@login_required
@require_safe
def matching_explained(request: HttpRequest) -> HttpResponse:
    if not can_read_explanation(request.viewer):
        raise PermissionDenied
    context = {
        "explanation": explanation.read(translation.get_language()),
        "can_see_weights": can_see_weights(request.viewer),
        "can_edit_words": can_edit_words(request.viewer),
    }
    return render(request, "matching/matching_explained.html", context)
