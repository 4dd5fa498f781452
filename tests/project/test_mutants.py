"""Mutants are single faults that leave the file as it was, and too many survivors fail the part."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.gate.figures import write_figures
from tests.gate.mutants import mutants_of
from tests.gate.mutation import REPORT_ROOT, TESTS, forgotten, record
from tests.gate.outcome import Outcome, of_pytest

SOURCE = '''
STEP: float = 0.5


def climb(height: int, most: int = 3) -> int:
    """Up to `most`."""
    if not height or height < 0:
        return 0
    height += 2
    return min(height * 10_000, most)
'''
CHANGES = {
    "hill: STEP: float = 0.5 -> STEP: float = 0.55",
    "hill: STEP: float = 0.5 -> STEP: float = 0.45",
    "hill.climb: height: int, most: int=3 -> height: int, most: int=4",
    "hill.climb: height: int, most: int=3 -> height: int, most: int=2",
    "hill.climb: if not height or height < 0: -> if not (not height or height < 0):",
    "hill.climb: not height or height < 0 -> not height and height < 0",
    "hill.climb: not height -> height",
    "hill.climb: height < 0 -> height <= 0",
    "hill.climb: height < 0 -> height >= 0",
    "hill.climb: height < 0 -> height < 1",
    "hill.climb: height < 0 -> height < -1",
    "hill.climb: return 0 -> return 1",
    "hill.climb: return 0 -> return -1",
    "hill.climb: return 0 -> return None",
    "hill.climb: height += 2 -> height -= 2",
    "hill.climb: height += 2 -> pass",
    "hill.climb: height += 2 -> height += 3",
    "hill.climb: height += 2 -> height += 1",
    "hill.climb: return min(height * 10000, most) -> return None",
    "hill.climb: min(height * 10000, most) -> height * 10000",
    "hill.climb: min(height * 10000, most) -> max(height * 10000, most)",
    "hill.climb: height * 10000 -> height / 10000",
    "hill.climb: height * 10000 -> height * 11000",
    "hill.climb: height * 10000 -> height * 9000",
}


@pytest.fixture
def hill(tmp_path: Path) -> Path:
    path = tmp_path / "hill.py"
    path.write_text(SOURCE)
    return path


def result_of(code: object, height: int) -> object:
    names: dict = {}
    exec(code, names)  # type: ignore[call-overload]
    return names["climb"](height)


def test_every_kind_of_slip_is_made_once_where_it_can_be(hill: Path) -> None:
    assert {mutant.name for mutant in mutants_of(hill)} == CHANGES


def test_each_mutant_has_its_own_fault_and_no_other(hill: Path) -> None:
    found = {mutant.name: mutant for mutant in mutants_of(hill)}
    assert result_of(found["hill.climb: height: int, most: int=3 -> height: int, most: int=4"].code, 1) == 4
    assert result_of(found["hill.climb: height: int, most: int=3 -> height: int, most: int=2"].code, 1) == 2
    assert result_of(found["hill.climb: min(height * 10000, most) -> height * 10000"].code, 1) == 30_000
    assert result_of(found["hill.climb: height += 2 -> height -= 2"].code, 1) == -10_000
    assert found["hill.climb: height += 2 -> pass"].line == 9


def test_every_row_of_the_table_names_a_mutant() -> None:
    assert forgotten(list(TESTS)) == []


def test_a_module_with_less_than_nine_tenths_killed_fails_and_its_figure_is_kept(
    tmp_path, monkeypatch
) -> None:
    whole = ElementTree.fromstring(REPORT_ROOT)
    record(whole, "assign", 90, 100)
    record(whole, "fit", 89, 100)
    report = tmp_path / "mutation.xml"
    ElementTree.ElementTree(whole).write(report)
    assert of_pytest(1, report) == Outcome(passed=1, failed=1)
    monkeypatch.setattr("tests.gate.figures.FIGURES", tmp_path / "figures.md")
    write_figures(tmp_path / "none.xml", report)
    assert (
        "| gate.mutation | fit.py: mutants killed | 89 of 100 (89.0%) |"
        in (tmp_path / "figures.md").read_text()
    )
