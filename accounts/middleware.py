"""Whoever was signed out in the middle of a form comes back to it, with what they typed."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts import parked

# Sent by the page itself while somebody writes or reads; the form comes later.
ASKED_WHILE_TYPING = ("-suggest", "-read", "-answers", "-kind", "match-state", "conversation-detail")


class ParkedFormMiddleware:
    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and request.user.is_authenticated and parked.KEY in request.session:
            return self.answer_with_form(request)
        response = self.get_response(request)
        if not is_turned_away(request, response):
            return response
        if is_asked_while_typing(request):
            # The page to sign in would land inside the form; whoever sends the form is led there.
            return HttpResponse(status=204)
        if request.method == "GET":
            return HttpResponseClientRedirect(redirect_to_login(parked.page_of(request)).url)
        if page := parked.park(request):
            messages.warning(
                request,
                _(
                    "You were signed out. Sign in: what you wrote is kept for an hour and stands in its form again."
                ),
            )
            answer = redirect_to_login(page)
            return HttpResponseClientRedirect(answer.url) if is_part(request) else answer
        return response

    def answer_with_form(self, request: HttpRequest) -> HttpResponse:
        if reads_it_itself(request) or (kept := parked.take(request)) is None:
            return self.get_response(request)
        messages.info(request, _("What you wrote is here again. Read it over and send it."))
        response = self.get_response(request)
        if response.status_code == 200 and not response.streaming:
            page = response.content.decode(response.charset)
            response.content = parked.refill(page, request.path, *kept).encode(response.charset)
        return response


def reads_it_itself(request: HttpRequest) -> bool:
    try:
        return hasattr(resolve(request.path_info).func, "reads_parked_form")
    except Resolver404:
        return False


def is_turned_away(request: HttpRequest, response: HttpResponse) -> bool:
    """A form of ours, or a part that a page of ours asks for, that is answered with the way to sign-in."""
    return (
        (request.method == "POST" or is_part(request))
        and response.status_code == 302
        and not request.user.is_authenticated
        and response["Location"].startswith(resolve_url(settings.LOGIN_URL))
        and not request.path.startswith(resolve_url(settings.LOGIN_URL))
    )


def is_part(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def is_asked_while_typing(request: HttpRequest) -> bool:
    match = request.resolver_match
    return is_part(request) and str(match and match.url_name).endswith(ASKED_WHILE_TYPING)
