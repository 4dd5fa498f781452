"""The Idempotency-Key of a POST: the same key and body give the same answer and act once."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import IdempotentRequest
from config.api.problems import Conflict

HEADER = "Idempotency-Key"
LONGEST_KEY = 100


def fingerprint(request: Request) -> str:
    return hashlib.sha256(request.get_full_path().encode() + b"\n" + request.body).hexdigest()


def claim_key(request: Request, key: str, digest: str) -> IdempotentRequest:
    """The key's row, locked: a second request with the key waits here until the first has ended."""
    IdempotentRequest.objects.bulk_create(
        [IdempotentRequest(user=request.user, key=key, fingerprint=digest)], ignore_conflicts=True
    )
    return IdempotentRequest.objects.select_for_update().get(user=request.user, key=key)


class IdempotentPostMixin:
    """For API views: the stored answer commits or rolls back together with what the POST did."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        with transaction.atomic():
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Read before DRF parses the stream, so that the body can be fingerprinted.
        digest = fingerprint(request) if request.method == "POST" else ""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        key = request.headers.get(HEADER, "")
        self.idempotent: IdempotentRequest | None = None
        if not digest or not key or not request.user.is_authenticated:
            return
        if len(key) > LONGEST_KEY:
            raise ValidationError({HEADER: [_("Use a key of at most 100 characters.")]})
        row = claim_key(request, key, digest)
        if row.fingerprint != digest:
            raise Conflict(_("This Idempotency-Key was used for another request."))
        if row.status is not None:
            raise AlreadyAnswered(row)
        self.idempotent = row

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, AlreadyAnswered):
            return Response(exc.row.body, status=exc.row.status, headers={"Idempotent-Replay": "true"})
        return super().handle_exception(exc)  # type: ignore[misc]

    def finalize_response(self, request: Any, response: Response, *args: Any, **kwargs: Any) -> Response:
        row = getattr(self, "idempotent", None)
        if row is not None and response.status_code >= 400:
            # Nothing was done under this key, so the corrected request may use it.
            row.delete()
        elif row is not None:
            row.status, row.body = response.status_code, response.data
            row.save(update_fields=["status", "body"])
        return super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]


class AlreadyAnswered(Exception):
    def __init__(self, row: IdempotentRequest) -> None:
        super().__init__(row.key)
        self.row = row
