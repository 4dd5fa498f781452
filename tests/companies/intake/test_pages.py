"""The officer's way through the pages: upload, columns, preview, import; in three languages."""

import io

import pytest
from openpyxl import load_workbook

from companies.enums import ImportState
from companies.intake import reading, steps
from companies.models import Company, ImportFile
from tests.companies.intake.files import HEADINGS, row, upload, xlsx
from tests.factories.companies import location_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return location_in("TH").code


@pytest.fixture
def desk(client_for, dao):
    return client_for(dao)


def brought(desk, rows, **more) -> ImportFile:
    sent = {"file": upload(xlsx([HEADINGS, *rows])), "source": "DIP list", "arrival": "published"} | more
    assert desk.post("/en/desk/imports/", sent).status_code == 302
    return ImportFile.objects.latest("pk")


def confirmed(desk, file: ImportFile) -> None:
    desk.post(
        f"/en/desk/imports/{file.pk}/columns/", {f"place-{at}": name for at, name in file.columns.items()}
    )
    steps.run_check(file.pk)


def test_from_upload_to_the_directory(desk, place):
    file = brought(desk, [row(1, place)])
    columns = desk.get(f"/th/desk/imports/{file.pk}/").content.decode()
    confirmed(desk, file)
    preview = desk.get(f"/en/desk/imports/{file.pk}/").content.decode()
    desk.post(f"/en/desk/imports/{file.pk}/import/")
    working = desk.get(f"/en/desk/imports/{file.pk}/").content.decode()
    steps.run_write(file.pk)
    done = desk.get(f"/ja/desk/imports/{file.pk}/").content.decode()

    assert "เลขทะเบียนนิติบุคคล" in columns
    assert "Import 1 company" in preview
    assert "Nothing is written until the last row." in working
    assert "取り込み済み" in done
    assert desk.get(f"/en/companies/{Company.objects.get().slug}/").status_code == 200


def test_faults_are_shown_and_can_be_taken_along(desk, place):
    bad = row(1, place)
    bad[6] = "many"
    file = brought(desk, [bad])
    confirmed(desk, file)
    page = desk.get(f"/en/desk/imports/{file.pk}/").content.decode()
    listed = desk.get(f"/en/desk/imports/{file.pk}/faults.csv")
    book = load_workbook(io.BytesIO(desk.get(f"/ja/desk/imports/{file.pk}/faults.xlsx").getvalue()))

    assert "“many” is not a whole number" in page
    assert f"/desk/imports/{file.pk}/import/" not in page
    assert "“many” is not a whole number" in listed.getvalue().decode("utf-8-sig")
    assert [cell.value for cell in book.active[2]][:4] == [2, "K1", row(1)[1], "従業員数"]


def test_one_heading_cannot_stand_for_two_columns(desk, place):
    file = brought(desk, [row(1, place)])
    page = desk.post(
        f"/en/desk/imports/{file.pk}/columns/", {"place-0": "external_id", "place-1": "external_id"}
    ).content.decode()

    assert "Choose another, or leave it out." in page
    assert ImportFile.objects.get().state == ImportState.MAPPING


def test_a_bad_file_is_told_on_the_form_that_keeps_what_was_typed(desk):
    page = desk.post(
        "/th/desk/imports/",
        {"file": upload(b"%PDF-1.7", "a.pdf"), "source": "DIP list", "arrival": "published"},
    ).content.decode()

    assert "ไม่ใช่สมุดงาน Excel" in page
    assert 'value="DIP list"' in page
    assert not ImportFile.objects.exists()


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_the_template_comes_in_the_readers_language_and_is_understood(desk, language, tmp_path):
    content = desk.get(f"/{language}/desk/imports/template/").content
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    sheet.append(["K1"])
    filled = tmp_path / "filled"
    book.save(filled)
    layout = reading.layout_of(filled)

    assert len(book.worksheets) == 3
    assert layout.sheet == sheet.title
    assert all(reading.suggested(layout, {}).values())


def test_another_agency_finds_nothing(desk, client_for, kenji, place):
    file = brought(desk, [row(1, place)])

    assert client_for(kenji).get(f"/en/desk/imports/{file.pk}/").status_code == 404


def test_progress_comes_alone_for_htmx_and_ends_with_a_refresh(desk, place):
    file = brought(desk, [row(1, place)])
    desk.post(
        f"/en/desk/imports/{file.pk}/columns/", {f"place-{at}": name for at, name in file.columns.items()}
    )
    moving = desk.get(f"/en/desk/imports/{file.pk}/", headers={"HX-Request": "true"})
    steps.run_check(file.pk)
    over = desk.get(f"/en/desk/imports/{file.pk}/", headers={"HX-Request": "true"})

    assert "HX-Refresh" not in moving.headers
    assert "<html" not in moving.content.decode()
    assert over.headers["HX-Refresh"] == "true"
