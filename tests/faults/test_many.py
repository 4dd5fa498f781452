"""Hundreds of faults at random moments of a run: nothing is lost, nothing is done twice."""

import random
import signal
import time

import pytest

from tests.faults.lab import ITEMS, Lab, Outcome
from tests.faults.test_outbox import broker_flushed, broker_killed, database_restarted, worker_killed

pytestmark = [pytest.mark.faults, pytest.mark.deep]
TRIALS_OF_EACH = 40
LONGEST_FREEZE = 2.0
# Somewhere between the first claim and the end of a run without a fault.
LONGEST_WAIT = 2.5


def broker_frozen_for_a_while(lab: Lab) -> None:
    lab.signal_broker(signal.SIGSTOP)
    try:
        time.sleep(random.uniform(0, LONGEST_FREEZE))
    finally:
        lab.signal_broker(signal.SIGCONT)


FAULTS = [worker_killed, database_restarted, broker_flushed, broker_frozen_for_a_while, broker_killed]


def trial(lab: Lab, fault) -> Outcome:
    lab.begin()
    lab.let_go()
    lab.ask(range(ITEMS))
    time.sleep(random.uniform(0, LONGEST_WAIT))
    fault(lab)
    lab.wait_until_done()
    return lab.outcome()


@pytest.mark.parametrize("fault", FAULTS)
def test_no_moment_of_the_fault_loses_or_doubles_work(lab, fault, record_property):
    random.seed(fault.__name__)
    outcomes = [trial(lab, fault) for _ in range(TRIALS_OF_EACH)]
    lost, doubled = sum(one.lost for one in outcomes), sum(one.doubled for one in outcomes)
    record_property(
        f"{fault.__name__}, {TRIALS_OF_EACH} trials",
        f"{lost} lost, {doubled} doubled of {TRIALS_OF_EACH * ITEMS}",
    )
    assert (lost, doubled) == (0, 0)
