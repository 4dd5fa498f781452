from typing import Any

from django.core.management.base import BaseCommand, CommandError

from companies.imports.registry import DEMONSTRATION, run_loaders
from companies.imports.tables import BadReference


class Command(BaseCommand):
    help = "Add the fictional companies and people that are missing, in one transaction."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        try:
            run_loaders(DEMONSTRATION, self.stdout.write if verbosity else lambda line: None)
        except BadReference as fault:
            raise CommandError(f"Nothing was loaded. {fault}.") from fault
