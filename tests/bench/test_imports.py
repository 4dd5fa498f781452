"""The import of companies at full size: the bench itself fails when a fault is missed or time runs out."""

import subprocess
import sys

import pytest

from tests.project.tree import ROOT


@pytest.mark.deep
def test_35_000_rows_are_checked_and_imported_in_under_three_minutes():
    done = subprocess.run(
        [sys.executable, "bench/imports.py", "35000"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
