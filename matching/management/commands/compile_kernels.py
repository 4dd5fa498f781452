import numpy as np
from django.core.management.base import BaseCommand

from matching.engine.accept import PRIOR
from matching.engine.allpairs import best_pairs
from matching.engine.center import neighbourhoods_of_many
from matching.engine.market import COUNTRIES, SIDES, build_market
from matching.engine.tags import Taxonomy
from matching.engine.types import Company, Country, Side, Statement
from matching.evaluation.files import read_taxonomy

DIMENSIONS = 8


class Command(BaseCommand):
    help = "Compile what scores pairs, and keep it for every process: else the first score waits for it."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        companies = [one_of(country) for country in COUNTRIES]
        vectors = {said.id: np.ones(DIMENSIONS, np.float32) for firm in companies for said in firm.statements}
        neighbourhoods_of_many(*np.ones((2, 1, DIMENSIONS), np.float32))
        best_pairs(build_market(companies, vectors, {}, Taxonomy(read_taxonomy())), PRIOR)


def one_of(country: Country) -> Company:
    return Company(country, country, tuple(said_by(country, side) for side in SIDES))


def said_by(country: Country, side: Side) -> Statement:
    return Statement(f"{side}:{country}", country, side, "en", "turning")
