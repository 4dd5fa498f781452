import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from matching.engine.embed import default_embedder
from matching.engine.tags import Taxonomy
from matching.engine.types import Company
from matching.evaluation.files import (
    DEMONSTRATION,
    BadFile,
    Qrels,
    read_companies,
    read_gold,
    read_qrels,
    read_taxonomy,
)
from matching.evaluation.report import MEASURES, evaluate, scored_pairs
from matching.evaluation.scorers import SCORERS, Bench, make_bench
from matching.evaluation.tables import as_text


class Command(BaseCommand):
    help = "Measure how well needs find their partners, beside simpler ways. Needs no running server."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--companies", type=Path, help="JSONL; the demonstration without it")
        parser.add_argument("--qrels", type=Path, help="tab-separated: need_id, offer_company_id, grade")
        parser.add_argument("--run", type=Path, help="write need_id, offer_company_id, score of all pairs")
        parser.add_argument("--json", action="store_true", help="print figures as JSON")

    def handle(self, *args: object, **options: object) -> None:
        try:
            companies, qrels = self.read(options)
        except BadFile as error:
            raise CommandError(str(error)) from error
        is_named = bool(options["companies"])
        benches = self.benches(companies, named=is_named)
        # In the demonstration a need without a labelled pair is unjudged, not alone.
        figures = {
            name: {
                scorer: evaluate(bench, score, qrels, all_judged=is_named)
                for scorer, score in SCORERS.items()
            }
            for name, bench in benches.items()
        }
        if options["run"]:
            self.write_run(Path(str(options["run"])), next(iter(benches.values())))
        tables = [["", name, *as_text(rows, MEASURES, "needs")] for name, rows in figures.items()]
        text = "\n".join(line for table in tables for line in table)
        self.stdout.write(json.dumps(figures, indent=1) if options["json"] else text)

    def read(self, options: dict[str, object]) -> tuple[list[Company], Qrels]:
        companies, qrels = options["companies"], options["qrels"]
        if bool(companies) != bool(qrels):
            raise BadFile("--companies and --qrels go together")
        if isinstance(companies, Path) and isinstance(qrels, Path):
            return judged(companies, read_companies(companies), qrels, read_qrels(qrels))
        return read_companies(DEMONSTRATION), read_gold()

    def benches(self, companies: list[Company], *, named: bool) -> dict[str, Bench]:
        """A file as it is given; the demonstration first without its tags, then with them."""
        taxonomy, embedder = Taxonomy(read_taxonomy()), default_embedder()
        if named:
            return {"as given": make_bench(companies, taxonomy, embedder, given=True)}
        return {
            "without given tags": make_bench(companies, taxonomy, embedder, given=False),
            "with given tags": make_bench(companies, taxonomy, embedder, given=True),
        }

    def write_run(self, path: Path, bench: Bench) -> None:
        rows = (f"{need}\t{firm}\t{score}\n" for need, firm, score in scored_pairs(bench, SCORERS["otagai"]))
        try:
            with path.open("w", encoding="utf-8") as file:
                file.write("need_id\toffer_company_id\tscore\n")
                file.writelines(rows)
        except OSError as error:
            raise CommandError(f"{path}: cannot be written ({error.strerror})") from error


def judged(companies: Path, firms: list[Company], path: Path, qrels: Qrels) -> tuple[list[Company], Qrels]:
    """Both, where at least one graded need is one of these firms'."""
    if not any(need.id in qrels for firm in firms for need in firm.needs):
        raise BadFile(f"{path}: no need of {companies} is graded here")
    return firms, qrels
