"""A matching run of the demonstration companies whose worker is killed comes to the undisturbed result."""

import subprocess
import sys

import pytest

from tests.faults.lab import ROOT, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.deep]
STEPS = ["matching.score_shard", "matching.finish_run"]


def manage(lab, *arguments):
    subprocess.run(
        [sys.executable, "manage.py", *arguments, "-v0"],
        cwd=ROOT,
        env=lab.environment(),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def is_quiet(lab):
    return not lab.execute("SELECT 1 FROM outbox_job WHERE state IN ('waiting', 'claimed') LIMIT 1")


def kill_within(lab, kind):
    """Strike while the worker has this job in its hands."""
    wait_for(
        lambda: lab.execute("SELECT 1 FROM outbox_job WHERE kind = %s AND state = 'claimed'", [kind]),
        f"{kind} is being done",
    )
    lab.kill("worker")
    lab.start("worker")


def proposals_of_a_run(lab, kill=()):
    lab.execute(
        "SET otagai.allow_event_rewrite = on; TRUNCATE matching_run, matching_match, outbox_job CASCADE"
    )
    manage(lab, "run_matching")
    for kind in kill:
        kill_within(lab, kind)
    wait_for(lambda: lab.execute("SELECT 1 FROM matching_run WHERE state = 'done'"), "the run is done")
    wait_for(lambda: is_quiet(lab), "its lists are refreshed")
    return lab.execute(
        "SELECT thai_id, japanese_id, p_thai_accepts, p_japanese_accepts, evidence"
        " FROM matching_match WHERE run_id IS NOT NULL ORDER BY thai_id, japanese_id"
    )


def starts_of(lab, kind):
    return lab.execute("SELECT max(starts) FROM outbox_job WHERE kind = %s", [kind])[0][0]


def test_a_run_killed_twice_proposes_what_the_undisturbed_run_proposes(lab):
    lab.begin()
    manage(lab, "load_reference")
    manage(lab, "load_demonstration")
    wait_for(lambda: is_quiet(lab), "what loading asked for is done")
    undisturbed = proposals_of_a_run(lab)
    disturbed = proposals_of_a_run(lab, kill=STEPS)
    assert [starts_of(lab, kind) for kind in STEPS] == [2, 2]
    assert undisturbed
    assert disturbed == undisturbed
