"""Runs web, worker and relay, starts again what dies, and stops them all."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from config.embedded.faults import EmbeddedServerError
from config.embedded.held_process import HeldProcess
from config.embedded.identity import Identity
from config.embedded.running import Servers
from config.log import Log
from config.processes import Process, process_table, resolved

LOOK_SECONDS = 0.5
STEADY_SECONDS = 60.0
LONGEST_PAUSE = 30.0
STOP_SECONDS = 40.0


def held_process(process: Process, var: Path) -> HeldProcess:
    mark = " ".join(resolved(process.command)[1:3])
    return HeldProcess(process.name, var / "locks" / process.name, var / "log" / "otagai.log", mark)


def end_leftovers(var: Path) -> None:
    """Processes whose supervisor was killed; they would keep the port and the old code."""
    for process in process_table(""):
        held_process(process, var).end_group()


class Supervised:
    """One process of the table, with the pause it must wait before its next start."""

    def __init__(self, process: Process, root: Path, log: Log, environment: Mapping[str, str]) -> None:
        self.name = process.name
        self.command = resolved(process.command)
        self.log = log
        self.environment = {**environment, "PYTHONUNBUFFERED": "1"}
        self.root = root
        self.held = held_process(process, root / "var")
        self.pause = 0.0
        self.started_at = 0.0
        self.next_start = 0.0

    def look(self) -> None:
        """Start it if it is not there and its pause is over."""
        now = time.monotonic()
        if self.held.has_main_process():
            return
        if self.started_at:
            self._note_death(now)
        if now >= self.next_start:
            self.held.end_group()
            self._start(now)

    def _note_death(self, now: float) -> None:
        steady = now - self.started_at > STEADY_SECONDS
        self.pause = 0.5 if steady or not self.pause else min(self.pause * 2, LONGEST_PAUSE)
        self.next_start = now + self.pause
        self.started_at = 0.0
        self.log.write(self.name, f"ended; starting again in {self.pause:g} s")

    def _start(self, now: float) -> None:
        child = self.held.start(
            self.command,
            Identity(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environment,
            cwd=self.root,
        )
        assert child.stdout is not None
        self.log.follow(self.name, child.stdout)
        self.started_at = now


class Supervisor:
    def __init__(
        self,
        table: Sequence[Process],
        root: Path,
        log: Log,
        environment: Mapping[str, str],
        servers: Servers | None,
    ) -> None:
        self.processes = [Supervised(process, root, log, environment) for process in table]
        self.log = log
        self.servers = servers
        self._asked_to_stop = threading.Event()

    def ask_to_stop(self, *_signal: object) -> None:
        self._asked_to_stop.set()

    def is_wanted(self) -> bool:
        return not self._asked_to_stop.is_set()

    def run(self) -> None:
        """Until asked to stop."""
        try:
            while self.is_wanted():
                self._mend_servers()
                for process in self.processes:
                    process.look()
                self._asked_to_stop.wait(LOOK_SECONDS)
        finally:
            self.stop()

    def stop(self) -> None:
        """All at once, and whatever does not end in time is killed."""
        self.log.write("start", "stopping")
        for process in self.processes:
            if (pid := process.held.pid()) is not None:
                os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        for process in self.processes:
            while process.held.has_main_process() and time.monotonic() < until:
                time.sleep(0.05)
            process.held.end_group()
        self.log.write("start", "stopped")

    def _mend_servers(self) -> None:
        if self.servers is None or self.servers.are_alive():
            return
        self.log.write("start", "an embedded server ended; starting it again")
        try:
            self.servers.mend()
        except EmbeddedServerError as fault:
            self.log.write("start", str(fault))
