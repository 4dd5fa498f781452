"""One laboratory for all fault trials of a session: starting it costs more than a trial."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.lab import Lab


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    folder = Path(tempfile.mkdtemp(prefix="otagai-faults-"))
    lab = Lab(folder)
    try:
        lab.open()
        yield lab
    finally:
        lab.close()
        for leftover in (lab.servers.place.sockets, lab.servers.place.data, folder):
            shutil.rmtree(leftover, ignore_errors=True)
