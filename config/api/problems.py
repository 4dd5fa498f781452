"""Errors of the API as problem details (RFC 9457), in the caller's language."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from config.lifecycle import MoveNotAllowed

CONTENT_TYPE = "application/problem+json"


class PreconditionRequired(exceptions.APIException):
    """An edit without If-Match could overwrite what someone else saved."""

    status_code = 428
    default_code = "precondition_required"

    def __init__(self) -> None:
        super().__init__(_("Send If-Match with the ETag you last read."))


class PreconditionFailed(exceptions.APIException):
    status_code = 412
    default_code = "precondition_failed"

    def __init__(self) -> None:
        super().__init__(_("Someone else saved this meanwhile. Read it again and repeat your change."))


class Conflict(exceptions.APIException):
    status_code = 409
    default_code = "conflict"


def as_api_exception(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.ParseError):
        # The parser complains in English only.
        return exceptions.ParseError()
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, MoveNotAllowed):
        return Conflict(refusal_of(error))
    if isinstance(error, ValidationError):
        return exceptions.ValidationError(getattr(error, "message_dict", {"detail": error.messages}))
    return None


def refusal_of(error: MoveNotAllowed) -> str:
    """In words; an offer has no states of its own, so it is only said that it came too late."""
    if not hasattr(error.row, "get_state_display"):
        return _("This is not possible any more.")
    message = _("This is not possible any more: it is now “%(state)s”.")
    return message % {"state": error.row.get_state_display()}


def problem_details(error: Exception, context: dict[str, object]) -> Response | None:
    """DRF's exception handler; None lets an unknown fault become a 500."""
    known = as_api_exception(error)
    if known is None:
        return None
    set_rollback()
    body: dict[str, object] = {"type": "about:blank", "status": known.status_code, "code": known.default_code}
    if isinstance(known, exceptions.ValidationError):
        body.update(title=_("Some fields need correcting."), errors=known.detail)
    else:
        body.update(title=str(known.detail))
    headers = {}
    if header := getattr(known, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if (wait := getattr(known, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait))
    return Response(body, status=known.status_code, headers=headers, content_type=CONTENT_TYPE)
