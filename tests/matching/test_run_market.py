"""The market of a large run is built once, mapped by every process, and gone when the run has ended."""

import numpy as np
import pytest

from matching import market, run_market, runs
from matching.models import Run, TextVector
from tests.factories.matching import CorridorFactory
from tests.matching.market import LEAST, maker, seeker, work_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def every_market_is_large(monkeypatch, settings, tmp_path):
    settings.MARKET_DIR = tmp_path
    monkeypatch.setattr(run_market, "LARGE", 1)
    begin_anew()


def begin_anew() -> None:
    """As a process that has just started."""
    run_market._last = None


def begun() -> Run:
    """With its shards waiting."""
    corridor = CorridorFactory()
    for _ in range(3):
        seeker(), maker()
    run = runs.start(corridor=corridor, by=None, limits=runs.Limits(minimum_probability=LEAST))
    work_off(runs.PREPARE)
    run.refresh_from_db()
    return run


def simulated(corridor) -> Run:
    limits = runs.Limits(minimum_probability=LEAST)
    run = runs.start(corridor=corridor, by=None, limits=limits, is_simulation=True)
    work_off(runs.PREPARE, runs.SCORE_SHARD, runs.FINISH)
    run.refresh_from_db()
    return run


def files(folder) -> set[str]:
    return {path.suffix for path in folder.iterdir() if "-run-" in path.name}


def chosen(run: Run) -> list[tuple]:
    return list(run.outcomes.chosen().order_by("place").values_list("thai", "japanese", "p_both"))


def test_the_answer_is_that_of_a_market_each_process_builds(monkeypatch):
    corridor = CorridorFactory()
    for _ in range(3):
        seeker(), maker()
    mapped = simulated(corridor)
    monkeypatch.setattr(run_market, "LARGE", 10**6)
    built = simulated(corridor)
    assert chosen(mapped)
    assert chosen(mapped) == chosen(built)


def test_one_process_builds_and_the_others_map(monkeypatch, tmp_path):
    run = begun()
    first = run_market.of_run(run)
    begin_anew()
    monkeypatch.setattr(run_market, "built", lambda run: pytest.fail("built once more"))
    second = run_market.of_run(run)
    assert second is not first
    assert run_market.of_run(run) is second
    assert not second.groups["TH", "need"].vectors.flags.owndata
    assert run_market.path_of(run.pk).stat().st_mode & 0o077 == 0


def test_nothing_is_left_of_a_run_that_is_done(tmp_path):
    run = begun()
    work_off(runs.SCORE_SHARD)
    assert files(tmp_path) == {".market", ".lock"}
    work_off(runs.FINISH)
    run.refresh_from_db()
    assert run.counts["proposals"]
    assert files(tmp_path) == set()


def test_nothing_is_left_of_a_run_that_was_cancelled(tmp_path):
    run = begun()
    run_market.of_run(run)
    runs.cancel(run, by=None)
    assert files(tmp_path) == set()


def test_what_a_late_shard_wrote_goes_in_the_night_and_a_run_going_on_keeps_its_own(tmp_path):
    run = begun()
    run_market.of_run(run)
    late = run_market.path_of(run.pk + 1)
    late.write_bytes(b"texts")
    run_market.tidy()
    assert not late.exists()
    assert run_market.path_of(run.pk).exists()


def test_vectors_are_read_as_they_are_stored():
    [digest] = market.embed_missing([("ต้องการเจียระไนเพลา", "th")]).values()
    stored = np.asarray(TextVector.objects.get(pk=digest).vector, np.float32)
    read = market.read_vectors([digest, "0" * 64])
    assert read.keys() == {digest}
    assert np.array_equal(read[digest], stored)
