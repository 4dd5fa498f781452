"""./start serves, says what is wrong in one sentence, and stops everything."""

import ast
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from config import bootstrap, installation
from config.embedded import place
from config.embedded.faults import EmbeddedServerError
from config.presence import Presence
from tests.project.checkouts import Checkout
from tests.project.tree import ROOT

PROGRAMS = ["start", "check"]


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    made = Checkout.copy(tmp_path / "otagai", shared_environment=True)
    yield made
    made.start("--stop")


def test_start_serves_refuses_a_second_start_and_stops(checkout: Checkout) -> None:
    checkout.serve("--empty")
    assert checkout.page("/healthz") == "ok\n"
    second = checkout.start()
    assert second.returncode != 0
    assert second.stderr.strip() == (
        f"Otagai already runs from this folder at http://localhost:{checkout.port}; ./start --stop ends it."
    )
    assert checkout.start("--stop").stdout.strip() == "Stopped."
    assert not is_running(checkout)
    assert checkout.start("--stop").stdout.strip() == "Nothing runs from this folder."


def is_running(checkout: Checkout) -> bool:
    listed = subprocess.run(["pgrep", "-f", str(checkout.folder)], capture_output=True, text=True)
    return bool(listed.stdout.strip())


@pytest.mark.parametrize("program", PROGRAMS)
def test_old_python_is_told_which_one_is_needed(program: str) -> None:
    pretend = f"import sys; sys.version_info = (3, 9, 18); exec(open({program!r}).read())"
    done = subprocess.run(
        [sys.executable, "-c", pretend], cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "Otagai needs Python 3.11 or newer; this is Python 3.9."


@pytest.mark.parametrize("program", PROGRAMS)
def test_old_python_can_read_the_program(program: str) -> None:
    ast.parse((ROOT / program).read_text(), feature_version=(3, 7))


def test_taken_port_is_named_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} is taken .* --port"):
            installation.choose_port(port, 0)
        assert installation.choose_port(None, port) != port


def test_full_disk_is_told_before_anything_is_written(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(place.shutil, "disk_usage", lambda folder: SimpleNamespace(free=10_000_000))
    with pytest.raises(EmbeddedServerError, match="Only 10 MB are free"):
        place.refuse_full_disk(tmp_path)
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "missing")
    with pytest.raises(SystemExit, match="Only 10 MB are free"):
        bootstrap.refuse_full_disk()


def test_leftover_lock_file_stops_nobody(tmp_path: Path) -> None:
    lock = tmp_path / "start"
    lock.write_text('{"pid": "1", "address": "http://localhost:8000"}')
    presence = Presence(lock)
    assert not presence.stop_holder()
    presence.take()


def test_reset_spares_a_database_that_is_not_ours(checkout: Checkout, monkeypatch) -> None:
    monkeypatch.setattr(Checkout, "_environment", lambda self: {"DATABASE_URL": "postgres://x@y/z"})
    done = checkout.start("--reset")
    assert "empty that database yourself" in done.stderr
    monkeypatch.undo()
