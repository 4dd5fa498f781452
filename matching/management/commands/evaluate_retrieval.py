import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from matching.engine.embed import default_embedder
from matching.evaluation.files import BadFile
from matching.evaluation.retrieval import MEASURES, SIMILARITIES, evaluate_pairs, read_pairs
from matching.evaluation.tables import as_text


class Command(BaseCommand):
    help = "Measure how well a phrase finds its counterpart in another language. Needs no running server."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--pairs", type=Path, required=True, help="tab-separated: query_lang, query, target_lang, target"
        )
        parser.add_argument("--json", action="store_true", help="print figures as JSON")

    def handle(self, *args: object, **options: object) -> None:
        try:
            pairs = read_pairs(Path(str(options["pairs"])))
        except BadFile as error:
            raise CommandError(str(error)) from error
        embedder = default_embedder()
        figures = {
            name: evaluate_pairs(pairs, similarity, embedder) for name, similarity in SIMILARITIES.items()
        }
        text = "\n".join(as_text(figures, MEASURES, "queries"))
        self.stdout.write(json.dumps(figures, indent=1) if options["json"] else text)
