"""Which scored pairs of a run become proposals, corridor by corridor."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from companies.enums import Country
from companies.models import Block, Company, Need
from config.lifecycle import MoveNotAllowed
from matching import evidence, lifecycle, market
from matching.corridors import CorridorMap
from matching.engine.assign import Limits, assign
from matching.engine.explain import explain
from matching.engine.metrics import gini
from matching.engine.pairs import TOP, keep_top
from matching.engine.types import Evidence, ScoredPair
from matching.enums import MatchOrigin
from matching.models import Corridor, Match, Run

Pair = tuple[int, int]


@dataclass(frozen=True)
class Lane:
    """One corridor's terms in one run, as the run stores them."""

    corridor: int
    budget: int
    company_cap: int
    minimum_probability: float
    cool_off_days: int


def propose_for(run: Run, lanes: list[Lane]) -> dict[str, object]:
    """Propose in every lane, and return the counts of the run."""
    chooser = Chooser(run)
    made = [pair for lane in lanes for pair in chooser.propose(lane)]
    return {
        "proposals": len(made),
        "expected_matches": round(sum(pair.p_both for pair in made), 2),
        "fairness": {
            Country.THAILAND.value: fairness([pair.thai_id for pair in made], run.counts["thai"]),
            Country.JAPAN.value: fairness([pair.japanese_id for pair in made], run.counts["japanese"]),
        },
    }


def fairness(proposed: list[str], firms: int) -> dict[str, float]:
    """How many firms of one country were reached, and how evenly."""
    loads = Counter(proposed)
    return {
        "reached": len(loads),
        "coverage": round(len(loads) / firms, 4) if firms else 0.0,
        "gini": round(gini([*loads.values(), *[0] * (firms - len(loads))]), 4),
        "max_load": max(loads.values(), default=0),
    }


class Chooser:
    """The pairs of a run that may be proposed now, and what their firms already have."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.market = market.of_run(run)
        self.weights = market.weights_of(run.weights_version)
        scored = [market.scored_pair(row) for row in run.pairs.all()]
        apart = kept_apart()
        self.pairs = [pair for pair in keep_top(scored, TOP) if ids(pair) not in apart]
        firms = {firm for pair in self.pairs for firm in ids(pair)}
        self.published = Company.objects.published().in_bulk(firms)
        self.map = CorridorMap(firms)
        self.last_end = ended_pairs()

    def propose(self, lane: Lane) -> list[ScoredPair]:
        corridor = Corridor.objects.get(pk=lane.corridor)
        limits = Limits(lane.budget, lane.company_cap, lane.minimum_probability)
        chosen = assign([pair for pair in self.pairs if self.may_propose(pair, lane)], limits, live_loads())
        return [pair for pair in chosen if self.write(pair, corridor)]

    def may_propose(self, pair: ScoredPair, lane: Lane) -> bool:
        thai, japanese = ids(pair)
        if pair.p_both < lane.minimum_probability or not {thai, japanese} <= set(self.published):
            return False
        corridor = self.map.corridor_of(thai, japanese)
        return corridor is not None and corridor.pk == lane.corridor and not self.is_cooling(pair, lane)

    def is_cooling(self, pair: ScoredPair, lane: Lane) -> bool:
        """Ended a short while ago, and nothing it would rest on was opened since."""
        ended = self.last_end.get(ids(pair))
        if ended is None or ended < timezone.now() - datetime.timedelta(days=lane.cool_off_days):
            return False
        needs = [evidence.key_of(link.need_id) for link in self.explain(pair).links]
        return not Need.objects.filter(pk__in=needs, opened_at__gt=ended).exists()

    def explain(self, pair: ScoredPair) -> Evidence:
        return explain(self.market, pair, self.weights)

    def write(self, pair: ScoredPair, corridor: Corridor) -> bool:
        """False where somebody proposed the pair in the meantime."""
        found = self.explain(pair)
        thai, japanese = ids(pair)
        links = [
            (evidence.key_of(link.need_id), evidence.key_of(link.offer_id), link.fit_need_to_offer)
            for link in found.links
        ]
        try:
            lifecycle.propose(
                thai=self.published[thai],
                japanese=self.published[japanese],
                corridor=corridor,
                origin=MatchOrigin.RUN,
                run=self.run,
                p_thai_accepts=pair.p_thai_accepts,
                p_japanese_accepts=pair.p_japanese_accepts,
                p_both=pair.p_both,
                evidence=evidence.stored(found, self.run.statements),
                links=links,
            )
        except MoveNotAllowed:
            return False
        return True


def ids(pair: ScoredPair) -> Pair:
    return int(pair.thai_id), int(pair.japanese_id)


def kept_apart() -> set[Pair]:
    """Pairs with a live match, barred until staff lift the bar, or blocked by one of the two."""
    live = Match.objects.live().values_list("thai_id", "japanese_id")
    barred = Match.objects.barring().values_list("thai_id", "japanese_id")
    return set(live) | set(barred) | Block.objects.kept_apart()


def ended_pairs() -> dict[Pair, datetime.datetime]:
    """When the last match of each pair ended."""
    ended = Match.objects.filter(ended_at__isnull=False).order_by("ended_at")
    rows = ended.values_list("thai_id", "japanese_id", "ended_at")
    return {(thai, japanese): at for thai, japanese, at in rows if at}


def live_loads() -> dict[str, int]:
    """Live matches of each firm, in all corridors."""
    loads: Counter[str] = Counter()
    for side in ("thai_id", "japanese_id"):
        counted = Match.objects.live().order_by().values_list(side).annotate(live=Count("pk"))
        loads.update({str(firm): live for firm, live in counted})
    return loads
