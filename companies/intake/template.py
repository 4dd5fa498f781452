"""The empty workbook to fill in, in the reader's language: headings, explanations, and what cells may hold."""

import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from companies.enums import Country, ExportLevel, SpokenLanguage
from companies.intake.columns import COLUMNS
from companies.models import Cluster, Location

# Excel drops the first 0 of what it takes for a figure.
AS_TEXT = ("external_id", "registration_number", "contact_phone")
MUST = PatternFill("solid", fgColor="FFE8EAF6")
HEAD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def template_for(country: str) -> bytes:
    book = Workbook()
    fill_sheet(book.active, country)
    explain(book.create_sheet(sheet_name(_("Explanations"))), country)
    list_values(book.create_sheet(sheet_name(_("Allowed values"))), country)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_name(text: str) -> str:
    return text[:31]


def fill_sheet(sheet, country: str) -> None:
    sheet.title = sheet_name(_("Companies"))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns_for(country), start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 24
        if column.name in AS_TEXT:
            sheet.column_dimensions[letter].number_format = "@"
        cell = sheet.cell(1, number, f"{column.title} *" if column.required else str(column.title))
        cell.font, cell.alignment = HEAD, WRAPPED
        if column.required:
            cell.fill = MUST


def columns_for(country: str):
    foreign = {Country.THAILAND: {"name_kana", "thai_base"}, Country.JAPAN: set()}[Country(country)]
    return [column for column in COLUMNS if column.name not in foreign]


def explain(sheet, country: str) -> None:
    at = 0 if country == Country.THAILAND else 1
    rows = [[_("Column"), _("Must be filled in"), _("Explanation"), _("Example")]]
    rows += [
        [str(column.title), _("yes") if column.required else "", str(column.explanation), column.example[at]]
        for column in columns_for(country)
    ]
    write(sheet, rows, (30, 14, 70, 34))
    sheet.append([])
    sheet.append([_("An empty cell leaves what stands. Columns may be left out or stand in any order.")])


def list_values(sheet, country: str) -> None:
    write(sheet, [[_("Column"), _("Code"), _("Name")], *allowed(country)], (34, 14, 48))


def allowed(country: str) -> Iterator[list[str]]:
    titles = {column.name: str(column.title) for column in COLUMNS}
    for place in Location.objects.filter(country=country):
        yield [titles["location"], place.code, place.name]
    for cluster in Cluster.objects.all():
        yield [titles["clusters"], cluster.code, cluster.name]
    for name, choices in (("languages", SpokenLanguage), ("export_level", ExportLevel)):
        for code, label in choices.choices:
            yield [titles[name], code, str(label)]


def write(sheet, rows: list[list[str]], widths: tuple[int, ...]) -> None:
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for cells in rows:
        sheet.append(cells)
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = WRAPPED
    for cell in sheet[1]:
        cell.font = HEAD
