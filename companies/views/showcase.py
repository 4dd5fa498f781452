"""The files of a firm's showcase, given out to those who may see them."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from companies.enums import Audience
from companies.models import Catalogue, Picture
from companies.showcase import files
from companies.showcase.shown import can_see_catalogue, can_see_picture, is_public

# A picture never changes under its address; a week is how long a suspended firm's may linger in a browser.
PUBLIC = "public, max-age=604800"
LOCKED_IN = "default-src 'none'; sandbox"


@require_safe
def picture(request: HttpRequest, pk: int, width: int) -> HttpResponse:
    """WebP of that width in pixels; 404 for a width there is not, and for who may not see it."""
    found = get_object_or_404(Picture.objects.select_related("company", "item"), pk=pk)
    path = files.picture_path(found, width)
    if width not in found.widths or not can_see_picture(request.viewer, found):  # type: ignore[attr-defined]
        raise Http404
    etag = f'"{found.sha256}-{width}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return guarded(unchanged, found, etag)
    if not path.is_file():
        raise Http404
    return guarded(FileResponse(path.open("rb"), content_type="image/webp"), found, etag)


@require_safe
def catalogue_download(request: HttpRequest, pk: int) -> HttpResponse:
    """As an attachment, named by its title, to who may see it; 404 for everyone else."""
    found = get_object_or_404(Catalogue.objects.select_related("company"), pk=pk)
    path = files.catalogue_path(found)
    if not can_see_catalogue(request.viewer, found) or not path.is_file():  # type: ignore[attr-defined]
        raise Http404
    name = f"{slugify(found.title, allow_unicode=True) or 'catalogue'}.pdf"
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )
    return guarded(response, found, f'"{found.sha256}"')


def guarded(response: HttpResponse, found: Picture | Catalogue, etag: str) -> HttpResponse:
    """What everyone sees may be kept anywhere, members' only to be asked for again, connected partners' nowhere."""
    response["Content-Security-Policy"] = LOCKED_IN
    response["X-Content-Type-Options"] = "nosniff"
    if is_public(found):
        response["Cache-Control"] = PUBLIC
    elif found.shown_to == Audience.CONNECTED or not found.company.is_published:
        response["Cache-Control"] = "private, no-store"
        return response
    else:
        response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response
