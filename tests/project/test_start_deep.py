"""./start where people really run it: other users, closed and long folders, two at once, after kills."""

import json
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import environ
import psycopg2
import pytest

from config.embedded.running import servers
from tests.project.checkouts import Checkout

pytestmark = pytest.mark.deep
EVERYTHING = ("web", "worker", "relay", "postgres", "valkey")
needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")


@pytest.fixture
def checkouts() -> Iterator[list[Checkout]]:
    made: list[Checkout] = []
    yield made
    for checkout in made:
        checkout.start("--stop")


def test_fresh_clone_and_later_start(tmp_path: Path, checkouts, record_property) -> None:
    checkout = Checkout.copy(tmp_path / "fresh", shared_environment=False)
    checkouts.append(checkout)
    record_property("first page of a fresh clone", f"{(first := checkout.serve()):.1f} s")
    assert "Demonstration" in checkout.page("/en/")
    assert checkout.start("--stop").returncode == 0
    record_property("first page of a later start", f"{(later := checkout.serve()):.1f} s")
    assert first < 90
    assert later < 10


def test_everything_comes_back_after_kill_9(tmp_path: Path, checkouts, record_property) -> None:
    checkout = Checkout.copy(tmp_path / "killed", shared_environment=True)
    checkouts.append(checkout)
    checkout.serve("--empty")
    for pid in checkout.pids(*EVERYTHING):
        os.kill(pid, signal.SIGKILL)
    started = time.monotonic()
    wait_until_ready(checkout)
    record_property("all five processes killed, ready again", f"{time.monotonic() - started:.1f} s")


def wait_until_ready(checkout: Checkout) -> None:
    until = time.monotonic() + 180
    time.sleep(2)
    while True:
        try:
            checkout.page("/readyz")
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.2)
        else:
            return


def test_two_run_side_by_side(tmp_path: Path, checkouts) -> None:
    for name in ("one", "two"):
        checkouts.append(Checkout.copy(tmp_path / name, shared_environment=True))
        checkouts[-1].serve("--empty")
    checkouts[0].start("--stop")
    assert checkouts[1].page("/healthz") == "ok\n"


def test_private_folder_with_a_path_of_150_characters(tmp_path: Path, checkouts) -> None:
    tmp_path.chmod(0o700)
    folder = tmp_path / ("x" * (150 - len(str(tmp_path)) - 1))
    checkout = Checkout.copy(folder, shared_environment=False)
    folder.chmod(0o700)
    checkouts.append(checkout)
    assert len(str(folder)) == 150
    checkout.serve("--empty")


@pytest.fixture
def ordinary_user() -> Iterator[str]:
    name = "otagai-trial"
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run(["useradd", "--create-home", name], check=True)
    yield name
    subprocess.run(["userdel", "--remove", name], capture_output=True)


@needs_root
def test_ordinary_user(ordinary_user: str, checkouts) -> None:
    folder = Path("/home") / ordinary_user / "otagai"
    checkout = Checkout.copy(folder, shared_environment=False, user=ordinary_user)
    checkouts.append(checkout)
    checkout.serve("--empty")
    assert (folder / "var").stat().st_uid == pwd.getpwnam(ordinary_user).pw_uid


@pytest.fixture
def named_servers(tmp_path: Path, monkeypatch) -> Iterator[dict[str, str]]:
    """Servers of someone else's, whose addresses stand in the environment of ./start."""
    with servers(tmp_path / "elsewhere") as urls:
        named = {"DATABASE_URL": urls.database, "REDIS_URL": urls.broker}
        monkeypatch.setattr(Checkout, "_environment", lambda self: {**os.environ, **named})
        yield named


def test_named_servers_are_used_and_filled_only_on_request(tmp_path, named_servers, checkouts) -> None:
    checkout = Checkout.copy(tmp_path / "named", shared_environment=True)
    checkouts.append(checkout)
    checkout.serve()
    wait_until_ready(checkout)
    assert firms_of(checkout) == 0
    assert "Demonstration" not in checkout.page("/en/")
    assert not (checkout.folder / "var" / "servers").exists()
    checkout.start("--stop")
    checkout.serve("--demo")
    assert firms_of(checkout) > 0
    assert "Demonstration" in checkout.page("/en/")
    assert "empty that database yourself" in checkout.start("--reset").stderr
    assert checkout.start("--stop").returncode == 0
    checkout.serve()
    assert firms_of(checkout) > 0


def firms_of(checkout: Checkout) -> int:
    return len(json.loads(checkout.page("/api/v1/companies/"))["results"])


def test_prepare_installs_and_starts_nothing(tmp_path: Path, checkouts) -> None:
    checkout = Checkout.copy(tmp_path / "prepared", shared_environment=False)
    checkouts.append(checkout)
    assert checkout.start("--prepare").returncode == 0
    assert (checkout.folder / ".venv" / "bin" / "gunicorn").exists()
    assert sorted(path.name for path in (checkout.folder / "var").iterdir()) == ["locks"]
    assert checkout.start("--stop").stdout.strip() == "Nothing runs from this folder."


def test_reset_begins_anew(tmp_path: Path, checkouts) -> None:
    checkout = Checkout.copy(tmp_path / "reset", shared_environment=True)
    checkouts.append(checkout)
    checkout.serve("--empty")
    var = checkout.folder / "var"
    old_secret = (var / "secret-key").read_text()
    (var / "documents").mkdir(exist_ok=True)
    (var / "documents" / "old.pdf").write_text("old")
    assert ask_database(var, "CREATE TABLE old (); SELECT to_regclass('old') IS NULL") is False
    # A reset stops what runs first.
    checkout.serve("--reset", "--empty")
    assert ask_database(var, "SELECT to_regclass('old') IS NULL") is True
    assert (var / "secret-key").read_text() != old_secret
    assert not (var / "documents" / "old.pdf").exists()


def ask_database(var: Path, sql: str) -> bool:
    """The one answer of the embedded database that the checkout runs."""
    with servers(var) as urls:
        place = environ.Env.db_url_config(urls.database)
        with psycopg2.connect(host=place["HOST"], dbname=place["NAME"], user=place["USER"]) as connection:
            cursor = connection.cursor()
            cursor.execute(sql)
            return bool(cursor.fetchone()[0])
