import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from config.bootstrap import ROOT, step

Step = tuple[str, str, dict[str, Any]]
STEPS: tuple[Step, ...] = (
    ("Database tables", "migrate", {"verbosity": 0}),
    ("Translations", "compile_translations", {"verbosity": 0}),
    ("Stylesheets and scripts", "collectstatic", {"verbosity": 0, "interactive": False, "clear": True}),
    ("Reference data", "load_reference", {"verbosity": 0}),
)
DEMONSTRATION_STEPS: tuple[Step, ...] = (
    ("Demonstration data", "load_demonstration", {"verbosity": 0}),
    ("Two years of a desk", "load_history", {"verbosity": 0}),
    ("Matching run", "run_matching", {"verbosity": 0, "unless_within": 7, "inline": True}),
)


@contextmanager
def compiling() -> Iterator[None]:
    """The kernels of the engine need no database: on a second core they are compiled meanwhile."""
    compiler = subprocess.Popen([sys.executable, "manage.py", "compile_kernels"], cwd=ROOT)
    try:
        yield
        with step("Kernels of the engine"):
            if compiler.wait():
                raise CommandError("The kernels could not be compiled; see above.")
    finally:
        compiler.kill()


class Command(BaseCommand):
    help = "Bring database, translations, kernels and data up to date; ./start runs it each time."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demonstration", action="store_true", help="load the fictional companies too")

    def handle(self, *args: object, demonstration: bool, **options: object) -> None:
        # WhiteNoise warns at every start of a folder that is not there.
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        with compiling():
            self.take(STEPS)
        if demonstration:
            self.take(DEMONSTRATION_STEPS)

    def take(self, steps: Iterable[Step]) -> None:
        for name, command, arguments in steps:
            with step(name):
                self.run(command, arguments)

    def run(self, command: str, arguments: dict[str, Any]) -> None:
        try:
            call_command(command, stdout=StringIO(), **arguments)
        except OperationalError as fault:
            raise CommandError(f"The database does not answer as it should: {fault}") from fault
