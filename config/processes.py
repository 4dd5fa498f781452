"""The processes of an installation, and how each is started; docker-compose.yml runs the same ones."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Process:
    name: str
    command: tuple[str, ...]


def process_table(bind: str) -> tuple[Process, ...]:
    return (
        Process("web", web_command(bind)),
        Process("worker", ("celery", "-A", "config", "worker", "--concurrency", "2", "--loglevel", "INFO")),
        Process("relay", ("python", "manage.py", "relay")),
    )


def web_command(bind: str) -> tuple[str, ...]:
    # The control socket has one name for all installations of a user.
    threads = ("--workers", "4", "--threads", "2", "--timeout", "60", "--graceful-timeout", "10")
    return ("gunicorn", "config.wsgi", "--bind", bind, *threads, "--preload", "--no-control-socket")


def resolved(command: tuple[str, ...]) -> list[str]:
    """With this environment's Python, whatever is on PATH; as modules, so that .venv may be moved."""
    program, *arguments = command
    return (
        [sys.executable, *arguments] if program == "python" else [sys.executable, "-m", program, *arguments]
    )
