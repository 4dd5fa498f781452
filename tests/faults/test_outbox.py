"""Worker, broker and database fail in mid-run: nothing is lost, nothing is done twice.

Each trial has a twin without the guard, which does lose or double work: so the guard is needed, and the
trial would notice its absence.
"""

import signal

import pytest

from tests.faults.effects import KIND, SENDING_AGAIN, TAKING_BACK
from tests.faults.lab import FIRST, LATER, Outcome, wait_for

pytestmark = pytest.mark.faults
# Of the hand-over: a ping that waits says nothing about the jobs.
COMPLAINT = "hand_over waits for the broker"
READY = " ready."


def worker_killed(lab):
    """Back when the new one consumes, so that a twin's lost work is not just work that waits for it."""
    starts = lab.log("worker").read_text().count(READY)
    lab.kill("worker")
    lab.start("worker")
    wait_for(lambda: lab.log("worker").read_text().count(READY) > starts, "a new worker is ready")


def broker_flushed(lab):
    lab.flush_broker()


def broker_frozen(lab):
    """Until the relay has failed to hand over what was asked for meanwhile."""
    complaints = lab.log("relay").read_text().count(COMPLAINT)
    lab.signal_broker(signal.SIGSTOP)
    try:
        lab.ask(LATER)
        wait_for(
            lambda: lab.log("relay").read_text().count(COMPLAINT) > complaints, "the relay notices the freeze"
        )
    finally:
        lab.signal_broker(signal.SIGCONT)


def broker_killed(lab):
    lab.signal_broker(signal.SIGKILL)
    wait_for(lambda: not lab.servers.are_alive(), "the broker is gone")
    lab.servers.mend()


def database_restarted(lab):
    lab.servers.postgres.stop()
    lab.servers.mend()


FAULTS = [worker_killed, database_restarted, broker_flushed, broker_frozen, broker_killed]
GUARDS = [
    (worker_killed, TAKING_BACK),
    (broker_flushed, SENDING_AGAIN),
    (broker_frozen, SENDING_AGAIN),
    (broker_killed, SENDING_AGAIN),
]


def strike(lab, fault, *, together=True):
    """Half of a run, the fault while effects are written and not yet committed, the other half."""
    lab.ask(FIRST, together=together)
    lab.wait_until_held()
    fault(lab)
    lab.let_go()
    if fault is not broker_frozen:
        lab.ask(LATER, together=together)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_item_takes_effect_exactly_once(lab, fault):
    lab.begin()
    strike(lab, fault)
    lab.wait_until_done()
    assert lab.outcome() == Outcome(lost=0, doubled=0)


@pytest.mark.parametrize(("fault", "guard"), GUARDS)
def test_without_its_guard_the_fault_loses_work(lab, fault, guard):
    lab.begin(without=guard)
    strike(lab, fault)
    lab.wait_until_still()
    outcome = lab.outcome()
    assert outcome.lost > 0
    assert outcome.doubled == 0


@pytest.mark.parametrize("fault", [database_restarted, pytest.param(worker_killed, marks=pytest.mark.deep)])
def test_an_effect_outside_the_jobs_transaction_is_doubled(lab, fault):
    lab.begin()
    strike(lab, fault, together=False)
    lab.wait_until_done()
    outcome = lab.outcome()
    assert outcome.doubled > 0
    assert outcome.lost == 0


def answer_to(lab, way):
    """How asking this way ended, within a patience far above a transaction's and below the broker's."""
    return lab.python("tests.faults.asking", way, seconds=120).stdout.strip()


def test_asking_for_work_does_not_wait_for_a_frozen_broker(lab):
    lab.begin()
    lab.signal_broker(signal.SIGSTOP)
    try:
        assert answer_to(lab, "outbox") == "asked"
    finally:
        lab.signal_broker(signal.SIGCONT)
    lab.wait_until_done()


def test_calling_the_broker_directly_blocks_while_it_is_frozen(lab):
    lab.begin()
    lab.signal_broker(signal.SIGSTOP)
    try:
        assert answer_to(lab, "celery") == "gave up"
    finally:
        lab.signal_broker(signal.SIGCONT)


def asked(lab):
    return lab.execute("SELECT count(*) FROM outbox_job WHERE kind = %s", [KIND])[0][0]


def test_a_process_killed_right_after_its_commit_leaves_the_job(lab):
    lab.begin()
    ended = lab.python("tests.faults.asking", "outbox_and_die", seconds=30)
    assert ended.returncode == -signal.SIGKILL
    assert asked(lab) == 1
    lab.wait_until_done()
    assert lab.execute("SELECT item FROM effect") == [(0,)]


def test_a_process_killed_before_it_calls_the_broker_leaves_nothing(lab):
    lab.begin()
    ended = lab.python("tests.faults.asking", "celery_after_death", seconds=30)
    assert ended.returncode == -signal.SIGKILL
    assert asked(lab) == 0
