"""Where the files of showcases lie: one folder a firm, outside the web root, each named by its content.

A file is written before its row is committed and taken away after; what a crash in between leaves behind has no row,
and the clock sweeps it away a day later.
"""

import datetime
import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from companies.models import Catalogue, Picture
from companies.showcase.encoding import Encoded

FOLDER = "showcase"
UNFINISHED = ".part"
# No upload takes longer, so what is older and has no row is nobody's.
SETTLED = datetime.timedelta(days=1)


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def picture_path(picture: Picture, width: int) -> Path:
    return root() / str(picture.company_id) / f"{picture.sha256}-{width}.webp"


def catalogue_path(catalogue: Catalogue) -> Path:
    return root() / str(catalogue.company_id) / f"{catalogue.sha256}.pdf"


def paths_of(row: Picture | Catalogue) -> list[Path]:
    if isinstance(row, Catalogue):
        return [catalogue_path(row)]
    return [picture_path(row, width) for width in row.widths]


def digest(encoded: Encoded) -> str:
    return hashlib.sha256(encoded.by_width[encoded.width]).hexdigest()


def write_picture(picture: Picture, encoded: Encoded) -> None:
    for width, content in encoded.by_width.items():
        write(picture_path(picture, width), [content])


def write(path: Path, chunks: Iterable[bytes]) -> None:
    """Whole or not at all; what is there already is the same, and is made new for the sweep."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(UNFINISHED)
    with unfinished.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
    unfinished.replace(path)


def delete_rows(rows: Iterable[Picture | Catalogue]) -> int:
    """Rows now, their files once that is certain; answers how many rows."""
    gone = list(rows)
    for row in gone:
        paths = paths_of(row)
        row.delete()
        transaction.on_commit(lambda paths=paths: unlink_unused(paths))  # type: ignore[misc]
    return len(gone)


def unlink_unused(paths: Iterable[Path]) -> None:
    """The same photo may stand beside two products of one firm."""
    for path in paths:
        if not is_used(path):
            path.unlink(missing_ok=True)


def is_used(path: Path) -> bool:
    company, sha256 = int(path.parent.name), path.name[:64]
    rows: list[type[Picture] | type[Catalogue]] = [Picture, Catalogue]
    return any(model.objects.filter(company=company, sha256=sha256).exists() for model in rows)


def sweep() -> int:
    """Files without a row; answers how many."""
    oldest = (timezone.now() - SETTLED).timestamp()
    found = [path for path in root().glob("[0-9]*/*") if path.stat().st_mtime < oldest]
    orphans = [path for path in found if path.suffix == UNFINISHED or not is_used(path)]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
