"""What a part came to, in numbers that add up."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Outcome:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reason: str = ""

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def of_command(code: int) -> Outcome:
    """A part that is no set of tests counts as one."""
    return Outcome(passed=1) if code == 0 else Outcome(failed=1)


def not_run(reason: str, *, must: bool) -> Outcome:
    return Outcome(failed=1, reason=reason) if must else Outcome(skipped=1, reason=reason)


def of_pytest(code: int, report: Path) -> Outcome:
    """From pytest's XML report; a run that broke off without one has failed."""
    if not report.exists():
        return Outcome(failed=1, reason="no report was written")
    suite = ElementTree.parse(report).getroot().find("testsuite")
    assert suite is not None
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    skipped = int(suite.get("skipped", 0))
    passed = int(suite.get("tests", 0)) - failed - skipped
    if code != 0 and not failed:
        return Outcome(passed, 1, skipped, reason=f"pytest ended with code {code}")
    return Outcome(passed, failed, skipped)
