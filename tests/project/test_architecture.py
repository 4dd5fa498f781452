"""Facts about the tree that no linter holds."""

import re

import pytest

from tests.project.tree import APPS, ROOT, python_files, relative, templates

MOST_LINES = 400
DRAWERS = {"utils.py", "helpers.py", "common.py", "services.py", "misc.py", "core.py"}
BROKER_CALL = re.compile(r"\.(delay|apply_async|send_task)\(")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"|javascript:", re.IGNORECASE
)
UNSAFE = re.compile(r"\|\s*safe\b|mark_safe\(|autoescape off")
REWRITE = "otagai.allow_event_rewrite"


def test_no_module_is_longer_than_400_lines():
    long = {relative(path): n for path in python_files() if (n := path.read_text().count("\n")) > MOST_LINES}

    assert long == {}


def test_no_module_is_a_drawer():
    assert [relative(path) for path in python_files() if path.name in DRAWERS] == []


def test_only_the_outbox_talks_to_the_broker():
    callers = [relative(path) for path in python_files() if BROKER_CALL.search(path.read_text())]

    assert [path for path in callers if not path.startswith("outbox/")] == []


@pytest.mark.parametrize("pattern", [INLINE, UNSAFE], ids=["inline", "unsafe"])
def test_templates_hold_no_inline_script_style_or_unsafe_text(pattern):
    found = [relative(path) for path in templates() if pattern.search(path.read_text())]

    assert found == []


def test_code_marks_nothing_safe_by_hand():
    """But for the Markdown of our own docs without HTML of its own, and what our templates have rendered."""
    found = [relative(path) for path in python_files() if "mark_safe(" in path.read_text()]

    assert found == ["matching/explanation.py", "matching/views/design.py"]


def test_event_rewriting_is_allowed_nowhere_but_in_the_trigger():
    users = [relative(path) for path in python_files() if REWRITE in path.read_text()]

    assert users == ["config/append_only.py"]


def test_every_app_folder_is_one_the_layout_names():
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}

    assert folders == set(APPS)
