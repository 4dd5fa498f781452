"""Optimistic locking for edits: ETag on reads, If-Match required on writes."""

from django.db import models
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.problems import PreconditionFailed, PreconditionRequired


def etag_of(row: models.Model) -> str:
    return f'"{row.pk}-{row.version}"'  # type: ignore[attr-defined]


def check_if_match(request: Request, row: models.Model) -> None:
    """Raises 428 without If-Match and 412 when it names another version."""
    given = request.headers.get("If-Match")
    if given is None:
        raise PreconditionRequired()
    if given != "*" and etag_of(row) not in [tag.strip() for tag in given.split(",")]:
        raise PreconditionFailed()


class ETagRetrieveMixin:
    """Adds the ETag of the row to a retrieve."""

    def retrieve(self, request: Request, *args: object, **kwargs: object) -> Response:
        row = self.get_object()  # type: ignore[attr-defined]
        response = Response(self.get_serializer(row).data)  # type: ignore[attr-defined]
        response["ETag"] = etag_of(row)
        return response
