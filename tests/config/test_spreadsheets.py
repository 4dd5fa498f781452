"""Lists as files: safe in a spreadsheet, whole in every script, days as days, and 35,000 rows without a pause."""

import csv
import datetime
import io
import time
from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from config.spreadsheets import MARK, Column, as_file

DAY = datetime.date(2026, 11, 24)
COLUMNS = [
    Column(_("company name"), lambda row: row.name),
    Column(_("employees"), lambda row: row.employees),
    Column(_("Open until"), lambda row: row.day),
]


def row(name: object, employees: object = 12, day: object = DAY) -> SimpleNamespace:
    return SimpleNamespace(name=name, employees=employees, day=day)


def as_csv(rows) -> list[list[str]]:
    content = b"".join(as_file("csv", "list", COLUMNS, rows).streaming_content).decode()
    assert content.startswith(MARK)
    return list(csv.reader(io.StringIO(content.removeprefix(MARK))))


def as_sheet(rows):
    content = b"".join(as_file("xlsx", "list", COLUMNS, rows, "บริษัท: [1]").streaming_content)
    return load_workbook(io.BytesIO(content)).active


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", " ="])
def test_no_text_runs_as_a_formula(sign):
    text = f"{sign}HYPERLINK(1)"

    assert as_csv([row(text)])[1][0] == f"'{text}".replace("\r", "\r")
    cell = as_sheet([row(text)])["A2"]
    assert cell.data_type in ("s", "inlineStr")


def test_thai_and_japanese_are_whole_and_days_are_days():
    sheet = as_sheet([row("บริษัท ช่างกลึง จำกัด"), row("株式会社髙橋製作所")])

    assert [cell.value for cell in sheet["A"]][1:] == ["บริษัท ช่างกลึง จำกัด", "株式会社髙橋製作所"]
    assert sheet["C2"].value.date() == DAY
    assert sheet["B2"].value == 12
    assert as_csv([row("株式会社髙橋製作所")])[1] == ["株式会社髙橋製作所", "12", "2026-11-24"]


@pytest.mark.parametrize(
    ("language", "heading"), [("th", "ชื่อบริษัท"), ("ja", "会社名"), ("en", "company name")]
)
def test_headings_are_the_readers_also_when_the_file_is_sent_later(language, heading):
    with translation.override(language):
        answer = as_file("csv", "list", COLUMNS, [])

    assert b"".join(answer.streaming_content).decode().removeprefix(MARK).startswith(heading)


def test_control_signs_do_not_break_the_workbook():
    assert as_sheet([row("a\x07b")])["A2"].value == "ab"


def test_a_negative_figure_stays_one():
    assert as_sheet([row("x", -5)])["B2"].value == -5


def test_35_000_rows_are_written_in_seconds():
    started = time.monotonic()
    lines = as_file("csv", "list", COLUMNS, (row(f"firm {n}") for n in range(35_000))).streaming_content
    first = next(iter(lines))

    assert first.startswith(MARK.encode())
    assert sum(chunk.count(b"\n") for chunk in lines) == 35_000
    assert time.monotonic() - started < 20
