"""Lighthouse: from the npm registry into var/, run by the machine's node in the machine's Chromium."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.gate.chromium import find_chromium
from tests.project.tree import ROOT

VERSION = "12.8.2"
FOLDER = ROOT / "var" / "lighthouse"
PROGRAM = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
OLDEST_NODE = 18
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
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
    if not shutil.which("node") or not shutil.which("npm"):
        return "node and npm are missing"
    told = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    if not told.startswith("v") or int(told[1:].partition(".")[0]) < OLDEST_NODE:
        return f"Lighthouse needs node {OLDEST_NODE} or newer"
    if find_chromium() is None:
        return "Chromium is missing"
    return "" if is_installed() or install() else "Lighthouse could not be fetched from the npm registry"


def is_installed() -> bool:
    told = PROGRAM.parents[1] / "package.json"
    return told.exists() and json.loads(told.read_text())["version"] == VERSION


def install() -> bool:
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", f"--prefix={FOLDER}", *quiet, f"lighthouse@{VERSION}"]
    return subprocess.run(command, cwd=FOLDER).returncode == 0


def measure(address: str, report: Path) -> Figures:
    """One page as a phone on a slow line sees it; the whole report is kept in `report`."""
    command = ["node", str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"]
    environment = {**os.environ, "CHROME_PATH": find_chromium() or ""}
    subprocess.run(command, cwd=FOLDER, env=environment, check=True)
    found = json.loads(report.read_text(encoding="utf-8"))
    scores = [round(found["categories"][name]["score"] * 100) for name in CATEGORIES]
    return Figures(*scores, shift=found["audits"]["cumulative-layout-shift"]["numericValue"])
