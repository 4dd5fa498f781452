import datetime

import pytest
from django.utils import timezone

from outbox.enums import JobState
from outbox.models import Heartbeat, Job
from outbox.queue import enqueue
from outbox.registry import HANDLERS
from outbox.retries import MOST_STARTS, revive, take_back_lost
from outbox.worker import claim, run_job, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def handled(monkeypatch):
    """Payloads handled so far; each also leaves a row, to see what was rolled back."""
    seen: list[dict] = []

    def handle(job: Job) -> None:
        Heartbeat.objects.create(name=f"effect {len(seen)}", at=timezone.now())
        seen.append(job.payload)
        if job.payload.get("fails"):
            raise RuntimeError("the handler failed")

    monkeypatch.setitem(HANDLERS, "tests.note", handle)
    return seen


def make_job(**payload: object) -> Job:
    enqueue("tests.note", payload)
    return Job.objects.latest("id")


def test_a_job_is_marked_done_with_its_effects(handled):
    job = make_job(n=1)
    run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.starts, handled) == (JobState.DONE, 1, [{"n": 1}])


def test_a_job_delivered_twice_acts_once(handled):
    job = make_job(n=1)
    run_job(job.pk)
    run_job(job.pk)

    assert handled == [{"n": 1}]


def test_a_job_whose_time_has_not_come_is_not_claimed(handled):
    job = make_job(n=1)
    Job.objects.update(not_before=timezone.now() + datetime.timedelta(minutes=1))

    assert claim(job.pk) == 0


def test_a_failed_job_leaves_no_effect_and_waits_for_its_next_start(handled):
    job = make_job(fails=True)
    run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.last_error) == (JobState.WAITING, "RuntimeError: the handler failed")
    assert job.not_before > timezone.now()
    assert not Heartbeat.objects.exists()


def test_a_job_is_dead_after_five_starts_and_never_blocks_others(handled):
    job = make_job(fails=True)
    for _ in range(MOST_STARTS):
        Job.objects.update(not_before=timezone.now())
        run_job(job.pk)
    other = make_job(n=2)
    run_job(other.pk)

    job.refresh_from_db()
    other.refresh_from_db()
    assert (job.state, other.state) == (JobState.DEAD, JobState.DONE)


def test_staff_can_start_a_dead_job_again(handled):
    job = make_job(n=1)
    Job.objects.update(state=JobState.DEAD, starts=MOST_STARTS)

    assert revive(job.pk)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.starts) == (JobState.DONE, 1)


def test_a_claim_whose_worker_is_gone_is_taken_back(handled):
    job = make_job(n=1)
    claim(job.pk)
    assert take_back_lost() == 0

    Job.objects.update(claimed_at=timezone.now() - datetime.timedelta(seconds=10))
    assert take_back_lost() == 1
    job.refresh_from_db()
    assert job.state == JobState.WAITING


def test_an_older_start_does_not_touch_a_newer_one(handled):
    job = make_job(n=1)
    old = claim(job.pk)
    Job.objects.update(claimed_at=timezone.now() - datetime.timedelta(seconds=10))
    take_back_lost()
    claim(job.pk)
    work(job.pk, old)

    job.refresh_from_db()
    assert (job.state, job.starts, handled) == (JobState.CLAIMED, 2, [])


def test_a_lost_job_gives_way_to_an_equal_one_asked_for_meanwhile(handled):
    enqueue("tests.note", {"n": 1}, key="a")
    lost = Job.objects.get()
    claim(lost.pk)
    enqueue("tests.note", {"n": 2}, key="a")
    Job.objects.filter(pk=lost.pk).update(claimed_at=timezone.now() - datetime.timedelta(seconds=10))
    take_back_lost()

    assert list(Job.objects.ready().values_list("payload", flat=True)) == [{"n": 2}]
