"""Early pytest plugin (`-p tests.servers`): throw-away PostgreSQL and Valkey for one run, or for all of the gate's.

It comes before pytest-django loads the settings. Only the controller starts servers; xdist's workers
inherit the addresses, and pytest-django gives each worker a database of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 90
# Set where whoever started this run keeps the servers, and their addresses stand in the environment.
SHARED = "OTAGAI_TEST_SERVERS"


class ThrowawayServers:
    """A keeper process that outlives Ctrl-C and stops the servers when our end of its input closes."""

    def __init__(self) -> None:
        folder = tempfile.mkdtemp(prefix="otagai-tests-")
        self.keeper = subprocess.Popen(
            [sys.executable, "-m", "config.embedded.throwaway", folder],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def addresses(self) -> dict[str, str]:
        """Variables of the environment."""
        assert self.keeper.stdout is not None
        line = self.keeper.stdout.readline()
        if not line:
            raise pytest.UsageError("The throw-away servers did not start; see the message above.")
        found = json.loads(line)
        return {"DATABASE_URL": found["database"], "REDIS_URL": found["broker"]}

    def close(self) -> None:
        assert self.keeper.stdin is not None
        self.keeper.stdin.close()
        self.keeper.wait(timeout=STOP_SECONDS)


SERVERS = pytest.StashKey[ThrowawayServers]()


def is_xdist_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    if is_xdist_worker() or SHARED in os.environ:
        return
    servers = ThrowawayServers()
    early_config.stash[SERVERS] = servers
    os.environ |= servers.addresses()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """In a fresh clone nothing is compiled yet, and a part of the gate may run alone."""
    if is_xdist_worker():
        return
    from config.translations import LANGUAGES, compile_catalogue

    for language in LANGUAGES:
        compile_catalogue(language)


def pytest_unconfigure(config: pytest.Config) -> None:
    if (servers := config.stash.get(SERVERS, None)) is not None:
        servers.close()
