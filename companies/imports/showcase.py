"""Products and case studies of some fictional firms; their pictures are drawn by a job, so loading stays quick."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from companies.enums import PictureUse, ShowcaseKind
from companies.imports.demonstration import FOLDER
from companies.imports.drawings import DRAWINGS, draw
from companies.imports.registry import loads_demonstration
from companies.imports.tables import Row, read_json_lines
from companies.models import Capability, Company
from companies.showcase import items, pictures
from companies.showcase.encoding import encode
from outbox.queue import enqueue

DRAW = "companies.draw_demonstration"


def rows() -> list[Row]:
    return list(read_json_lines(FOLDER / "showcase.jsonl"))


@loads_demonstration("products and case studies", order=10)
def load_showcases() -> None:
    """A firm that shows something already is left as it is."""
    found = rows()
    firms = Company.objects.filter(external_id__in={row["company"] for row in found}, showcase_items=None)
    for company in firms.order_by("pk"):
        own = [row for row in found if row["company"] == company.external_id]
        for row in own:
            write_item(company, row)
        enqueue(DRAW, {"company": company.pk}, key=f"company:{company.pk}")


def write_item(company: Company, row: Row) -> None:
    capabilities = Capability.objects.filter(slug=row["capability"])
    values = {name: row[name] for name in ("title", "text", "lang", "year")}
    row.code("drawing", list(DRAWINGS))
    values |= {"kind": row.code("kind", ShowcaseKind.values), "capabilities": capabilities}
    words = {name: row.cells.get(name) or "" for name in ("problem", "result")}
    items.save_item(company, by=None, values=values | words)


def draw_pictures(company: Company) -> None:
    """One for each item that has none yet."""
    by_title = {row["title"]: row for row in rows() if row["company"] == company.external_id}
    for item in company.showcase_items.standing().filter(title__in=by_title, pictures=None):
        row = by_title[item.title]
        content = BytesIO()
        draw(row["drawing"], company.country).save(content, "PNG", compress_level=1)
        file = SimpleUploadedFile("drawing.png", content.getvalue())
        pictures.keep(company, by=None, encoded=encode(file), use=PictureUse.ITEM, item=item, alt=row["alt"])
