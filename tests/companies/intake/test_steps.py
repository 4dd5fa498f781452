"""A file from upload to the directory: all rows or none, and the same file again changes nothing."""

import pytest
from django.utils import timezone

from companies import lifecycle
from companies.enums import CompanyState, ImportState, RowVerdict
from companies.intake import progress, steps
from companies.intake.faults import Unreadable, sentence
from companies.models import Company, CompanyEvent, CompanySource, ImportFile, ImportProgress
from config.lifecycle import MoveNotAllowed
from outbox.models import Job
from tests.companies.intake.files import HEADINGS, planted, row, upload, xlsx
from tests.factories.companies import MembershipFactory, location_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return location_in("TH").code


@pytest.fixture
def bring(dip, dao, place):
    """A file from its rows, taken as far as the check."""

    def brought(rows, arrival="submitted") -> ImportFile:
        file = steps.keep(
            upload(xlsx([HEADINGS, *rows])), agency=dip, by=dao, source="DIP list", arrival=arrival
        )
        steps.confirm_columns(file, by=dao, columns=file.columns)
        steps.run_check(file.pk)
        file.refresh_from_db()
        return file

    return brought


@pytest.fixture
def imported(bring, dao):
    def through(rows, arrival="submitted") -> ImportFile:
        file = bring(rows, arrival)
        steps.import_all(file, by=dao)
        steps.run_write(file.pk)
        file.refresh_from_db()
        return file

    return through


def verdicts(file: ImportFile) -> dict[str, int]:
    return {verdict: number for verdict, number in file.counts.items() if number}


def test_headings_are_recognised_in_thai(dip, dao):
    file = steps.keep(upload(xlsx([HEADINGS, row(1)])), agency=dip, by=dao, source="x", arrival="submitted")

    assert list(file.columns.values()) == [
        "external_id",
        "name_native",
        "name_roman",
        "registration_number",
        "location",
        "founded_year",
        "employees",
        "contact_email",
    ]


def test_what_an_officer_chose_for_a_heading_is_remembered(dip, dao, place):
    headings = ["Whatever", *HEADINGS[1:]]
    first = steps.keep(upload(xlsx([headings, row(1)])), agency=dip, by=dao, source="x", arrival="submitted")
    steps.confirm_columns(first, by=dao, columns=first.columns | {"0": "external_id", "7": ""})
    again = steps.keep(upload(xlsx([headings, row(1)])), agency=dip, by=dao, source="x", arrival="submitted")

    assert first.columns["0"] == ""
    assert again.columns["0"] == "external_id"
    assert again.columns["7"] == ""


def test_new_firms_arrive_as_chosen_with_their_source(imported, dao, place):
    file = imported([row(1, place), row(2, place)])
    firm = Company.objects.get(registration_number=row(1)[3])

    assert file.state == ImportState.DONE
    assert (firm.state, firm.founded_year, firm.employees, firm.location_id) == ("submitted", 1958, 11, place)
    assert all([firm.search_text, firm.name_key, firm.sort_key])
    source = CompanySource.objects.get(company=firm)
    assert (source.source, source.external_id, source.imported_by) == ("DIP list", "K1", dao)
    assert CompanyEvent.objects.filter(company=firm, move="import", by=dao).count() == 1


def test_a_verified_source_publishes_and_its_firms_get_suggestions(imported, place):
    imported([row(1, place)], arrival="published")

    assert Company.objects.get().state == CompanyState.PUBLISHED
    assert Company.objects.get().published_at
    assert Job.objects.filter(kind="matching.refresh_lists").exists()
    assert Job.objects.filter(kind="companies.read_meaning").exists()


def test_the_same_file_again_changes_nothing(imported, place):
    rows = [row(1, place), row(2, place)]
    imported(rows)
    before = list(Company.objects.order_by("pk").values())
    events = CompanyEvent.objects.count()
    again = imported(rows)

    assert verdicts(again) == {"unchanged": 2}
    assert list(Company.objects.order_by("pk").values()) == before
    assert CompanyEvent.objects.count() == events


def test_every_fault_is_named_by_row_and_column_and_nothing_is_written(bring, dao, place):
    rows = [HEADINGS, *(row(serial, place) for serial in range(1, 41))]
    spoilt = planted(rows, 16)
    file = bring(rows[1:])
    found = {
        (bad.number, column): code
        for bad in file.rows.exclude(faults=[])
        for column, code, _more in bad.faults
    }

    assert found == spoilt
    with pytest.raises(MoveNotAllowed):
        steps.import_all(file, by=dao)
    assert Company.objects.count() == 0


def test_a_changed_cell_changes_that_field_alone(imported, bring, place):
    imported([row(1, place), row(2, place)])
    changed = row(1, place)
    changed[6] = 99
    file = bring([changed, row(2, place)])

    assert verdicts(file) == {"changed": 1, "unchanged": 1}
    assert file.rows.get(verdict="changed").changes == [["employees", 11, 99, False]]


def test_an_empty_cell_leaves_what_stands(imported, place):
    imported([row(1, place)])
    emptied = row(1, place)
    emptied[6] = None
    file = imported([emptied])

    assert verdicts(file) == {"unchanged": 1}
    assert Company.objects.get().employees == 11


def edited_by_owner(**values) -> Company:
    firm = Company.objects.get()
    owner = MembershipFactory(company=firm).user
    return lifecycle.edit(firm, by=owner, values=values)


def test_what_the_owner_edited_stays_where_the_source_did_not_change(imported, place):
    imported([row(1, place)])
    edited_by_owner(employees=50)
    file = imported([row(1, place)])

    assert verdicts(file) == {"unchanged": 1}
    assert Company.objects.get().employees == 50


@pytest.mark.parametrize(("kept", "left"), [(["employees"], 50), ([], 99)])
def test_what_both_changed_is_the_officers_choice(imported, bring, dao, place, kept, left):
    imported([row(1, place)])
    edited_by_owner(employees=50)
    changed = row(1, place)
    changed[6] = 99
    file = bring([changed])
    conflict = file.rows.get(verdict=RowVerdict.CONFLICT)
    assert conflict.changes == [["employees", 50, 99, True]]
    steps.keep_theirs(file, by=dao, row=conflict.pk, columns=kept)
    steps.import_all(file, by=dao)
    steps.run_write(file.pk)

    assert Company.objects.get().employees == left


def test_a_firm_that_entered_by_itself_is_found_by_its_number_and_kept(bring, dao, place):
    lifecycle.create_draft(
        by=dao,
        values={
            "country": "TH",
            "name_native": "บริษัท ของเรา จำกัด",
            "name_roman": "Ours",
            "registration_number": row(1)[3],
            "location_id": place,
            "profile_lang": "th",
        },
    )
    file = bring([row(1, place)])
    conflict = file.rows.get()

    assert conflict.verdict == RowVerdict.CONFLICT
    assert [name for name, _b, _a, theirs in conflict.changes if theirs] == ["name_native", "name_roman"]


def test_a_firm_changed_after_the_check_is_checked_again(imported, bring, dao, place):
    imported([row(1, place)])
    changed = row(1, place)
    changed[6] = 99
    file = bring([changed])
    steps.import_all(file, by=dao)
    edited_by_owner(employees=50)
    steps.run_write(file.pk)
    file.refresh_from_db()

    assert (file.state, file.failure[0]) == (ImportState.CHECKING, "changed_meanwhile")
    assert Company.objects.get().employees == 50


def test_a_fault_half_way_leaves_nothing(bring, dao, place, monkeypatch):
    file = bring([row(1, place), row(2, place)])
    steps.import_all(file, by=dao)

    def breaks(*args):
        raise RuntimeError("half way")

    monkeypatch.setattr("companies.intake.steps.finish", breaks)
    with pytest.raises(RuntimeError):
        steps.run_write(file.pk)
    assert Company.objects.count() == 0


def test_a_firm_of_the_same_name_is_pointed_out(imported, bring, place):
    imported([row(1, place)])
    twin = row(1, place)
    twin[0], twin[3] = "K900", None
    file = bring([twin])

    assert file.rows.get().looks_like == row(1)[1]


def test_the_other_country_and_keys_twice_are_faults(bring, place):
    japanese = location_in("JP")
    file = bring([row(1, place), row(1, place), row(2, japanese.name_en)])
    faults = [(bad.number, column, code) for bad in file.rows.all() for column, code, _m in bad.faults]

    assert faults == [
        (3, "external_id", "twice"),
        (3, "registration_number", "twice"),
        (4, "location", "other_country"),
    ]


@pytest.mark.django_db(transaction=True)
def test_work_stops_when_asked_and_tells_how_far_it_is(bring, dao, place, monkeypatch):
    file = bring([row(serial, place) for serial in range(1, 4)])
    assert ImportProgress.objects.get(file=file).done == 3
    steps.import_all(file, by=dao)
    steps.stop(file, by=dao)
    steps.run_write(file.pk)
    file.refresh_from_db()

    assert file.state == ImportState.CHECKED
    assert Company.objects.count() == 0


def test_without_headings_the_file_is_refused_and_not_kept(dip, dao, tmp_path):
    with pytest.raises(Unreadable) as refused:
        steps.keep(upload(xlsx([[1, 2], [3, 4]])), agency=dip, by=dao, source="x", arrival="submitted")

    assert refused.value.code == "no_headings"
    assert list((tmp_path / "imports").iterdir()) == []


def test_old_files_are_emptied(imported, place):
    file = imported([row(1, place)])
    ImportFile.objects.update(uploaded_at=timezone.now() - steps.KEPT_FOR - steps.KEPT_FOR)
    steps.empty_old()
    file.refresh_from_db()

    assert file.emptied_at
    assert not file.rows.exists()
    assert not steps.path_to(file).exists()


def test_every_fault_has_its_sentence():
    assert sentence("twice", {"row": 3}) == "The same as in row 3. Each company may stand in one row only."


def test_progress_is_one_row(bring, place):
    file = bring([row(1, place)])
    progress.begin(file.pk, 5)

    assert ImportProgress.objects.get(file=file).total == 5
