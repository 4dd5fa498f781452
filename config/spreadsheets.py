"""Lists as files for a spreadsheet: each page declares its columns, and both kinds of file are written from them."""

import csv
import datetime
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

# What a spreadsheet would take for a formula, also where the cell starts in full width or after a blank.
FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20\t\r")
# By this Excel knows the file as UTF-8.
MARK = "\ufeff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("xlsx", "csv")
LONGEST_CELL = 32_767
LINES_AT_ONCE = 200
WIDEST, NARROWEST = 60, 8


@dataclass(frozen=True)
class Column:
    """One column of a list: its heading in the reader's language, and its cell of one row."""

    title: str | Promise
    value: Callable[[Any], object]


def safe_cell(value: object) -> object:
    """A text that a spreadsheet would run gets a quote before it; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" \u3000\n").startswith(FORMULA):
        return f"'{value}"
    return value


def day_of(moment: datetime.datetime | None) -> datetime.date | None:
    """The day on which it is, where the reader is."""
    return None if moment is None else timezone.localdate(moment)


def plain(value: object) -> object:
    """A number, a day, a moment in the reader's time zone (without its name), or a text."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, (int, float, datetime.date)):
        return value
    return str(value)[:LONGEST_CELL]


def csv_lines(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[str]:
    """Some lines at a time, so that a long list needs no memory; days are written as ISO."""
    echo = csv.writer(Echo())
    yield MARK + echo.writerow([safe_cell(str(column.title)) for column in columns])
    waiting: list[str] = []
    for row in rows:
        cells = [safe_cell(plain(column.value(row))) for column in columns]
        waiting.append(echo.writerow(cells))
        if len(waiting) == LINES_AT_ONCE:
            yield "".join(waiting)
            waiting.clear()
    yield "".join(waiting)


def as_now(lines: Iterator[str]) -> Iterator[bytes]:
    """Written after the view has returned, in the language and time zone it was asked in."""
    language, zone = translation.get_language(), timezone.get_current_timezone()

    def written() -> Iterator[bytes]:
        while True:
            with translation.override(language), timezone.override(zone):
                line = next(lines, None)
            if line is None:
                return
            yield line.encode()

    return written()


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def write_xlsx(columns: Sequence[Column], rows: Iterable[Any], target: IO[bytes], title: str = "") -> None:
    """Row by row; texts are typed as texts, so that none is run as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title(title))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        width = min(max(2 * len(str(column.title)), NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([heading_cell(sheet, str(column.title)) for column in columns])
    for row in rows:
        sheet.append([typed_cell(sheet, plain(column.value(row))) for column in columns])
    book.save(target)


def sheet_title(title: str) -> str:
    """Spreadsheets refuse some signs and more than 31."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\")[:31] or "Otagai"


def heading_cell(sheet: Any, text: str) -> WriteOnlyCell:
    cell = typed_cell(sheet, text)
    cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    return cell


def typed_cell(sheet: Any, value: object) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=None)
    # Set past the cell's own guess, which takes "=1+1" for a formula and "#N/A" for an error.
    cell._value, cell.data_type = without_controls(value), "s"
    return cell


def without_controls(text: str) -> str:
    """XML holds no control characters but tab and line breaks."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")


def as_file(
    kind: str, name: str, columns: Sequence[Column], rows: Iterable[Any], title: str = ""
) -> HttpResponseBase:
    """The list as an answer; `kind` is csv or xlsx, `name` the file's name without its ending."""
    disposition = {
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
        "Cache-Control": "no-store",
    }
    if kind == "csv":
        lines = as_now(csv_lines(columns, rows))
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=disposition)
    target = io.BytesIO()
    write_xlsx(columns, rows, target, title)
    target.seek(0)
    return FileResponse(target, content_type=XLSX, headers=disposition)
