"""Excel workbooks as rows of cells: values only, and refused with a reason where they would be read wrongly."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from companies.intake.faults import Unreadable

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An encrypted workbook is an old-style container with this stream in it.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_BYTES_UNPACKED = 400 * 2**20
# Sheets of a long list pack 10 to 20 times; a bomb a thousand.
MOST_PACKED = 200
SMALL = 2**20
PIECE, OVERLAP = 2**20, 4096
NS = rb"(?:\w+:)?"
FORMULA_ALONE = re.compile(
    rb"<"
    + NS
    + rb'c\s[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<'
    + NS
    + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</"
    + NS
    + rb"f>)"
    rb"\s*(?:<" + NS + rb"v\s*/>|<" + NS + rb"v></" + NS + rb"v>)?\s*</" + NS + rb"c>"
)
MERGED = re.compile(rb"<" + NS + rb'mergeCell\s[^>]*?\bref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
BROKEN = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, EOFError, OSError)
Cells = tuple[object, ...]


def refuse_other_archives(path: Path) -> None:
    """Before anything is unpacked: is it a workbook, and is it as large as it looks?"""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except BROKEN:
        raise Unreadable("damaged") from None
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable("not_a_workbook")
    if sum(part.file_size for part in parts) > MOST_BYTES_UNPACKED:
        raise Unreadable("bomb")
    if any(part.file_size > SMALL and part.file_size > MOST_PACKED * part.compress_size for part in parts):
        raise Unreadable("bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("password")


def refuse_old_office(path: Path) -> None:
    raise Unreadable("password" if ENCRYPTED in path.read_bytes() else "old_excel")


def sheet_names(path: Path) -> list[str]:
    book = opened(path)
    try:
        return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    finally:
        book.close()


def opened(path: Path):
    """By its content: the stored name has no ending."""
    try:
        return load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True, keep_links=False)
    except BROKEN:
        raise Unreadable("damaged") from None


def rows_of(path: Path, name: str) -> Iterator[tuple[int, Cells]]:
    """(number as the spreadsheet counts, cells) of every row that holds something."""
    book = opened(path)
    try:
        sheet = book[name]
        # What a file says of its own size may be wrong, and makes short rows a million cells long.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if any(cell is not None and cell != "" for cell in cells):
                yield number, cells
    except BROKEN:
        raise Unreadable("damaged") from None
    finally:
        book.close()


def refuse_lost_cells(path: Path, name: str, first_row: int) -> None:
    """Formulas without a result read as empty, merged cells as filled in their first row only."""
    book = opened(path)
    try:
        part = book[name]._worksheet_path
    finally:
        book.close()
    with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as sheet:
        for text in pieces(sheet):
            if found := FORMULA_ALONE.search(text):
                raise Unreadable("formula", cell=found[1].decode())
            for found in MERGED.finditer(text):
                if int(found[4]) >= first_row:
                    cells = b"%s%s:%s%s" % found.groups()
                    raise Unreadable("merged", cells=cells.decode())


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The file in parts that overlap, so that nothing short is cut in two."""
    kept = b""
    while part := file.read(PIECE):
        yield kept + part
        kept = part[-OVERLAP:]
