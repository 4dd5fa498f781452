import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from companies.models import Company
from config.env import BASE_DIR
from matching.evaluation.files import BadFile
from matching.evaluation.search import (
    MEASURES,
    evaluate_search,
    read_queries,
    read_what_the_worker_has_not,
)
from matching.evaluation.tables import as_text

QUERIES = BASE_DIR / "tests" / "companies" / "labelled" / "queries.tsv"


class Command(BaseCommand):
    help = "Measure how well search answers labelled queries over the demonstration's companies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--queries", type=Path, default=QUERIES, help="tab-separated; see the one shipped"
        )
        parser.add_argument("--json", action="store_true", help="print figures as JSON")

    def handle(self, *args: object, **options: object) -> None:
        if not Company.objects.published().filter(is_demonstration=True).exists():
            raise CommandError(
                "The demonstration is not loaded: run load_reference and load_demonstration first."
            )
        try:
            queries = read_queries(Path(str(options["queries"])))
        except BadFile as error:
            raise CommandError(str(error)) from error
        read_what_the_worker_has_not()
        figures = evaluate_search(queries)
        text = "\n".join(as_text(figures, MEASURES, "queries"))
        self.stdout.write(json.dumps(figures, indent=1) if options["json"] else text)
