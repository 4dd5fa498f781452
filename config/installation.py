"""What one checkout remembers between starts, and the environment its processes get."""

import json
import os
import shutil
import socket
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

FIRST_PORT = 8000
PORTS_TRIED = 50
# Kept by --reset: locks are the kernel's, logs tell what happened.
KEPT_BY_RESET = {"locks", "log", "socket-folder"}


@dataclass
class Installation:
    port: int = 0
    demonstration: bool | None = None

    @classmethod
    def read(cls, var: Path) -> "Installation":
        path = var / "installation.json"
        return cls(**json.loads(path.read_text())) if path.exists() else cls()

    def write(self, var: Path) -> None:
        partial = var / "installation.json.partial"
        partial.write_text(json.dumps(asdict(self)))
        partial.replace(var / "installation.json")

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"


def choose_port(asked: int | None, remembered: int) -> int:
    """The asked one or none; without a wish the one of last time, else the next free one."""
    if asked is not None:
        if not is_free(asked):
            sys.exit(f"Port {asked} is taken by another program; choose another with ./start --port NUMBER.")
        return asked
    first = remembered or FIRST_PORT
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        if is_free(port):
            if port != first:
                print(f"  Port {first} is taken by another program, so this is port {port}.")
            return port
    sys.exit(
        f"Ports {first} to {first + PORTS_TRIED} are all taken; name a free one with ./start --port NUMBER."
    )


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As gunicorn binds: connections of a server that just ended do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            sys.exit(f"Port {port} needs root's rights; choose one above 1023 with ./start --port NUMBER.")
        except OSError:
            return False
    return True


def process_environment(installation: Installation) -> dict[str, str]:
    """For web, worker, relay and set-up; what the user set wins."""
    return {
        "SITE_URL": installation.address,
        "DEMONSTRATION": str(bool(installation.demonstration)).lower(),
        # Threads of BLAS collapse when other work shares the cores.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
        **os.environ,
    }


def remove_data(var: Path) -> None:
    for path in var.iterdir() if var.exists() else ():
        if path.name in KEPT_BY_RESET:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
