"""The parts of the gate, in their order."""

import atexit
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.gate import chromium
from tests.gate.figures import write_figures
from tests.gate.outcome import Outcome, not_run, of_command, of_pytest
from tests.servers import SHARED, ThrowawayServers

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "var" / "check"
NOTHING_COLLECTED = 5
# The linter has no module to run, and its script would break with a moved .venv.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"
APART = [f"--ignore=tests/{part}" for part in ("api_fuzz", "browser", "faults")]


@dataclass(frozen=True)
class Part:
    name: str
    run: Callable[[], Outcome]


def command(*arguments: str) -> Outcome:
    return of_command(subprocess.run([sys.executable, *arguments], cwd=ROOT).returncode)


def commands(*each: tuple[str, ...]) -> Outcome:
    """One outcome for several commands: all must pass."""
    return of_command(max(command(*arguments).failed for arguments in each))


def keep_bytecode() -> None:
    """Whatever the environment says: the tests start dozens of processes, and each would compile all modules anew."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(REPORTS / "bytecode")


@cache
def servers() -> dict[str, str]:
    """One pair for all parts: the migrations are followed once."""
    started = ThrowawayServers()
    atexit.register(started.close)
    return {SHARED: "1", **started.addresses()}


def pytest(name: str, *arguments: str) -> Outcome:
    for path in arguments:
        if path.startswith("tests/") and not (ROOT / path).exists():
            return not_run(f"there is no {path}", must=is_strict())
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    REPORTS.mkdir(parents=True, exist_ok=True)
    started = [
        sys.executable,
        "-m",
        "pytest",
        f"--junitxml={report}",
        "-o",
        "junit_family=xunit1",
        *arguments,
    ]
    code = subprocess.run(started, cwd=ROOT, env={**os.environ, **servers()}).returncode
    if code == NOTHING_COLLECTED:
        return not_run("there is no such test", must=is_strict())
    return of_pytest(code, report)


def is_strict() -> bool:
    """Where nobody watches, a part that could not run is a failure."""
    return os.environ.get("CI") == "true"


def in_browser(name: str, *arguments: str) -> Outcome:
    if reason := chromium.missing():
        return not_run(reason, must=is_strict())
    os.environ["CHROMIUM"] = chromium.find_chromium() or ""
    return pytest(name, *arguments)


def gallery() -> Outcome:
    if reason := chromium.missing():
        return not_run(reason, must=is_strict())
    os.environ["CHROMIUM"] = chromium.find_chromium() or ""
    return command("-m", "pytest", "tests/browser/gallery.py")


def ruff() -> Outcome:
    return commands(("-m", "ruff", "check", "."), ("-m", "ruff", "format", "--check", "."))


def migrations() -> Outcome:
    return commands(
        ("manage.py", "makemigrations", "--check", "--dry-run"),
        ("-m", "tests.gate.migrations"),
    )


def mutation() -> Outcome:
    """In a process of its own, which has loaded nothing of the engine, and where sets have one order."""
    report = REPORTS / "mutation.xml"
    report.unlink(missing_ok=True)
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    started = [sys.executable, "-m", "tests.gate.mutation"]
    return of_pytest(subprocess.run(started, cwd=ROOT, env=environment).returncode, report)


def deep() -> Outcome:
    outcome = in_browser("deep", "-m", "deep") + mutation()
    write_figures(REPORTS / "deep.xml", REPORTS / "mutation.xml")
    return outcome + gallery()


GATE = (
    Part("ruff", ruff),
    Part("mypy", lambda: command("-m", "mypy")),
    Part("imports", lambda: command("-c", LINT_IMPORTS)),
    Part("migrations", migrations),
    Part("translations", lambda: command("manage.py", "compile_translations")),
    Part("tests", lambda: pytest("tests", "-n2", "-m", "not deep", *APART)),
    Part("faults", lambda: pytest("faults", "-n2", "-m", "not deep", "tests/faults")),
    Part("api", lambda: pytest("api", "-n2", "-m", "not deep", "tests/api_fuzz")),
    # By groups: the first two tests, the long walks, begin in different workers.
    Part(
        "browser", lambda: in_browser("browser", "-n2", "--dist=loadgroup", "-m", "not deep", "tests/browser")
    ),
)
OTHERS = (
    Part("axe", lambda: in_browser("axe", "-m", "not deep", "tests/browser/test_axe.py")),
    Part("deep", deep),
    Part("mutation", mutation),
    Part("gallery", gallery),
)
