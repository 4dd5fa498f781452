"""One readable log: every line of every process, named, on the console and in var/log/otagai.log."""

import sys
import threading
import time
from pathlib import Path
from typing import IO

LARGEST_BYTES = 20_000_000
NAME_WIDTH = 8


class Log:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST_BYTES:
            path.replace(path.with_suffix(".log.1"))
        self.path = path
        self.on_console = True
        self._file = path.open("a", buffering=1)
        self._turn = threading.Lock()

    def write(self, name: str, text: str) -> None:
        line = f"{name.ljust(NAME_WIDTH)}| {text}"
        with self._turn:
            self._file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {line}\n")
            if self.on_console:
                self._print(line)

    def follow(self, name: str, output: IO[bytes]) -> None:
        """Until the process closes its output."""
        threading.Thread(target=self._copy, args=(name, output), daemon=True).start()

    def _copy(self, name: str, output: IO[bytes]) -> None:
        for line in output:
            if text := line.decode(errors="replace").rstrip():
                self.write(name, text)
        output.close()

    def _print(self, line: str) -> None:
        try:
            print(line, file=sys.stderr, flush=True)
        except OSError:
            # The terminal is gone; the file goes on.
            self.on_console = False
