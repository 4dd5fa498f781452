"""A whole nightly run at full size, from the database to proposals in the database, by real workers.

    python bench/night.py --thai 5000 --japanese 30000     with one worker process and with two, as JSON
    python bench/night.py --quick                          a tenth of the size
    python bench/night.py --table FIGURES.json             the tables of docs/scaling.md

The market is bench/synthetic.py's, in a PostgreSQL of its own under var/bench/, filled once and kept. Every run begins
without matches and with new processes: relay and workers as `./start` runs them, one BLAS thread each. Seconds are of
the wall; `*_cpu_seconds` are of all worker processes, or of PostgreSQL. Both say the same only on a machine that does
nothing else.
"""

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.market import THREADS, say  # noqa: E402
from config.embedded.postgres import DATABASE  # noqa: E402
from config.embedded.running import Servers  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 3600.0
STAGES = {
    "reading": "texts, facts and record of the run",
    "cutting": "shards",
    "scoring": "all pairs, all shards together",
    "loading": "the market once more, for the evidence",
    "collecting": "the shards' pairs, and what stands around the choice",
    "choosing": "the assignment of every corridor",
    "evidence": "evidence of the proposals",
    "writing": "matches, links and events",
    "comparing": "what was nearly chosen, and what the run before chose",
    "reporting": "exposure report and record",
}
Figures = dict[str, Any]


class Night:
    """The market of one size in servers of its own."""

    def __init__(self, thai: int, japanese: int) -> None:
        self.folder = ROOT / "var" / "bench" / f"night-{thai}-{japanese}"
        self.size = (thai, japanese)
        self.servers = Servers(self.folder)

    def __enter__(self) -> "Night":
        self.servers.open()
        filled = self.folder / "filled"
        if not filled.exists():
            say(f"filling {self.folder.name} ...")
            self.python("-m", "bench.night_market", *map(str, self.size))
            filled.touch()
        self.python("manage.py", "migrate", "-v0")
        return self

    def __exit__(self, *_details: object) -> None:
        self.servers.close()

    @property
    def environment(self) -> dict[str, str]:
        urls = self.servers.urls
        return (
            os.environ
            | dict.fromkeys(THREADS, "1")
            | {
                "DATABASE_URL": urls.database,
                "REDIS_URL": urls.broker,
                "DJANGO_SETTINGS_MODULE": "config.settings",
            }
        )

    def python(self, *arguments: str) -> None:
        command = [sys.executable, *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, check=True)

    @contextmanager
    def running(self, *arguments: str) -> Iterator[int]:
        """A process and all it starts, for the block; its id."""
        with (self.folder / "processes.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield process.pid
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        sockets = str(self.servers.place.sockets)
        with closing(psycopg2.connect(host=sockets, dbname=DATABASE, user="postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []

    def begin(self) -> None:
        tables = "matching_run, matching_match, outbox_job"
        self.execute(f"SET otagai.allow_event_rewrite = on; TRUNCATE {tables} CASCADE; CHECKPOINT")

    def run(self, workers: int) -> Figures:
        self.begin()
        with ExitStack() as stack:
            stack.enter_context(self.running("manage.py", "relay"))
            worker = ("-m", "celery", "-A", "config", "worker", "-c", str(workers), "--loglevel", "WARNING")
            group = stack.enter_context(self.running(*worker))
            wait_for(lambda: len(members(group)) > workers, "the workers are there")
            # What they import before the first job is no part of the night.
            time.sleep(5)
            postgres = self.servers.postgres.process.pid() or 0
            before = cpu_seconds(members(group)), cpu_seconds(children(postgres))
            load, started = os.getloadavg()[0], time.monotonic()
            self.python("manage.py", "run_matching")
            peak = self.follow(group)
            wall = time.monotonic() - started
            after = cpu_seconds(members(group)), cpu_seconds(children(postgres))
        return {
            "workers": workers,
            "seconds": round(wall, 1),
            "worker_cpu_seconds": round(after[0] - before[0], 1),
            "postgres_cpu_seconds": round(after[1] - before[1], 1),
            "peak_rss_mb": peak,
            "load_before": round(load, 1),
            **self.result(),
        }

    def follow(self, group: int) -> int:
        """Until the run has ended; the most memory that one worker process held, in MB."""
        until, peak = time.monotonic() + PATIENCE, 0
        while time.monotonic() < until:
            peak = max(peak, *(most_memory(pid) for pid in members(group)))
            (state,) = self.execute("SELECT state FROM matching_run ORDER BY id DESC LIMIT 1")[0]
            if state not in ("waiting", "scoring", "assigning"):
                return peak
            time.sleep(0.5)
        raise RuntimeError(f"the run did not end within {PATIENCE:.0f} s; see {self.folder / 'log'}")

    def result(self) -> Figures:
        columns = "id, state, counts, timings, failure"
        key, state, counts, timings, failure = self.execute(f"SELECT {columns} FROM matching_run")[0]
        if state != "done":
            raise RuntimeError(f"the run ended {state}: {failure}")
        shards = self.execute(f"SELECT seconds FROM matching_runshard WHERE run_id = {key} ORDER BY number")
        made = self.execute(
            "SELECT thai_id, japanese_id, p_both, evidence::text FROM matching_match ORDER BY thai_id, japanese_id"
        )
        return {
            "pairs": counts["pairs"],
            "proposals": counts["proposals"],
            "expected_matches": counts["expected_matches"],
            "stages": timings,
            "shards": [seconds for (seconds,) in shards],
            "answer": hashlib.sha256(repr(made).encode()).hexdigest()[:16],
        }


def wait_for(condition: Callable[[], object], what: str) -> None:
    until = time.monotonic() + 120
    while not condition():
        if time.monotonic() > until:
            raise RuntimeError(f"{what}: not within two minutes")
        time.sleep(0.1)


def stat_of(pid: int) -> list[str]:
    """Fields of /proc/PID/stat after the name: state, parent, group, ...; empty for a process that is gone."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def processes() -> Iterator[tuple[int, list[str]]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := stat_of(int(entry.name))):
            yield int(entry.name), stat


def members(group: int) -> list[int]:
    return [pid for pid, stat in processes() if int(stat[2]) == group]


def children(parent: int) -> list[int]:
    return [parent, *(pid for pid, stat in processes() if int(stat[1]) == parent)]


def cpu_seconds(pids: list[int]) -> float:
    """Of processes and of those they have waited for."""
    return sum(sum(map(int, stat[11:15])) for pid in pids if (stat := stat_of(pid))) / TICKS


def most_memory(pid: int) -> int:
    try:
        lines = (Path("/proc") / str(pid) / "status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def compare(thai: int, japanese: int, workers: list[int]) -> Figures:
    figures: Figures = {"thai": thai, "japanese": japanese, "cores": os.cpu_count(), "runs": []}
    with Night(thai, japanese) as night:
        for number in workers:
            say(f"{number} worker(s) ...")
            figures["runs"].append(night.run(number))
            say(json.dumps(figures["runs"][-1]))
    figures["same_answer"] = len({run["answer"] for run in figures["runs"]}) == 1
    return figures


def as_table(figures: Figures) -> str:
    """For docs/scaling.md."""
    runs = figures["runs"]
    head = [f"{run['workers']} worker process{'es' if run['workers'] > 1 else ''}" for run in runs]
    rows = [
        ["the whole run, wall s", *(run["seconds"] for run in runs)],
        ["processor s of the workers", *(run["worker_cpu_seconds"] for run in runs)],
        ["processor s of PostgreSQL", *(run["postgres_cpu_seconds"] for run in runs)],
        ["most memory of one worker, MB", *(run["peak_rss_mb"] for run in runs)],
        ["load of the machine before", *(run["load_before"] for run in runs)],
        *([words, *(run["stages"].get(stage, 0) for run in runs)] for stage, words in STAGES.items()),
        ["a shard, wall s", *(f"{min(run['shards'])} to {max(run['shards'])}" for run in runs)],
    ]
    pairs = f"{figures['thai']:,} x {figures['japanese']:,} firms, {figures['cores']} cores, "
    pairs += f"{len(runs[0]['shards'])} shards, {runs[0]['proposals']:,} proposals; "
    pairs += f"the same answer each time: {'yes' if figures['same_answer'] else 'NO'}"
    lines = [pairs, "", f"| what | {' | '.join(head)} |", f"|---|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--thai", type=int, default=5000)
    parser.add_argument("--japanese", type=int, default=30_000)
    parser.add_argument("--quick", action="store_true", help="a tenth of the size")
    parser.add_argument("--workers", default="1,2", help="worker processes of each run, by comma")
    parser.add_argument("--table", type=Path, help="print the table of an earlier run's JSON and end")
    asked = parser.parse_args()
    if asked.table:
        print(as_table(json.loads(asked.table.read_text(encoding="utf-8"))))
        return
    scale = 10 if asked.quick else 1
    workers = [int(number) for number in asked.workers.split(",")]
    print(json.dumps(compare(asked.thai // scale, asked.japanese // scale, workers), indent=1))


if __name__ == "__main__":
    main()
