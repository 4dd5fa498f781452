"""Files as offices really send them: read rightly, or refused with what to do."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook

from companies.intake import reading
from companies.intake.faults import SENTENCES, Unreadable
from tests.companies.intake.files import HEADINGS, csv_text, row, with_part, xlsx

JAPANESE = ["管理番号", "会社名", "英文名", "法人番号", "都道府県", "設立", "従業員数", "メール"]
JAPANESE_ROW = [
    "S1",
    "株式会社髙橋製作所①",
    "Takahashi",
    "7000012050002",
    "長野県",
    "昭和55年",
    "38",
    "a@example.co.jp",
]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def read(tmp_path):
    """The rows below the headings, as stored files are read."""

    def rows(content: bytes) -> list[tuple[int, tuple[object, ...]]]:
        path = tmp_path / "stored"
        path.write_bytes(content)
        reading.refuse_at_sight(path)
        return list(reading.body_of(path, reading.layout_of(path).as_json()))

    return rows


def refusal(read, content: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.code in SENTENCES
    assert refused.value.sentence
    return refused.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_thai_csv_of_every_encoding(read, encoding, separator):
    content = csv_text([HEADINGS, row(1)], separator).encode(encoding)

    assert read(content) == [(2, tuple(str(cell) for cell in row(1)))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_japanese_csv_of_every_encoding(read, encoding):
    content = csv_text([JAPANESE, JAPANESE_ROW]).encode(encoding)

    assert read(content) == [(2, tuple(JAPANESE_ROW))]


@pytest.mark.parametrize("other", ["cp874", "utf-8"])
def test_two_encodings_in_one_file_are_refused_by_line(read, other):
    first = "utf-8" if other == "cp874" else "cp874"
    content = csv_text([HEADINGS, row(1)]).encode(first) + csv_text([row(2)]).encode(other)

    assert refusal(read, content).code == "mixed_encodings"


def test_line_breaks_in_cells_keep_the_count_of_lines(read):
    first = row(1)
    first[1] = "บริษัท\nสองบรรทัด"

    assert [number for number, _cells in read(csv_text([HEADINGS, first, row(2)]).encode())] == [2, 4]


def test_titles_above_the_headings_and_a_second_row_of_headings(read):
    english = [
        "Key",
        "Company name",
        "Name in English",
        "Tax ID",
        "Province",
        "Founded",
        "Employees",
        "E-mail",
    ]
    rows = [["ทะเบียนบริษัท 2569"], [], HEADINGS, english, row(1)]

    assert [number for number, _cells in read(xlsx(rows))] == [5]


def test_a_million_empty_rows_are_passed_over(read):
    def with_gap(sheet: bytes) -> bytes:
        return sheet.replace(b'<row r="3"', b'<row r="1000000"').replace(b'3"', b'1000000"')

    book = with_part(xlsx([HEADINGS, row(1), row(2)]), SHEET, with_gap)

    assert len(read(book)) == 2


def test_two_hundred_columns_are_refused(read):
    headings = [*HEADINGS, *(f"extra {number}" for number in range(192))]

    assert refusal(read, xlsx([headings, row(1)])).figures == {"count": 200, "limit": 100}


def test_merged_cells_below_the_headings_are_named(read):
    assert refusal(read, xlsx([HEADINGS, row(1), row(2)], merged=["E2:E3"])).figures == {"cells": "E2:E3"}


def test_a_merged_title_does_no_harm(read):
    assert len(read(xlsx([["รายชื่อ"], HEADINGS, row(1)], merged=["A1:D1"]))) == 1


def formula(cached: bytes):
    def put(sheet: bytes) -> bytes:
        return re.sub(rb'<c r="G2"[^>]*>.*?</c>', b'<c r="G2"><f>5+6</f>' + cached + b"</c>", sheet)

    return with_part(xlsx([HEADINGS, row(1)]), SHEET, put)


def test_a_formula_gives_its_value(read):
    assert read(formula(b"<v>11</v>"))[0][1][6] == 11


@pytest.mark.parametrize("cached", [b"", b"<v/>", b"<v></v>"])
def test_a_formula_without_its_value_is_named(read, cached):
    assert refusal(read, formula(cached)).figures == {"cell": "G2"}


def test_the_sheet_with_headings_is_found_wherever_it_stands(read):
    book = Workbook()
    book.active.append(["read me first"])
    sheet = book.create_sheet("บริษัท")
    sheet.append(HEADINGS)
    sheet.append(row(1))
    file = io.BytesIO()
    book.save(file)

    assert len(read(file.getvalue())) == 1


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (OLD + b"\0" * 600, "old_excel"),
        (OLD + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zipped(list_csv=b"a,b"), "not_a_workbook"),
        (zipped(xl__workbook_xml=b"<workbook/>", xl__sheet_xml=b"0" * 60 * 2**20), "bomb"),
        (zipped(xl__workbook_xml=b"<workbook/>"), "damaged"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"%PDF-1.7", "unknown_kind"),
        (b"a\x00b,c", "unknown_kind"),
        (csv_text([HEADINGS]).encode(), "no_rows"),
        (xlsx([HEADINGS]), "no_rows"),
        (b"one,two\n1,2\n", "no_headings"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(read, content, code):
    assert refusal(read, content).code == code


def test_a_file_cut_short_is_refused(read):
    whole = xlsx([HEADINGS, *(row(serial) for serial in range(50))])

    assert refusal(read, whole[: len(whole) // 2]).code == "damaged"


def test_a_quotation_mark_that_never_closes_is_refused(read):
    content = csv_text([HEADINGS, row(1)]) + '"' + "x" * 40_000

    assert refusal(read, content.encode()).code == "broken_quotes"
