"""Pictures drawn in code, and what firms show of their work."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from companies.enums import Audience, PictureUse
from companies.models import Catalogue, Company, Picture, ShowcaseItem
from companies.showcase import catalogues, items, pictures
from companies.showcase.encoding import encode
from config.pdf import check_pdf
from tests.factories.accounts import UserFactory
from tests.factories.agreements import pdf


def drawn(width: int = 120, height: int = 90, kind: str = "JPEG", **options) -> bytes:
    """Left half red, right half blue, so that a turned one can be told."""
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    picture.paste((30, 30, 200), (width // 2, 0, width, height))
    content = BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()


def photo(name: str = "IMG_0001.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawn() if content is None else content, "image/jpeg")


def item_of(company: Company, by=None, **changes) -> ShowcaseItem:
    values = {"kind": "product", "title": "Shaft", "text": "Ground shafts", "lang": "en"} | changes
    return items.save_item(company, by=by or UserFactory(), values=values)


def picture_of(company: Company, item: ShowcaseItem | None = None, by=None, **changes) -> Picture:
    values = {"use": PictureUse.ITEM if item else PictureUse.PLANT, "alt": "A shaft"} | changes
    return pictures.keep(company, by=by or UserFactory(), encoded=encode(photo()), item=item, **values)


def catalogue_of(company: Company, by=None, shown_to=Audience.PUBLIC) -> Catalogue:
    values = {"title": "Catalogue 2026", "lang": "en", "shown_to": shown_to}
    return catalogues.add_catalogue(company, by=by or UserFactory(), checked=check_pdf(pdf()), values=values)
