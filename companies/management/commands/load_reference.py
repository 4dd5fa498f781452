from typing import Any

from django.core.management.base import BaseCommand, CommandError

from companies.imports.registry import REFERENCE, run_loaders
from companies.imports.tables import BadReference


class Command(BaseCommand):
    help = "Add what is missing from the reference tables, in one transaction; edits by staff stay."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        try:
            run_loaders(REFERENCE, self.stdout.write if verbosity else lambda line: None)
        except BadReference as fault:
            raise CommandError(f"Nothing was loaded. {fault}.") from fault
