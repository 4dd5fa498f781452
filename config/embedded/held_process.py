"""A server process known by the lock it holds, never by its number alone.

The server inherits an open, locked file. While it or any child of it lives the lock is held; when all
are gone, even by kill -9, the kernel frees it. A process number written in that file therefore counts
only while the lock is held, and a copied or restored folder never points at somebody else's server.
"""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from config.embedded import locks
from config.embedded.faults import EmbeddedServerError
from config.embedded.identity import Identity

STOP_SECONDS = 30.0


class HeldProcess:
    def __init__(self, name: str, lock: Path, log: Path, mark: str) -> None:
        """`mark` is a text found in the command line of this server and of no other."""
        self.name = name
        self.lock = lock
        self.log = log
        self.mark = mark
        self._child: subprocess.Popen[bytes] | None = None

    def is_alive(self) -> bool:
        self._reap()
        return locks.is_held(self.lock)

    def pid(self) -> int | None:
        """The server's process, if it is the one that holds the lock."""
        if not self.is_alive():
            return None
        if self._child is not None:
            # Its command line is still empty for a moment after it was started.
            return self._child.pid
        text = self.lock.read_text().strip()
        if not text.isdecimal() or self.mark not in command_line(int(text)):
            return None
        return int(text)

    def has_main_process(self) -> bool:
        """False also while only children of the dead main process are left."""
        return self.pid() is not None

    def start(self, command: Sequence[str], identity: Identity, **options: Any) -> "subprocess.Popen[bytes]":
        """Its output goes to the log, unless `options` say otherwise."""
        descriptor = locks.open_lock(self.lock)
        try:
            if not locks.try_exclusive(descriptor):
                raise EmbeddedServerError(f"{self.name} is already running.")
            self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self.log.open("ab") as output:
                options = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output} | options
                child = identity.popen(command, pass_fds=(descriptor,), **options)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(child.pid).encode(), 0)
        finally:
            os.close(descriptor)
        self._child = child
        return child

    def stop(self, gently: signal.Signals) -> None:
        for asked, seconds in ((gently, STOP_SECONDS), (signal.SIGKILL, 5.0)):
            if (pid := self.pid()) is not None:
                os.kill(pid, asked)
            if self._is_gone_within(seconds):
                return
        raise EmbeddedServerError(
            f"{self.name} could not be stopped; end the process named in {self.lock} yourself."
        )

    def end_group(self) -> None:
        """Kill what is left of the main process and its children; they share its process group."""
        if not self.is_alive():
            return
        text = self.lock.read_text().strip()
        with suppress(ProcessLookupError):
            os.killpg(int(text), signal.SIGKILL)
        if not self._is_gone_within(5.0):
            raise EmbeddedServerError(f"{self.name} could not be stopped; end process {text} yourself.")

    def _is_gone_within(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while self.is_alive():
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    def _reap(self) -> None:
        if self._child is not None and self._child.poll() is not None:
            self._child = None


def command_line(pid: int) -> str:
    """Of a live process; empty for one that is gone or a zombie."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    listed = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True)
    return listed.stdout
