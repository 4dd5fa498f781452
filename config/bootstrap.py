"""From a bare Python to .venv with the locked packages. Standard library only, shared by start and check."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.embedded import locks

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP_INSTALL = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes"]
NEEDED_BYTES = 1_500_000_000
STEP_WIDTH = 44


@contextmanager
def step(name: str) -> Iterator[None]:
    """One line of progress: its name, then its seconds."""
    print(f"  {name} ".ljust(STEP_WIDTH, "."), end=" ", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def prepare_environment(locks_of_packages: Sequence[str]) -> None:
    """Make .venv and install the locked packages, unless a stamp says that they are there."""
    files = [ROOT / name for name in locks_of_packages]
    (ROOT / "var").mkdir(mode=0o700, exist_ok=True)
    with locks.exclusive(ROOT / "var" / "locks" / "environment"):
        if is_current(files):
            return
        with step("Python packages"):
            refuse_full_disk()
            if not PYTHON.exists():
                make_venv()
            install(files)
        for file in files:
            stamp_of(file).write_text(fingerprint(file))


def is_current(files: Sequence[Path]) -> bool:
    return PYTHON.exists() and all(
        stamp_of(file).exists() and stamp_of(file).read_text() == fingerprint(file) for file in files
    )


def stamp_of(file: Path) -> Path:
    return VENV / f"installed-{file.name}"


def fingerprint(file: Path) -> str:
    version = "{}.{}".format(*sys.version_info[:2])
    return hashlib.sha256(file.read_bytes() + version.encode()).hexdigest()


def make_venv() -> None:
    if uv := find_uv():
        command = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]
    else:
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    run(
        command, "Python could not make .venv; install uv, or on Debian and Ubuntu `apt install python3-venv`"
    )


def install(files: Sequence[Path]) -> None:
    # As constraints too: older pips do not hold `name[extra]` to the pin of `name` and take a newer release.
    wanted = [part for file in files for part in ("-r", str(file), "-c", str(file))]
    complaint = "The packages could not be installed; check the connection to the package registry"
    if uv := find_uv():
        run([*uv_install(uv), *wanted], complaint)
    elif not ((uv := fetch_uv()) and succeeds([*uv_install(uv), *wanted])):
        run([*PIP_INSTALL, *wanted], complaint)


def uv_install(uv: str) -> list[str]:
    return [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes"]


def fetch_uv() -> str | None:
    """From the registry, by its hash, into .venv. A registry that only pip's settings know may refuse it."""
    fetched = succeeds([*PIP_INSTALL, "-r", str(ROOT / "requirements-uv.txt")])
    return str(VENV / "bin" / "uv") if fetched else None


def find_uv() -> str | None:
    """A shim on PATH may stand for no program, so it is asked for its version."""
    found = shutil.which("uv")
    return found if found and succeeds([found, "--version"]) else None


def succeeds(command: Sequence[str]) -> bool:
    return subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0


def run(command: Sequence[str], complaint: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{complaint}:\n{(done.stderr or done.stdout)[-2000:]}")


def refuse_full_disk() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES and not PYTHON.exists():
        sys.exit(
            f"Only {free // 1_000_000} MB are free on the disk of {ROOT}; "
            f"free at least {NEEDED_BYTES // 1_000_000} MB and try again."
        )


def hand_over(module: str, arguments: Sequence[str]) -> None:
    """Become `python -m module` inside .venv."""
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])
