"""Try out learning on decisions of invented people; only where every firm is invented too."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matching import learning, simulation
from matching.engine.accept import FEATURES, PRIOR
from matching.enums import DecisionOrigin
from matching.models import WeightsVersion

MEASURES = ("log_loss", "brier", "ece")


class Command(BaseCommand):
    help = "Write simulated decisions of a demonstration, marked as such; --refit learns from them here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--count", type=int, default=2000, help="how many, 2000 if not said")
        parser.add_argument("--seed", type=int, default=1, help="of the dice")
        parser.add_argument(
            "--refit", action="store_true", help="learn from all of them and print the figures"
        )

    def handle(self, *args: object, **options: Any) -> None:
        if options["count"] < 1:
            raise CommandError("--count is at least 1.")
        try:
            total = simulation.simulate(options["count"], options["seed"])
        except simulation.NotADemonstration:
            raise CommandError(
                "Simulated decisions are written only with DEMONSTRATION=true and where every published "
                "company is one of the demonstration."
            ) from None
        self.stdout.write(f"{total} simulated decisions; no version that may go live reads them.")
        if options["refit"] and total:
            refit = learning.ask(by=None, origin=DecisionOrigin.SIMULATED)
            learning.run(refit.pk)
            self.show(WeightsVersion.objects.get(refit=refit))

    def show(self, version: WeightsVersion) -> None:
        """Recovery of each coefficient in logits and in posterior deviations, then the held-out measures."""
        learnt, truth = version.coefficients, simulation.TRUTH
        rows = [("base", PRIOR.base, truth.base, learnt["base"])] + [
            (name, PRIOR.coefficients[name], truth.coefficients[name], learnt["coefficients"][name])
            for name in FEATURES
        ]
        self.stdout.write(f"{version.version}: {version.verdict}, {version.decisions} decisions learnt")
        self.stdout.write(f"{'coefficient':<18}{'prior':>8}{'truth':>8}{'learnt':>8}{'error/sd':>10}")
        for name, prior, true, found in rows:
            error = (found - true) / version.deviations[name]
            self.stdout.write(f"{name:<18}{prior:>8.2f}{true:>8.2f}{found:>8.2f}{error:>10.2f}")
        mean = sum(abs(found - true) for _name, _prior, true, found in rows) / len(rows)
        was = sum(abs(prior - true) for _name, prior, true, _found in rows) / len(rows)
        self.stdout.write(f"mean error {mean:.3f} logits (prior {was:.3f})")
        before, after = version.report["before"], version.report["after"]
        self.stdout.write(f"held out: {after['count']} decisions")
        for name in MEASURES:
            self.stdout.write(f"  {name:<9} {before[name]:.4f} -> {after[name]:.4f}")
