"""Do the engine's tests notice a fault? Each mutant of four modules is tried in a process of its own.

`python -m tests.gate.mutation [MODULE ...]` lists the survivors and fails where under nine tenths are killed.
No server is started: the tests of the engine need no database.
"""

import importlib
import importlib.abc
import importlib.util
import os
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from xml.etree import ElementTree

from tests.gate.equivalents import EQUIVALENT
from tests.gate.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "matching" / "engine"
REPORT = ROOT / "var" / "check" / "mutation.xml"
COMPILED = ROOT / "var" / "compiled"
TESTS = {
    "assign": ("test_assign.py", "test_against_reference.py"),
    "flow": ("test_flow.py", "test_assign.py"),
    "fit": ("test_fit.py", "test_against_reference.py", "test_scores.py"),
    "accept": ("test_accept.py", "test_scores.py", "test_against_reference.py"),
}
LEAST_KILLED = 0.9
REPORT_ROOT = '<testsuites><testsuite tests="0" failures="0"/></testsuites>'
# All tests of a module take five seconds; what takes longer runs for ever.
CPU_SECONDS = 120
PASSED = 0
PLAIN = ["-x", "-q", "-o", "addopts=", "--noconftest", "-p", "no:cacheprovider", "--strict-markers"]


class Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module of the engine other code."""

    def __init__(self, module: str, code: CodeType) -> None:
        self.name, self.code = f"matching.engine.{module}", code

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, vars(module))


def prepare() -> None:
    """Load once what no mutant touches; and the same examples every time, without looking for the smallest."""
    os.environ.update(
        PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", OPENBLAS_NUM_THREADS="1", NUMBA_CACHE_DIR=str(COMPILED)
    )
    for name in ("pytest", "ortools.graph.python.min_cost_flow", "matching.engine.market"):
        importlib.import_module(name)
    import hypothesis

    unhurried = hypothesis.settings(
        deadline=None,
        database=None,
        derandomize=True,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    hypothesis.settings.register_profile("mutation", unhurried)
    hypothesis.settings.load_profile("mutation")
    assert not {f"matching.engine.{module}" for module in TESTS} & set(sys.modules)


def start(module: str, code: CodeType) -> int:
    """Run the tests of a module with other code in a child; its process number."""
    if child := os.fork():
        return child
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.meta_path.insert(0, Mutated(module, code))
    import pytest

    files = [str(ROOT / "tests" / "matching" / "engine" / name) for name in TESTS[module]]
    code = -1
    try:
        code = int(pytest.main([*PLAIN, *files]))
    finally:
        os._exit(code)


def survivors(module: str, mutants: Iterable[Mutant]) -> Iterator[Mutant]:
    """Those with which every test still passes, as many at a time as there are processors."""
    waiting, running = list(reversed(list(mutants))), {}
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            mutant = waiting.pop()
            running[start(module, mutant.code)] = mutant
        child, status = os.wait()
        mutant = running.pop(child)
        if status == PASSED:
            yield mutant


def check_unchanged(module: str) -> None:
    """Tests that fail anyway kill every mutant."""
    path = ENGINE / f"{module}.py"
    _, status = os.waitpid(start(module, compile(path.read_text(), path, "exec")), 0)
    if status != PASSED:
        sys.exit(f"The tests of {path.name} fail without a mutant: {' '.join(TESTS[module])}")


def trial(module: str) -> tuple[int, int]:
    """Killed and all mutants of a module; its survivors are printed."""
    check_unchanged(module)
    every = [found for found in mutants_of(ENGINE / f"{module}.py") if found.name not in EQUIVALENT]
    living = 0
    for mutant in survivors(module, every):
        living += 1
        print(f"survived  {module}.py:{mutant.line}  {mutant.name}", flush=True)
    return len(every) - living, len(every)


def forgotten(modules: Sequence[str]) -> list[str]:
    """Rows of the table that name no mutant any more."""
    known = {mutant.name for module in modules for mutant in mutants_of(ENGINE / f"{module}.py")}
    return [name for name in EQUIVALENT if name.split(".")[0].split(":")[0] in modules and name not in known]


def record(whole: ElementTree.Element, module: str, killed: int, every: int) -> None:
    """As pytest writes a test and its figure, so that the gate counts and prints them alike."""
    suite = whole[0]
    case = ElementTree.SubElement(suite, "testcase", classname="tests.gate.mutation", name=module)
    figure = {"name": f"{module}.py: mutants killed", "value": f"{killed} of {every} ({killed / every:.1%})"}
    ElementTree.SubElement(ElementTree.SubElement(case, "properties"), "property", figure)
    suite.set("tests", str(len(suite)))
    if killed < LEAST_KILLED * every:
        ElementTree.SubElement(case, "failure", message=f"less than {LEAST_KILLED:.0%} killed")
        suite.set("failures", str(int(suite.get("failures", "0")) + 1))


def main(asked: Sequence[str]) -> int:
    modules = list(asked) or list(TESTS)
    if stale := forgotten(modules):
        sys.exit("No such mutant: " + "; ".join(stale))
    prepare()
    whole = ElementTree.fromstring(REPORT_ROOT)
    counts = []
    for module in modules:
        started = time.monotonic()
        counts.append(trial(module))
        record(whole, module, *counts[-1])
        print(f"{module}.py: {told(*counts[-1])} in {time.monotonic() - started:.0f} s", flush=True)
    print(f"all: {told(*map(sum, zip(*counts, strict=True)))}")
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(whole).write(REPORT)
    return 1 if whole[0].get("failures") != "0" else 0


def told(killed: int, every: int) -> str:
    return f"{killed}/{every} mutants killed ({killed / every:.1%})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
