"""A matching run of the demonstration companies comes to one result, whatever happens to its workers.

A worker killed, one process instead of two; and where every start is killed, the run is given up with its reason and
leaves nothing behind.
"""

import subprocess
import sys

import pytest

from outbox.retries import GONE, MOST_STARTS
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


def begin_run(lab):
    lab.execute(
        "SET otagai.allow_event_rewrite = on; TRUNCATE matching_run, matching_match, outbox_job CASCADE"
    )
    manage(lab, "run_matching")


def proposals_of_a_run(lab, kill=()):
    begin_run(lab)
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


@pytest.fixture(scope="module")
def undisturbed(lab):
    """What a run proposes in which nothing happens."""
    lab.begin()
    manage(lab, "load_reference")
    manage(lab, "load_demonstration")
    wait_for(lambda: is_quiet(lab), "what loading asked for is done")
    proposals = proposals_of_a_run(lab)
    assert proposals
    return proposals


def test_a_run_killed_twice_proposes_what_the_undisturbed_run_proposes(lab, undisturbed):
    disturbed = proposals_of_a_run(lab, kill=STEPS)
    assert [starts_of(lab, kind) for kind in STEPS] == [2, 2]
    assert disturbed == undisturbed


def test_one_worker_process_proposes_what_two_propose(lab, undisturbed):
    lab.kill("worker")
    lab.start("worker", "-c", "1")
    try:
        assert proposals_of_a_run(lab) == undisturbed
    finally:
        lab.kill("worker")
        lab.start("worker")


def test_a_run_whose_every_start_is_killed_ends_failed_with_its_reason(lab, undisturbed):
    begin_run(lab)
    for _start in range(MOST_STARTS):
        kill_within(lab, "matching.score_shard")
    dead = "SELECT last_error FROM outbox_job WHERE kind = 'matching.score_shard' AND state = 'dead'"
    wait_for(lambda: lab.execute(dead), "the shard is given up")
    wait_for(lambda: is_quiet(lab), "the other shards are done")
    manage(lab, "shell", "-c", "from matching import runs; runs.fail_stuck()")
    assert lab.execute("SELECT state, failure FROM matching_run") == [("failed", GONE)]
    assert not lab.execute("SELECT 1 FROM matching_match WHERE run_id IS NOT NULL")
    assert not lab.execute("SELECT 1 FROM matching_runshard WHERE found IS NOT NULL")
    assert proposals_of_a_run(lab) == undisturbed
