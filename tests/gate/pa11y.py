"""pa11y: from the npm registry into var/, in the machine's Chromium, with HTML CodeSniffer beside axe."""

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.gate.chromium import find_chromium
from tests.gate.node import Package

PACKAGE = Package("pa11y", "9.1.1", oldest_node=20)
SCRIPT = Path(__file__).with_name("pa11y.mjs")


@dataclass(frozen=True)
class Visit:
    """One page at one width, with the cookies (name -> value) of who looks."""

    address: str
    cookies: dict[str, str]
    width: int


def missing() -> str:
    """Empty when pa11y can run, else the reason why not."""
    return PACKAGE.missing() or ("" if find_chromium() else "Chromium is missing")


def faults_at(visits: Iterable[Visit]) -> list[str]:
    """One line for each error: address, width, rule, place."""
    environment = {**os.environ, "CHROME_PATH": find_chromium() or "", "PACKAGE": str(PACKAGE.home)}
    asked = json.dumps([asdict(visit) for visit in visits])
    told = subprocess.run(
        ["node", str(SCRIPT)], input=asked, env=environment, capture_output=True, text=True, check=True
    )
    return told.stdout.splitlines()
