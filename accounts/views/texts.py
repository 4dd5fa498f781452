"""Pages that only tell: one text per language, so that each reads as it was written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.consents import TEXT_VERSIONS
from accounts.enums import ConsentPurpose


def text_page(request: HttpRequest, name: str, title: Promise | str, version: str = "") -> HttpResponse:
    text = f"accounts/texts/{name}_{translation.get_language()}.html"
    return render(request, "accounts/text.html", {"text": text, "title": title, "version": version})


def how_it_works(request: HttpRequest) -> HttpResponse:
    return text_page(request, "how_it_works", _("How it works"))


def help_page(request: HttpRequest) -> HttpResponse:
    return text_page(request, "help", _("Help"))


def terms(request: HttpRequest) -> HttpResponse:
    return text_page(request, "terms", _("Terms of use"), TEXT_VERSIONS[ConsentPurpose.TERMS])


def privacy(request: HttpRequest) -> HttpResponse:
    return text_page(request, "privacy", _("Privacy"), TEXT_VERSIONS[ConsentPurpose.CROSS_BORDER])
