"""The embedded servers start, survive, are shared, and stop."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import environ
import psycopg2
import pytest

from config.embedded import identity, locks
from config.embedded.running import READY_SECONDS, Servers, servers
from config.embedded.sockets import LONGEST_FOLDER, socket_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "var"
    yield folder
    Servers(folder).stop()
    record = folder / "socket-folder"
    shutil.rmtree(record.read_text(), ignore_errors=True)


def query(url: str, sql: str) -> list[tuple]:
    place = environ.Env.db_url_config(url)
    connection = psycopg2.connect(host=place["HOST"], dbname=place["NAME"], user=place["USER"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_trigrams_and_vectors_work_in_thai_and_japanese(var: Path) -> None:
    with servers(var) as urls:
        query(urls.database, "CREATE EXTENSION vector; CREATE EXTENSION pg_trgm")
        rows = query(urls.database, "SELECT cardinality(show_trgm('めっき')), cardinality(show_trgm('ชุบ'))")
    assert rows == [(4, 4)]


def test_last_user_stops_the_servers_and_first_does_not(var: Path) -> None:
    first, second = Servers(var), Servers(var)
    assert first.open() == second.open()
    first.close()
    assert second.postgres.answers()
    second.close()
    assert not second.postgres.process.is_alive()
    assert not second.valkey.process.is_alive()


def test_data_is_back_after_every_server_was_killed(var: Path) -> None:
    held = Servers(var)
    urls = held.open()
    query(urls.database, "CREATE TABLE kept AS SELECT 1 AS one")
    for process in (held.postgres.process, held.valkey.process):
        os.kill(process.pid(), signal.SIGKILL)
    held.mend()
    assert query(urls.database, "SELECT one FROM kept") == [(1,)]
    assert held.valkey.answers()
    held.close()


def test_servers_left_by_a_killed_user_are_found_and_stopped(var: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from config.embedded.running import Servers;"
        "Servers(Path(sys.argv[1])).open(); print('up', flush=True); time.sleep(600)"
    )
    user = subprocess.Popen([sys.executable, "-c", script, str(var)], cwd=ROOT, stdout=subprocess.PIPE)
    assert user.stdout.readline() == b"up\n"
    user.kill()
    user.wait()
    held = Servers(var)
    left = held.postgres.process.pid()
    assert left is not None
    held.open()
    assert held.postgres.process.pid() == left
    held.close()
    assert held.postgres.process.pid() is None


def test_reused_process_number_is_never_taken_for_a_server(var: Path) -> None:
    with servers(var):
        pass
    bystander = subprocess.Popen(["sleep", "600"])
    (var / "servers" / "postgres" / "postmaster.pid").write_text(f"{bystander.pid}\n/elsewhere\n")
    for name in ("postgres", "valkey"):
        (var / "locks" / name).write_text(str(bystander.pid))
    held = Servers(var)
    assert held.postgres.process.pid() is None
    held.open()
    held.stop()
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_copy_of_a_running_checkout_leaves_the_original_alone(var: Path, tmp_path: Path) -> None:
    original = Servers(var)
    original.open()
    (tmp_path / "copy" / "locks").mkdir(parents=True)
    for name in ("postgres", "valkey"):
        shutil.copy(var / "locks" / name, tmp_path / "copy" / "locks" / name)
    copy = Servers(tmp_path / "copy")
    copy.stop()
    copy.place.sockets.rmdir()
    assert original.postgres.answers()
    original.close()


def test_half_made_cluster_is_made_again(var: Path) -> None:
    (var / "servers" / "postgres.partial").mkdir(parents=True)
    with servers(var) as urls:
        assert query(urls.database, "SELECT 1") == [(1,)]


def test_path_of_150_characters_in_a_private_folder_works(var: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    long = tmp_path / ("x" * max(10, 150 - len(str(tmp_path))))
    with servers(long) as urls:
        assert query(urls.database, "SELECT 1") == [(1,)]
    shutil.rmtree((long / "socket-folder").read_text())


def test_socket_folder_of_somebody_else_is_not_used(tmp_path: Path, var: Path) -> None:
    identity = Servers(var).place.identity
    record = tmp_path / "record"
    open_folder = tmp_path / "open"
    open_folder.mkdir(mode=0o755)
    record.write_text(str(open_folder))
    chosen = socket_folder(record, identity)
    assert chosen != open_folder
    assert chosen.stat().st_mode & 0o777 == 0o700
    assert len(str(chosen)) <= LONGEST_FOLDER
    chosen.rmdir()


def test_lock_ends_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from pathlib import Path; from config.embedded import locks;"
            "locks.try_exclusive(locks.open_lock(Path(sys.argv[1]))); print(flush=True); time.sleep(600)",
            str(path),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    holder.stdout.readline()
    assert locks.is_held(path)
    holder.kill()
    holder.wait()
    assert not locks.is_held(path)


def test_throwaway_servers_end_with_their_starter(tmp_path: Path) -> None:
    keeper = subprocess.Popen(
        [sys.executable, "-m", "config.embedded.throwaway", str(tmp_path / "var")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert b"database" in keeper.stdout.readline()
    keeper.stdin.close()
    assert keeper.wait(timeout=90) == 0
    assert not (tmp_path / "var").exists()


def test_server_that_cannot_start_says_why(var: Path) -> None:
    with servers(var):
        pass
    (var / "servers" / "postgres" / "postgresql.conf").write_text("no such setting\n")
    started = time.monotonic()
    with pytest.raises(Exception, match="syntax error"), servers(var):
        pass
    assert time.monotonic() - started < READY_SECONDS


@pytest.mark.skipif(os.getuid() != 0, reason="only root needs another user for its servers")
def test_root_without_user_namespaces_runs_them_as_nobody(var: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "namespaces_are_allowed", lambda: False)
        identity.current_identity.cache_clear()
        held = Servers(var)
    identity.current_identity.cache_clear()
    try:
        urls = held.open()
        assert query(urls.database, "CREATE EXTENSION vector; SELECT 1") == [(1,)]
        assert held.valkey.answers()
        assert held.place.data.parent == Path("/var/lib")
        assert held.place.data.stat().st_uid == held.place.sockets.stat().st_uid != 0
    finally:
        held.close()
        shutil.rmtree(held.place.data)
