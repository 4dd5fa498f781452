"""The way of a file: kept, its columns confirmed, checked by a job, imported by another, or stopped.

mapping -> checking -> checked -> writing -> done; nothing of a file is in the directory before `done`.
"""

import datetime
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from companies.enums import ImportState, RowVerdict
from companies.intake import progress, reading, writing
from companies.intake.checking import check
from companies.intake.columns import BY_NAME, heading_key
from companies.intake.faults import Unreadable
from companies.models import Agency, Company, ImportFile, ImportHeading, ImportProgress, ImportRow
from companies.signals import companies_imported
from config.lifecycle import Lifecycle, MoveNotAllowed
from outbox.enums import JobState
from outbox.models import Job
from outbox.queue import enqueue

CHECK, WRITE = "companies.check_import", "companies.write_import"
FOLDER = "imports"
KEPT_FOR = datetime.timedelta(days=30)
ROWS_AT_ONCE = 500
S = ImportState
IMPORT = Lifecycle(
    {
        "check": ({S.MAPPING, S.CHECKED}, S.CHECKING),
        "checked": ({S.CHECKING}, S.CHECKED),
        "write": ({S.CHECKED}, S.WRITING),
        "check_again": ({S.WRITING}, S.CHECKING),
        "finish": ({S.WRITING}, S.DONE),
        "cancel": ({S.MAPPING, S.CHECKING, S.CHECKED}, S.CANCELLED),
        "fail": ({S.MAPPING, S.CHECKING, S.WRITING}, S.FAILED),
    }
)


def path_to(file: ImportFile) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / file.stored_name


def keep(upload: UploadedFile, *, agency: Agency, by: User, source: str, arrival: str) -> ImportFile:
    """Store the file and read its headings; raises `Unreadable`, and then nothing is kept."""
    file = ImportFile(agency=agency, uploaded_by=by, source=source, arrival=arrival)
    file.name, file.stored_name = (upload.name or "file")[-200:], secrets.token_urlsafe(24)
    target = path_to(file)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with target.open("wb") as stored:
        for chunk in upload.chunks():
            stored.write(chunk)
    try:
        reading.refuse_at_sight(target)
        layout = reading.layout_of(target)
    except Unreadable:
        target.unlink()
        raise
    file.layout = layout.as_json()
    file.columns = reading.suggested(layout, remembered(agency))
    with transaction.atomic():
        file.save()
        progress.begin(file.pk, 0)
    return file


def remembered(agency: Agency) -> dict[str, str]:
    return dict(ImportHeading.objects.filter(agency=agency).values_list("heading", "column"))


@transaction.atomic
def confirm_columns(file: ImportFile, *, by: User, columns: Mapping[str, str]) -> ImportFile:
    """Place -> column, empty for what is left out; kept for the agency's next file, and the check begins."""
    file = IMPORT.lock(file, "check")
    titles = {str(place): title for place, title, _samples in file.layout["titles"]}
    file.columns = {place: columns.get(place, "") for place in titles}
    assert set(file.columns.values()) <= {*BY_NAME, ""}
    ImportHeading.objects.bulk_create(
        {
            heading_key(title): ImportHeading(
                agency=file.agency, heading=heading_key(title), column=file.columns[place]
            )
            for place, title in titles.items()
        }.values(),
        update_conflicts=True,
        unique_fields=["agency", "heading"],
        update_fields=["column"],
    )
    return begin(file, "check", CHECK, by)


def begin(file: ImportFile, move: str, job: str, by: User | None, total: int = 0) -> ImportFile:
    IMPORT.arrive(file, move)
    file.decided_by = by
    file.save()
    progress.begin(file.pk, total)
    enqueue(job, {"import": file.pk}, key=f"import:{file.pk}")
    return file


def run_check(file_id: int) -> None:
    """Read and weigh every row; a job of a file that has moved on finds nothing to do."""
    file = ImportFile.objects.select_related("agency").get(pk=file_id)
    if file.state != S.CHECKING:
        return
    try:
        with transaction.atomic(), progress.telling(file_id) as teller:
            check_rows(file, teller)
    except Unreadable as refusal:
        end(file, "fail", [refusal.code, refusal.figures])
    except progress.Stopped:
        end(file, "cancel")


def check_rows(file: ImportFile, teller: progress.Teller) -> None:
    file.rows.all().delete()
    done = 0
    for rows in check(file, reading.body_of(path_to(file), file.layout)):
        ImportRow.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
        done += len(rows)
        teller.tell(done)
    if not done:
        raise Unreadable("no_rows")
    file = IMPORT.lock(file, "checked")
    IMPORT.arrive(file, "checked")
    file.counts = counted(file)
    file.save()


def counted(file: ImportFile) -> dict[str, int]:
    found = file.rows.order_by().values_list("verdict").annotate(Count("pk"))
    return dict.fromkeys(RowVerdict.values, 0) | dict(found)


@transaction.atomic
def keep_theirs(file: ImportFile, *, by: User, row: int, columns: Iterable[str]) -> ImportRow:
    """In these columns of a row the firm's own words stay; in its others the file's are taken."""
    if ImportFile.objects.select_for_update().get(pk=file.pk).state != S.CHECKED:
        raise MoveNotAllowed(file, "keep_theirs", file.state)
    changed = file.rows.get(pk=row, verdict=RowVerdict.CONFLICT)
    edited = {name for name, _before, _after, theirs in changed.changes if theirs}
    changed.kept = sorted(edited & set(columns))
    changed.save(update_fields=["kept"])
    return changed


@transaction.atomic
def keep_all_theirs(file: ImportFile, *, by: User) -> int:
    """Every word a firm edited stays; answers in how many rows."""
    if ImportFile.objects.select_for_update().get(pk=file.pk).state != S.CHECKED:
        raise MoveNotAllowed(file, "keep_theirs", file.state)
    rows = list(file.rows.filter(verdict=RowVerdict.CONFLICT))
    for row in rows:
        row.kept = sorted(name for name, _before, _after, theirs in row.changes if theirs)
    ImportRow.objects.bulk_update(rows, ["kept"], batch_size=ROWS_AT_ONCE)
    return len(rows)


@transaction.atomic
def import_all(file: ImportFile, *, by: User) -> ImportFile:
    """Ask for the import; refused while a single row has a fault."""
    file = IMPORT.lock(file, "write")
    if file.rows.filter(verdict=RowVerdict.FAULTY).exists():
        raise MoveNotAllowed(file, "write", file.state)
    return begin(file, "write", WRITE, by, to_write(file))


def to_write(file: ImportFile) -> int:
    return file.rows.exclude(verdict=RowVerdict.UNCHANGED).count()


def run_write(file_id: int) -> None:
    """All rows in one transaction, or none."""
    file = ImportFile.objects.select_related("agency", "decided_by").get(pk=file_id)
    if file.state != S.WRITING:
        return
    try:
        with transaction.atomic(), progress.telling(file_id) as teller:
            write_rows(file, teller)
    except writing.ChangedMeanwhile:
        look_again(file)
    except progress.Stopped:
        back_to_checked(file)


def write_rows(file: ImportFile, teller: progress.Teller) -> None:
    assert file.decided_by is not None
    writing.lock_new_keys()
    taken = set(Company.objects.values_list("slug", flat=True))
    done, keys = 0, []
    for verdicts, write in (
        ([RowVerdict.NEW], lambda rows: writing.write_new(file, rows, file.decided_by, taken)),
        (
            [RowVerdict.CHANGED, RowVerdict.CONFLICT],
            lambda rows: writing.write_changed(file, rows, file.decided_by),
        ),
    ):
        for rows in batches(file, verdicts):
            writing.refuse_if_taken(file, rows)
            keys += write(rows)
            done += len(rows)
            teller.tell(done)
    finish(file, keys)


def batches(file: ImportFile, verdicts: list[RowVerdict]) -> Iterable[list[ImportRow]]:
    last = 0
    waiting = file.rows.filter(verdict__in=verdicts).order_by("number")
    while rows := list(waiting.filter(number__gt=last)[:ROWS_AT_ONCE]):
        last = rows[-1].number
        yield rows


def finish(file: ImportFile, keys: list[int]) -> None:
    file = IMPORT.lock(file, "finish")
    IMPORT.arrive(file, "finish")
    file.finished_at = timezone.now()
    file.save()
    writing.want_read(keys)
    companies_imported.send(ImportFile, companies=keys, by=file.decided_by)


@transaction.atomic
def look_again(file: ImportFile) -> None:
    file = IMPORT.lock(file, "check_again")
    file.failure = ["changed_meanwhile", {}]
    begin(file, "check_again", CHECK, file.decided_by)


@transaction.atomic
def back_to_checked(file: ImportFile) -> None:
    """Stopped while it was written: nothing is in the directory, and the check stands."""
    ImportFile.objects.filter(pk=file.pk, state=S.WRITING).update(state=S.CHECKED)


@transaction.atomic
def stop(file: ImportFile, *, by: User) -> None:
    """Work under way is asked to stop; a file that waits for its officer is put away.

    The row of a file being worked on is held by its rows until they are written, so the wish stands beside it.
    """
    working = ImportProgress.objects.filter(file=file, file__state__in=[S.CHECKING, S.WRITING])
    if working.update(stop_asked_at=timezone.now()):
        return
    file = IMPORT.lock(file, "cancel")
    file.decided_by = by
    file.save(update_fields=["decided_by"])
    end(file, "cancel")


@transaction.atomic
def end(file: ImportFile, move: str, failure: list | None = None) -> None:
    file = IMPORT.lock(file, move)
    IMPORT.arrive(file, move)
    file.failure, file.finished_at = failure or [], timezone.now()
    file.save()


@transaction.atomic
def fail_stuck() -> None:
    """A file whose job gave up after its last start cannot end by itself."""
    dead = Job.objects.filter(kind__in=[CHECK, WRITE], state=JobState.DEAD)
    ids = dead.values_list("payload__import", flat=True)
    for file in ImportFile.objects.filter(pk__in=list(ids), state__in=[S.CHECKING, S.WRITING]):
        end(file, "fail", ["lost", {}])


@transaction.atomic
def empty_old() -> None:
    """Weeks after a file ended, or was left lying, its rows and the file itself go; what was decided stays."""
    old = ImportFile.objects.filter(uploaded_at__lt=timezone.now() - KEPT_FOR, emptied_at=None)
    for file in old.exclude(state__in=[S.CHECKING, S.WRITING]):
        if not file.is_over:
            end(file, "cancel")
            file.refresh_from_db()
        file.rows.all().delete()
        path_to(file).unlink(missing_ok=True)
        file.emptied_at = timezone.now()
        file.save(update_fields=["emptied_at"])
