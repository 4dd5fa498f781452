"""Uploaded PDF documents: looked into before they are kept, and known by their SHA-256."""

import hashlib
import zlib
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

# An /OpenAction alone is harmless: office programs write one to choose the first page.
ACTIVE_KEYS = ("/JS", "/JavaScript", "/EmbeddedFiles", "/RichMedia")
ACTIVE_ACTIONS = ("/JavaScript", "/Launch")


@dataclass(frozen=True)
class Checked:
    """A file found to be what it says."""

    file: UploadedFile
    name: str
    size: int
    sha256: str
    pages: int


def check_pdf(file: UploadedFile) -> Checked:
    """Raises ValidationError, saying what to do, for anything that is not a plain, readable PDF."""
    size = file.size or 0
    if size > settings.DOCUMENT_MAX_BYTES:
        most = settings.DOCUMENT_MAX_BYTES // 1_048_576
        raise ValidationError(
            _("The file is larger than %(most)s MB. Scan it at a lower resolution.") % {"most": most}
        )
    start = file.read(1024)
    file.seek(0)
    if b"%PDF-" not in start:
        raise ValidationError(_("This is not a PDF. Save or scan the document as PDF and choose it again."))
    pages = pages_of(file)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    name = (file.name or "document.pdf").replace("\\", "/").rsplit("/", 1)[-1][-200:]
    file.name = f"{uuid4().hex}.pdf"
    return Checked(file, name, size, digest.hexdigest(), pages)


def pages_of(file: UploadedFile) -> int:
    """How many; opens every page, so that a damaged, locked or active file is refused."""
    try:
        reader = PdfReader(file)
        if reader.is_encrypted:
            raise ValidationError(
                _("The PDF is locked with a password. Save it without one and choose it again.")
            )
        pages = len(reader.pages)
        active = is_active(reader)
    except (
        PyPdfError,
        zlib.error,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        OSError,
    ) as error:
        raise ValidationError(_("The PDF is damaged and cannot be opened. Scan or save it again.")) from error
    finally:
        file.seek(0)
    if not pages:
        raise ValidationError(_("The PDF has no pages. Scan or save it again."))
    if active:
        raise ValidationError(
            _("The PDF holds scripts or other files. Print it to a plain PDF and choose that.")
        )
    return pages


def is_active(reader: PdfReader) -> bool:
    """Walks every object the document reaches: a script may sit on any page or note."""
    waiting: list[PdfObject | None] = [reader.trailer]
    seen: set[int] = set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in seen:
                continue
            seen.add(found.idnum)
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            if any(key in found for key in ACTIVE_KEYS) or found.get("/S") in ACTIVE_ACTIONS:
                return True
            waiting.extend(found.values())
        elif isinstance(found, ArrayObject):
            waiting.extend(found)
    return False
