"""The benches of pages at a tiny size: they build their database, take it up again, and print every page's figures."""

import json
import subprocess
import sys

import pytest

from bench.serving import EMPTY_PAGE, line_of, quantile
from tests.project.tree import ROOT

TINY = ["--firms", "60", "--statements", "240", "--json", "--seconds", "4"]


def figures(script, *arguments):
    done = subprocess.run(
        [sys.executable, f"bench/{script}.py", *TINY, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.mark.deep
def test_search_and_desk_are_measured_on_one_kept_database(tmp_path):
    kept = ["--keep", str(tmp_path)]
    directory = figures("search", *kept, "--rate", "5", "--bind", "127.0.0.1:8231")
    assert set(directory) == {"directory", "search", EMPTY_PAGE}
    desk = figures("desk", *kept, "--rate", "5", "--matches", "120", "--bind", "127.0.0.1:8231")
    assert desk["matches"] > 0
    assert {"today", "review queue", "one case", "statistics of a year", EMPTY_PAGE} <= set(desk["pages"])
    for row in (*directory.values(), *desk["pages"].values()):
        assert row["p95 ms"] >= row["p50 ms"] > 0
        assert row["web ms"] >= 0


def test_a_share_of_the_requests_is_read_from_the_slow_end():
    assert quantile([0.1, 0.4, 0.2, 0.3], 0.5) == 0.3
    assert quantile([0.1, 0.4, 0.2, 0.3], 0.95) == 0.4


def test_a_process_counts_for_all_it_descends_from():
    assert line_of(30, {30: 20, 20: 10, 10: 1, 40: 1}) == {30, 20, 10, 1}
