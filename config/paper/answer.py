"""Paper as the answer to a request."""

from django.http import HttpResponse
from django.utils import translation


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A download; `name` is the file's name without language and ending."""
    file = f"{name}-{translation.get_language()}.pdf"
    disposition = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=disposition)
