"""The supervisor starts again what dies, with growing pauses, and leaves nothing behind."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded.held_process import command_line
from config.log import Log
from config.processes import Process
from config.supervisor import Supervised, Supervisor

STAYS = ("python", "-c", "import time; print('here', flush=True); time.sleep(600)")
DIES = ("python", "-c", "raise SystemExit(1)")
# One write a line: an unbuffered print makes several, and those of two processes mix within a line.
HAS_CHILD = (
    "python",
    "-c",
    "import os, time; os.fork(); os.write(1, b'forked %d\\n' % os.getpid()); time.sleep(600)",
)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    made = Log(tmp_path / "var" / "log" / "otagai.log")
    made.on_console = False
    return made


@pytest.fixture
def supervise(tmp_path: Path, log: Log) -> Iterator:
    running: list[tuple[Supervisor, threading.Thread]] = []

    def begin(command: tuple[str, ...]) -> Supervised:
        supervisor = Supervisor([Process("toy", command)], tmp_path, log, dict(os.environ), None)
        thread = threading.Thread(target=supervisor.run)
        thread.start()
        running.append((supervisor, thread))
        return supervisor.processes[0]

    yield begin
    for supervisor, thread in running:
        supervisor.ask_to_stop()
        thread.join()
        assert not supervisor.processes[0].held.is_alive()


def wait_for(condition, seconds: float = 90.0):
    until = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return value


def test_killed_process_is_started_again(supervise) -> None:
    toy = supervise(STAYS)
    first = wait_for(toy.held.pid)
    os.kill(first, signal.SIGKILL)
    second = wait_for(lambda: (pid := toy.held.pid()) != first and pid)
    assert second != first


def test_children_of_a_killed_process_end_before_the_next_start(supervise, log: Log) -> None:
    toy = supervise(HAS_CHILD)
    both = wait_for(lambda: len(found := forked(log)) == 2 and found)
    first = toy.held.pid()
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: toy.held.pid() not in {None, first})
    assert [command_line(pid) for pid in both] == ["", ""]


def forked(log: Log) -> list[int]:
    return [int(line.split()[-1]) for line in log.path.read_text().splitlines() if "forked" in line]


def test_process_that_keeps_dying_waits_longer_each_time(tmp_path: Path, log: Log) -> None:
    toy = Supervised(Process("toy", DIES), tmp_path, log, dict(os.environ))
    pauses = []
    while len(pauses) < 7:
        toy.look()
        wait_for(lambda: not toy.held.has_main_process())
        toy.look()
        pauses.append(toy.pause)
        toy.next_start = 0.0
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0]


def test_every_line_is_in_one_log_with_the_name_of_its_process(supervise, log: Log) -> None:
    supervise(STAYS)
    wait_for(lambda: "toy     | here" in log.path.read_text())


def test_large_log_is_put_aside(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("config.log.LARGEST_BYTES", 10)
    path = tmp_path / "otagai.log"
    path.write_text("x" * 11)
    Log(path).write("start", "new")
    assert "new" in path.read_text()
    assert path.with_suffix(".log.1").read_text() == "x" * 11
