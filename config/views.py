"""Pages that belong to the frame."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.http import require_POST

from config.api.problems import CONTENT_TYPE
from config.context_processors import THEMES

A_YEAR = 31_536_000
API = "/api/"


def address_to_return_to(request: HttpRequest) -> str:
    """`next` if it stays on this site, else the front page."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in a cookie, so that the server writes it on the page before anything shows."""
    response = HttpResponseRedirect(address_to_return_to(request))
    if (theme := request.POST.get("theme", "")) in THEMES:
        response.set_cookie(
            "theme", theme, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from another sign-in, or cookies refused: say what to do."""
    return render(request, "403_csrf.html", {"back": own_referrer(request)}, status=403)


def own_referrer(request: HttpRequest) -> str:
    """Where the reader came from, if that was this site."""
    referrer = request.headers.get("referer", "")
    return referrer if url_has_allowed_host_and_scheme(referrer, allowed_hosts={request.get_host()}) else ""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read; a form that is too long is told how long it may be."""
    if not isinstance(exception, RequestDataTooBig) or request.path.startswith(API):
        return defaults.bad_request(request, exception)
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_048_576
    return render(request, "413.html", {"most": most}, status=413)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere; machines are told in their own form."""
    if request.path.startswith(API):
        return problem(404, "not_found", _("There is nothing at this address."))
    return defaults.page_not_found(request, exception)


def problem(status: int, code: str, title: str) -> JsonResponse:
    """As `problem_details` answers for faults inside a view of the API."""
    body = {"type": "about:blank", "status": status, "code": code, "title": title}
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or a database that is away; neither answer needs the database."""
    is_away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    status = 503 if is_away else 500
    if request.path.startswith(API):
        response: HttpResponse = problem(status, "error", _("This did not work. Try again in a while."))
    else:
        response = HttpResponse(loader.render_to_string(f"{status}.html"), status=status)
    if is_away:
        response["Retry-After"] = "30"
    return response
