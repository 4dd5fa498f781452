"""Copies of this project as a user would clone it, for trials of ./start."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.project.tree import ROOT

START_SECONDS = 240


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Checkout:
    folder: Path
    port: int
    user: str = ""

    @classmethod
    def copy(cls, folder: Path, *, shared_environment: bool, user: str = "") -> "Checkout":
        """With the packages of this run, or with none."""
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        for name in filter(None, names):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        if shared_environment:
            (folder / ".venv").symlink_to(Path(sys.prefix))
        if user:
            subprocess.run(["chown", "-R", user, str(folder)], check=True)
        return cls(folder, free_port(), user)

    def start(self, *flags: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable if not self.user else "python3", "start", *flags]
        if self.user:
            command = ["runuser", "-u", self.user, "--", *command]
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
        )

    def serve(self, *flags: str) -> float:
        """Seconds until the first page answered."""
        started = time.monotonic()
        done = self.start("--detach", "--port", str(self.port), *flags)
        assert done.returncode == 0, done.stdout + done.stderr
        self.page("/healthz")
        return time.monotonic() - started

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def pids(self, *names: str) -> list[int]:
        return [int((self.folder / "var" / "locks" / name).read_text()) for name in names]

    def _environment(self) -> dict[str, str]:
        """A user's shell, without the servers of this test run."""
        ours = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST"}
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        if self.user:
            kept |= {"HOME": f"/home/{self.user}", "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"}
        return kept
