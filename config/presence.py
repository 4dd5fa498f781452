"""Which ./start runs from this folder: a kernel lock, and beside it who holds it and where it serves."""

import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path

from config.embedded import locks

STOP_SECONDS = 60.0


class Presence:
    def __init__(self, lock: Path) -> None:
        self.lock = lock
        self._held: int | None = None

    def take(self) -> None:
        self._held = locks.open_lock(self.lock)
        if not locks.try_exclusive(self._held):
            place = f" at {address}" if (address := self.read().get("address")) else ""
            sys.exit(f"Otagai already runs from this folder{place}; ./start --stop ends it.")

    def write(self, address: str) -> None:
        assert self._held is not None
        os.ftruncate(self._held, 0)
        os.pwrite(self._held, json.dumps({"pid": str(os.getpid()), "address": address}).encode(), 0)

    def read(self) -> dict[str, str]:
        with contextlib.suppress(OSError, ValueError):
            return dict(json.loads(self.lock.read_text()))
        return {}

    def is_held(self) -> bool:
        return locks.is_held(self.lock)

    def stop_holder(self) -> bool:
        """Ask it to stop, and wait. False when nobody is there."""
        if not self.is_held():
            return False
        os.kill(int(self.read()["pid"]), signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        while self.is_held():
            if time.monotonic() > until:
                sys.exit(f"Otagai did not stop within {STOP_SECONDS:.0f} s; see var/log/otagai.log.")
            time.sleep(0.1)
        return True
