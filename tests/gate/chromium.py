"""Chromium and fonts for Thai and Japanese: from PATH, else apt as root."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk", "fonts-thai-tlwg")


def find_chromium() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def missing() -> str:
    """Empty when browser tests can run, else the reason why not."""
    if is_complete():
        return ""
    if os.getuid() == 0 and shutil.which("apt-get"):
        install()
    if is_complete():
        return ""
    return f"Chromium or its fonts are missing: install {', '.join(PACKAGES)}"


def is_complete() -> bool:
    return find_chromium() is not None and has_fonts("th") and has_fonts("ja")


def has_fonts(language: str) -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", f":lang={language}", "family"], capture_output=True, text=True)
    return bool(listed.stdout.strip())


def install() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", *command], env=environment, stdout=subprocess.DEVNULL)
