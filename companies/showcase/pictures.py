"""Pictures: taken in, described, put in order, removed and brought back."""

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from companies.enums import PictureUse
from companies.models import Company, Picture, ShowcaseItem
from companies.showcase import files
from companies.showcase.encoding import Encoded, encode
from companies.showcase.limits import MOST_PICTURES, locked, pictures_beside, refuse_full
from companies.showcase.order import last_position, record, shift


def take_in(
    company: Company,
    *,
    by: User | None,
    file: UploadedFile,
    use: PictureUse,
    item: ShowcaseItem | None = None,
) -> Picture:
    """Decode and keep a picture; ValidationError says what is wrong with it. A new logo takes the old one's place."""
    return keep(company, by=by, encoded=encode(file), use=use, item=item)


@transaction.atomic
def keep(
    company: Company,
    *,
    by: User | None,
    encoded: Encoded,
    use: PictureUse,
    item: ShowcaseItem | None = None,
    alt: str = "",
) -> Picture:
    company = locked(company)
    beside = pictures_beside(company, use, item)
    if use == PictureUse.LOGO:
        beside.update(removed_at=timezone.now())
    refuse_full(beside, MOST_PICTURES[use])
    picture = Picture(
        company=company,
        item=item,
        use=use,
        alt=alt,
        lang=item.lang if item else company.profile_lang,
        position=last_position(beside),
        sha256=files.digest(encoded),
        widths=sorted(encoded.by_width),
        width=encoded.width,
        height=encoded.height,
        size=sum(map(len, encoded.by_width.values())),
        created_by=by,
    )
    files.write_picture(picture, encoded)
    picture.save()
    record(company, picture, "add", by)
    return picture


@transaction.atomic
def describe(company: Company, *, by: User, texts: Mapping[int, str], shown_to: Mapping[int, str]) -> None:
    """Put words and readers by key of the picture; one that is not the firm's, or not changed, is passed over."""
    company = locked(company)
    for picture in company.pictures.standing().filter(pk__in=texts):
        alt = texts[picture.pk]
        readers = shown_to.get(picture.pk, picture.own_shown_to)
        if (alt, readers) == (picture.alt, picture.own_shown_to):
            continue
        picture.alt, picture.own_shown_to = alt, readers
        picture.save(update_fields=["alt", "own_shown_to"])
        record(company, picture, "describe", by)


@transaction.atomic
def move(picture: Picture, *, by: User, step: int) -> None:
    company = locked(picture.company)
    shift(picture, pictures_beside(company, PictureUse(picture.use), picture.item), step)
    record(company, picture, "move", by)


@transaction.atomic
def remove(picture: Picture, *, by: User) -> None:
    company = locked(picture.company)
    if company.pictures.standing().filter(pk=picture.pk).update(removed_at=timezone.now()):
        record(company, picture, "remove", by)


@transaction.atomic
def restore(picture: Picture, *, by: User) -> None:
    """ValidationError where others took its place."""
    company = locked(picture.company)
    use = PictureUse(picture.use)
    refuse_full(pictures_beside(company, use, picture.item), MOST_PICTURES[use])
    if company.pictures.removed().filter(pk=picture.pk).update(removed_at=None):
        record(company, picture, "restore", by)
