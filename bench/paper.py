"""The report of the statistics on the clock: what a web process spends on the PDF, in three languages.

`python bench/paper.py [CASES]` (20,000) builds a throw-away database with servers of its own, invents cases between
all provinces and prefectures of the reference tables, and prints the processor seconds of five reports each, beside
those of counting the same figures for the page. It fails where a median is above `MOST_SECONDS`.
"""

import datetime
import os
import random
import statistics
import subprocess
import sys
import time
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

MOST_SECONDS = 2.0
ROUNDS = 5
TODAY = datetime.date(2026, 11, 26)


def cases_of(number: int) -> list:
    from companies.enums import Country
    from companies.models import Band, Cluster, Location
    from matching.models import Corridor, Reason
    from matching.statistics.cases import Case

    dice = random.Random(5)
    clusters = list(Cluster.objects.filter(parent=None).values_list("pk", flat=True))
    sizes = list(Band.objects.values_list("code", flat=True))
    corridors = list(Corridor.objects.values_list("pk", flat=True)) or [1]
    reasons = list(Reason.objects.values_list("pk", flat=True))
    places = {
        country: list(Location.objects.filter(country=country).values_list("pk", flat=True))
        for country in Country.values
    }
    found = []
    for serial in range(number):
        begin = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(hours=serial % 7000)
        later = [begin + datetime.timedelta(days=dice.randint(9 * step, 9 * step + 8)) for step in range(4)]
        state = dice.choice(["rejected", "introduced", "declined", "unanswered", "connected", "agreed"])
        is_connected, firms = state in ("connected", "agreed"), dice.choices(clusters, k=2)
        found.append(
            Case(
                pk=serial,
                corridor=dice.choice(corridors),
                state=state,
                thai=serial,
                japanese=serial,
                province=dice.choice(places["TH"]),
                prefecture=dice.choice(places["JP"]),
                thai_size=dice.choice(sizes),
                japanese_size=dice.choice(sizes),
                thai_answer="none",
                japanese_answer="none",
                proposed_at=begin,
                approved_at=None if state == "rejected" else later[0],
                introduced_at=None if state == "rejected" else later[1],
                connected_at=later[2] if is_connected else None,
                ended_at=None if state in ("introduced", "connected") else later[3],
                reason=dice.choice(reasons) if state in ("rejected", "declined") else "",
                thai_clusters=frozenset(firms[:1]),
                japanese_clusters=frozenset(firms[1:]),
                served=frozenset(product(firms[:1], firms[1:])),
            )
        )
    return found


def seconds_of(work) -> list[float]:
    """Of the processor."""
    found = []
    for _round in range(ROUNDS):
        begin = time.process_time()
        work()
        found.append(time.process_time() - begin)
    return found


def measure(number: int) -> None:
    from django.utils import translation

    from config.paper.loading import load_paper
    from matching.statistics import periods, tables
    from matching.statistics.names import Names
    from matching.statistics.report import Report

    cases, period = cases_of(number), periods.last_months(TODAY)
    begin = time.process_time()
    load_paper()
    print(f"before the first visitor, once: {time.process_time() - begin:.2f} s for words and fonts")
    medians = []
    for language in ("th", "ja", "en"):
        with translation.override(language):
            report = Report(cases, period, "DIP", TODAY, True)
            size = len(report.pdf())
            paper = statistics.median(seconds_of(report.pdf))
            page = statistics.median(seconds_of(lambda: tables.all_tables(cases, period, Names())))
        print(
            f"{language}: {len(cases):,} cases, {size:,} bytes, {paper:.2f} s (counting alone {page:.2f} s)"
        )
        medians.append(paper)
    assert max(medians) <= MOST_SECONDS, medians


def main(number: int) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    measure(number)


if __name__ == "__main__":
    from bench.search import throwaway

    cases = sys.argv[1] if len(sys.argv) > 1 else "20000"
    if os.environ.get("BENCH_INSIDE"):
        main(int(cases))
    else:
        with throwaway() as environment:
            command = [sys.executable, __file__, cases]
            inside = environment | {"BENCH_INSIDE": "1"}
            sys.exit(subprocess.run(command, cwd=ROOT, env=inside, check=False).returncode)
