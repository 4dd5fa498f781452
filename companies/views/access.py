"""Who comes into the owner's workshop and into the desk's; everyone else finds nothing there."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from companies.models import Company
from companies.permissions import can_edit_company

View = Callable[..., HttpResponse]


def for_members(view: View) -> View:
    """The view gets the firm its caller may edit."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        company: Company | None = request.viewer.company
        if company is None or not can_edit_company(request.viewer, company):
            raise Http404
        return view(request, company, *args, **kwargs)

    return guarded


def for_owners(view: View) -> View:
    """As `for_members`; an editor finds nothing."""

    @for_members
    @wraps(view)
    def guarded(request: HttpRequest, company: Company, *args: object, **kwargs: object) -> HttpResponse:
        if not request.viewer.is_owner:
            raise Http404
        return view(request, company, *args, **kwargs)

    return guarded


def with_version(request: HttpRequest, version: int) -> QueryDict:
    """What was sent, ready to be saved over a newer version."""
    sent = request.POST.copy()
    sent["version"] = str(version)
    return sent
