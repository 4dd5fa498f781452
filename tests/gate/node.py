"""Programs from the npm registry: fetched into var/ in the version named here, run by the machine's node."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.project.tree import ROOT


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    oldest_node: int

    @property
    def folder(self) -> Path:
        return ROOT / "var" / self.name

    @property
    def home(self) -> Path:
        return self.folder / "node_modules" / self.name

    @property
    def is_installed(self) -> bool:
        told = self.home / "package.json"
        return told.exists() and json.loads(told.read_text())["version"] == self.version

    def missing(self) -> str:
        """Empty when it can run, else the reason why not."""
        if not shutil.which("node") or not shutil.which("npm"):
            return "node and npm are missing"
        told = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
        if not told.startswith("v") or int(told[1:].partition(".")[0]) < self.oldest_node:
            return f"{self.name} needs node {self.oldest_node} or newer"
        is_there = self.is_installed or self.install()
        return "" if is_there else f"{self.name} could not be fetched from the npm registry"

    def install(self) -> bool:
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        self.folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", f"--prefix={self.folder}", *quiet, f"{self.name}@{self.version}"]
        return subprocess.run(command, cwd=self.folder).returncode == 0
