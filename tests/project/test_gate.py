"""The gate counts honestly: a part that broke off or could not run never passes."""

from pathlib import Path

import pytest

from tests.gate.outcome import Outcome, not_run, of_command, of_pytest
from tests.gate.parts import GATE, OTHERS

REPORT = '<testsuites><testsuite tests="10" failures="1" errors="1" skipped="3"></testsuite></testsuites>'
CLEAN = '<testsuites><testsuite tests="4" failures="0" errors="0" skipped="0"></testsuite></testsuites>'


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report.xml"


def test_tests_are_counted_from_the_report(report: Path) -> None:
    report.write_text(REPORT)
    assert of_pytest(1, report) == Outcome(passed=5, failed=2, skipped=3)


def test_run_without_a_report_has_failed(report: Path) -> None:
    assert of_pytest(0, report).failed == 1


def test_run_that_ended_badly_after_clean_tests_has_failed(report: Path) -> None:
    report.write_text(CLEAN)
    assert of_pytest(3, report).failed == 1
    assert of_pytest(0, report).failed == 0


def test_commands_count_one() -> None:
    assert of_command(0) == Outcome(passed=1)
    assert of_command(2) == Outcome(failed=1)


def test_part_that_could_not_run_is_skipped_by_hand_and_fails_where_it_must() -> None:
    assert not_run("no Chromium", must=False) == Outcome(skipped=1, reason="no Chromium")
    assert not_run("no Chromium", must=True).failed == 1


def test_last_line_adds_up() -> None:
    total = Outcome(1, 2, 3) + Outcome(10, 20, 30)
    assert str(total) == "11 passed, 22 failed, 33 skipped"


def test_parts_have_different_names() -> None:
    assert len({part.name for part in GATE + OTHERS}) == len(GATE + OTHERS)
