"""Pages that only tell: one text per language, so that each reads as it was written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.consents import TEXT_VERSIONS
from accounts.enums import ConsentPurpose


def text_page(request: HttpRequest, name: str, title: Promise | str, version: str = "") -> HttpResponse:
    text = f"accounts/texts/{name}_{translation.get_language()}.html"
    return render(request, "accounts/text.html", {"text": text, "title": title, "version": version})


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    return text_page(request, "how_it_works", _("How it works"))


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return text_page(request, "help", _("Help"))


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return text_page(request, "terms", _("Terms of use"), TEXT_VERSIONS[ConsentPurpose.TERMS])


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return text_page(request, "privacy", _("Privacy"), TEXT_VERSIONS[ConsentPurpose.CROSS_BORDER])
