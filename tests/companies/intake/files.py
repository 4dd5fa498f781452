"""Files of companies as offices write them, good and bad."""

import csv
import io
import random
import zipfile
from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from companies.registration import check_digit

HEADINGS = ["รหัส", "ชื่อบริษัท", "ชื่อบริษัทภาษาอังกฤษ", "เลขทะเบียนนิติบุคคล", "จังหวัด", "ปีที่ก่อตั้ง", "จำนวนพนักงาน", "อีเมล"]


def thai_number(serial: int) -> str:
    start = f"0105{serial:08}"
    return start + str(check_digit("TH", start + "0"))


def row(serial: int, place: str = "TH-00") -> list[object]:
    return [
        f"K{serial}",
        f"บริษัท งานกลึง{serial} จำกัด",
        f"Turning {serial} Co., Ltd.",
        thai_number(serial),
        place,
        f"พ.ศ. {2500 + serial % 60}",
        10 + serial % 300,
        f"info{serial}@example.co.th",
    ]


def xlsx(rows: Sequence[Sequence[object]], **more) -> bytes:
    book = Workbook(write_only=not more.get("merged"))
    sheet = book.create_sheet("list") if not more.get("merged") else book.active
    for cells in rows:
        sheet.append(list(cells))
    for cells in more.get("merged", ()):
        sheet.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_text(rows: Sequence[Sequence[object]], separator: str = ",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue()


def upload(content: bytes, name: str = "list.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def with_part(book: bytes, name: str, change) -> bytes:
    """The workbook with one of its parts rewritten."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, change(text) if part == name else text)
    return target.getvalue()


def planted(rows: list[list[object]], number: int, seed: int = 7) -> dict[tuple[int, str], str]:
    """Spoil `number` cells of different rows; answers (row of the sheet, column) -> code. The first row is headings."""
    dice = random.Random(seed)
    kinds = [
        (2, "name_roman", "", "required"),
        (3, "registration_number", "0105561000000", "registration_check"),
        (3, "registration_number", "12345", "registration_length"),
        (4, "location", "Atlantis", "unknown_choice"),
        (5, "founded_year", "long ago", "not_a_year"),
        (6, "employees", "many", "not_a_number"),
        (7, "contact_email", "no at sign", "not_an_email"),
        (0, "external_id", "", "required"),
    ]
    spoilt = {}
    for turn, at in enumerate(sorted(dice.sample(range(1, len(rows)), number))):
        place, column, value, code = kinds[turn % len(kinds)]
        rows[at][place] = value
        spoilt[at + 1, column] = code
    return spoilt
