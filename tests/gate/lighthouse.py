"""Lighthouse: from the npm registry into var/, run by the machine's node in the machine's Chromium."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.gate.chromium import find_chromium
from tests.gate.node import Package

PACKAGE = Package("lighthouse", "12.8.2", oldest_node=18)
PROGRAM = PACKAGE.home / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LOST = "run Lighthouse again"
STARTS = 3
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


@dataclass(frozen=True)
class Figures:
    """Scores out of 100; `shift` is the cumulative layout shift, 0 for a page on which nothing moves."""

    performance: int
    accessibility: int
    best_practices: int
    seo: int
    shift: float

    def __str__(self) -> str:
        return (
            f"performance {self.performance}, accessibility {self.accessibility}, "
            f"best practices {self.best_practices}, SEO {self.seo}, CLS {self.shift:.3f}"
        )


def missing() -> str:
    """Empty when Lighthouse can run, else the reason why not."""
    return PACKAGE.missing() or ("" if find_chromium() else "Chromium is missing")


def measure(address: str, report: Path) -> Figures:
    """One page as a phone on a slow line sees it; the whole report is kept in `report`."""
    command = ["node", str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"]
    run_again_if_lost(command, {**os.environ, "CHROME_PATH": find_chromium() or ""})
    found = json.loads(report.read_text(encoding="utf-8"))
    scores = [round(found["categories"][name]["score"] * 100) for name in CATEGORIES]
    return Figures(*scores, shift=found["audits"]["cumulative-layout-shift"]["numericValue"])


def run_again_if_lost(command: list[str], environment: dict[str, str]) -> None:
    """Now and then it loses the trace of a page and asks itself to be run again."""
    for left in range(STARTS - 1, -1, -1):
        done = subprocess.run(command, cwd=PACKAGE.folder, env=environment, stderr=subprocess.PIPE, text=True)
        if done.returncode == 0:
            return
        if LOST not in done.stderr or not left:
            raise RuntimeError(done.stderr)
