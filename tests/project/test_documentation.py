"""Docs name every command, setting and signal there is."""

import re

from outbox.registry import SCHEDULES
from tests.project.tree import APPS, ROOT

READERS = re.compile(r'(?:read_\w+|db_url|environment\.\w+)\(\s*"([A-Z_]+)"')


def docs() -> str:
    return "\n".join(path.read_text() for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def test_every_command_is_documented():
    commands = {
        path.stem
        for app in APPS
        for path in (ROOT / app).glob("management/commands/*.py")
        if path.stem != "__init__"
    }
    text = docs()

    assert sorted(name for name in commands if name not in text) == []


def test_every_environment_variable_is_documented():
    source = "\n".join(path.read_text() for path in (ROOT / "config").glob("*.py"))
    text = (ROOT / "docs" / "operations.md").read_text()

    assert sorted(name for name in set(READERS.findall(source)) if f"`{name}`" not in text) == []


def test_every_moment_of_the_clock_is_documented():
    text = (ROOT / "docs" / "operations.md").read_text()

    assert sorted(schedule.kind for schedule in SCHEDULES if f"`{schedule.kind}`" not in text) == []


def test_every_dependency_has_its_reason():
    text = (ROOT / "docs" / "dependencies.md").read_text().lower()
    names = re.findall(r"^([A-Za-z][\w-]*)", (ROOT / "requirements.in").read_text(), re.MULTILINE)

    assert sorted(name for name in names if name.lower() not in text) == []


def test_the_readme_stays_short():
    assert (ROOT / "README.md").read_text().count("\n") < 150
