"""The import of companies on the clock: 35,000 rows with 50 planted faults, then mended, then once more.

`python bench/imports.py [ROWS]` builds a throw-away database with servers of its own and does the jobs as a worker
would, while another connection watches the progress. It prints the seconds and fails when a fault is not named by
row and column, when anything is written of a faulty file, or when the same file changes something.
"""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

FAULTS = 50
MOST_SECONDS = 180
WORDS = [
    "กลึง",
    "กัด",
    "เจียระไน",
    "ชุบ",
    "พ่นสี",
    "ปั๊มขึ้นรูป",
    "ฉีดพลาสติก",
    "หล่ออะลูมิเนียม",
    "เชื่อม",
    "ประกอบ",
    "แม่พิมพ์",
    "จิ๊ก",
]


def rows_of(number: int) -> list[list[object]]:
    from companies.models import Cluster, Location
    from tests.companies.intake.files import HEADINGS, row

    dice = random.Random(20)
    places = [place.name_th for place in Location.objects.filter(country="TH")]
    clusters = list(Cluster.objects.values_list("code", flat=True))
    table = [[*HEADINGS, "คลัสเตอร์", "รายละเอียด", "เว็บไซต์", "ที่อยู่", "ทุนจดทะเบียน", "วันที่ตรวจสอบ"]]
    for serial in range(1, number + 1):
        told = f"รับงาน{' '.join(dice.sample(WORDS, 4))} ชิ้นส่วนยานยนต์และเครื่องจักร ลอตเล็กและใหญ่"
        table.append(
            [
                *row(serial, dice.choice(places)),
                ";".join(dice.sample(clusters, 2)),
                told,
                f"www.example{serial}.co.th",
                f"{serial} หมู่ 4",
                f"{dice.randint(1, 90)} ล้าน",
                f"{dice.randint(1, 28)}/11/2568",
            ]
        )
    return table


class Watch(threading.Thread):
    """Reads how far the work is, as the page does, on a connection of its own."""

    def __init__(self, file_id: int) -> None:
        super().__init__(daemon=True)
        self.file_id, self.seen, self.over = file_id, set(), threading.Event()

    def run(self) -> None:
        from django.db import connection

        from companies.models import ImportProgress

        while not self.over.wait(0.2):
            self.seen.update(ImportProgress.objects.filter(file=self.file_id).values_list("done", flat=True))
        connection.close()


def worked_off(file, kind: str) -> float:
    """Seconds of the job, which somebody watches meanwhile."""
    from outbox.models import Job
    from outbox.worker import run_job

    watch, started = Watch(file.pk), time.monotonic()
    watch.start()
    run_job(Job.objects.get(kind=kind, state="waiting").pk)
    seconds = time.monotonic() - started
    watch.over.set()
    watch.join()
    file.refresh_from_db()
    print(
        f"    {kind}: {seconds:.1f} s, {len(watch.seen)} steps of progress seen, then {file.get_state_display()}"
    )
    return seconds


def brought(content: bytes, agency, by):
    from companies.intake import steps
    from tests.companies.intake.files import upload

    started = time.monotonic()
    file = steps.keep(upload(content), agency=agency, by=by, source="register", arrival="published")
    print(f"    upload and headings: {time.monotonic() - started:.1f} s, {len(content) / 2**20:.1f} MB")
    steps.confirm_columns(file, by=by, columns=file.columns)
    return file, worked_off(file, steps.CHECK)


def measure(number: int) -> None:
    from companies.intake import steps
    from companies.models import Agency, Company
    from tests.companies.intake.files import planted, xlsx
    from tests.factories.accounts import UserFactory

    agency, officer = Agency.objects.get(code="dip"), UserFactory(email="dao@bench.example")
    good = rows_of(number)
    bad = [list(cells) for cells in good]
    spoilt = planted(bad, FAULTS)

    print(f"{number:,} rows with {FAULTS} faults")
    file, _seconds = brought(xlsx(bad), agency, officer)
    found = {
        (row.number, column): code
        for row in file.rows.exclude(faults=[])
        for column, code, _figures in row.faults
    }
    assert found == spoilt, set(found.items()) ^ set(spoilt.items())
    assert Company.objects.count() == 0
    print(f"    all {len(found)} faults named by row and column; nothing written")

    print("mended")
    content = xlsx(good)
    file, checking = brought(content, agency, officer)
    steps.import_all(file, by=officer)
    writing = worked_off(file, steps.WRITE)
    assert Company.objects.published().count() == number
    total = checking + writing
    print(f"    imported in {total:.1f} s (check and import together; at most {MOST_SECONDS})")
    assert total < MOST_SECONDS

    print("the same file again")
    before = Company.objects.order_by("pk").values_list("pk", "version", "updated_at")
    seen = list(before)
    file, _seconds = brought(content, agency, officer)
    steps.import_all(file, by=officer)
    worked_off(file, steps.WRITE)
    assert file.counts["unchanged"] == number
    assert list(before.all()) == seen
    print("    changed nothing")


def main(number: int) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
        measure(number)


if __name__ == "__main__":
    from bench.serving import database

    rows = sys.argv[1] if len(sys.argv) > 1 else "35000"
    if os.environ.get("BENCH_INSIDE"):
        main(int(rows))
    else:
        with database() as environment:
            command = [sys.executable, __file__, rows]
            inside = environment | {"BENCH_INSIDE": "1"}
            sys.exit(subprocess.run(command, cwd=ROOT, env=inside, check=False).returncode)
