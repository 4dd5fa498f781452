"""docs/figures.md: what the long trials measured, with commit and machine.

A test records a figure with pytest's `record_property("first page, cold cache", "41.3 s")`.
"""

import os
import platform
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from tests.project.tree import ROOT

FIGURES = ROOT / "docs" / "figures.md"


def write_figures(*reports: Path) -> None:
    """One table from what several runs reported; a run that broke off without a report adds nothing."""
    written = [report for report in reports if report.exists()]
    if not written:
        return
    rows = [
        f"| {case.get('classname', '').removeprefix('tests.')} | {found.get('name')} | {found.get('value')} |"
        for report in written
        for case in ElementTree.parse(report).getroot().iter("testcase")
        for found in case.iter("property")
    ]
    head = ["# Figures", "", f"Made by `./check deep` at commit {commit()} on {machine()}.", ""]
    FIGURES.write_text("\n".join([*head, "| trial | figure | value |", "|---|---|---|", *sorted(rows), ""]))


def commit() -> str:
    asked = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True).stdout.strip() or "unknown"


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}"
    )
