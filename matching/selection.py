"""Which scored pairs of a run become proposals, corridor by corridor."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from companies.models import Block, Company, Need
from config.lifecycle import MoveNotAllowed
from matching import evidence, exposure, lifecycle, market
from matching.corridors import CorridorMap
from matching.engine.assign import CROWDING, NEW_FIRM_BONUS, SMALL_FIRM_BONUS, Limits, assign
from matching.engine.explain import explain
from matching.engine.pairs import TOP, keep_top
from matching.engine.types import Evidence, ScoredPair
from matching.enums import ExposureBy, MatchOrigin
from matching.models import Corridor, Match, Run

Pair = tuple[int, int]
CHOOSE_LOCK = 0x6F746732
# The bands of up to 49 people.
SMALL_BELOW = 50
FAIRNESS = ("firms", "reached", "coverage", "gini", "max_load")


@dataclass(frozen=True)
class Lane:
    """One corridor's terms in one run, as the run stores them."""

    corridor: int
    budget: int
    company_cap: int
    minimum_probability: float
    cool_off_days: int
    crowding: float = CROWDING
    new_firm_bonus: float = NEW_FIRM_BONUS
    small_firm_bonus: float = SMALL_FIRM_BONUS

    @property
    def limits(self) -> Limits:
        return Limits(self.budget, self.company_cap, self.minimum_probability, self.crowding)


def propose_for(run: Run, lanes: list[Lane]) -> dict[str, object]:
    """Propose in every lane, write the report, and return the counts of the run.

    Runs of other corridors that choose at the same time wait: each counts the live matches of all.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHOOSE_LOCK])
    chooser = Chooser(run)
    made = [pair for lane in lanes for pair in chooser.propose(lane)]
    run.report = exposure.report(run, made)
    return {
        "proposals": len(made),
        "expected_matches": round(sum(pair.p_both for pair in made), 2),
        "fairness": {
            row["country"]: {name: row[name] for name in FAIRNESS}
            for row in run.report
            if row["by"] == ExposureBy.COUNTRY
        },
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
        self.seen_before = proposed_before()

    def propose(self, lane: Lane) -> list[ScoredPair]:
        corridor = Corridor.objects.get(pk=lane.corridor)
        allowed = [pair for pair in self.pairs if self.may_propose(pair, lane)]
        chosen = assign(allowed, lane.limits, live_loads(), self.first_places(lane))
        return [pair for pair in chosen if self.write(pair, corridor)]

    def first_places(self, lane: Lane) -> dict[str, float]:
        """What the first place of a firm never proposed before, or small, is worth beside the chance."""
        return {
            str(pk): lane.new_firm_bonus * (pk not in self.seen_before)
            + lane.small_firm_bonus * (company.employees is not None and company.employees < SMALL_BELOW)
            for pk, company in self.published.items()
        }

    def may_propose(self, pair: ScoredPair, lane: Lane) -> bool:
        thai, japanese = ids(pair)
        if pair.p_both < lane.minimum_probability or not {thai, japanese} <= set(self.published):
            return False
        corridor = self.map.corridor_of(thai, japanese)
        return corridor is not None and corridor.pk == lane.corridor and not self.is_cooling(pair, lane)

    def is_cooling(self, pair: ScoredPair, lane: Lane) -> bool:
        return is_cooling(
            self.last_end.get(ids(pair)),
            lane.cool_off_days,
            lambda: [evidence.key_of(link.need_id) for link in self.explain(pair).links],
        )

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


def is_cooling(ended: datetime.datetime | None, days: int, rests_on: Callable[[], Iterable[int]]) -> bool:
    """Ended a short while ago, and none of the needs it would rest on was opened since."""
    if ended is None or ended < timezone.now() - datetime.timedelta(days=days):
        return False
    return not Need.objects.filter(pk__in=rests_on(), opened_at__gt=ended).exists()


def ids(pair: ScoredPair) -> Pair:
    return int(pair.thai_id), int(pair.japanese_id)


def kept_apart() -> set[Pair]:
    """Pairs with a live match, barred until staff lift the bar, or blocked by one of the two."""
    live = Match.objects.live().values_list("thai_id", "japanese_id")
    barred = Match.objects.barring().values_list("thai_id", "japanese_id")
    return set(live) | set(barred) | Block.objects.kept_apart()


def proposed_before() -> set[int]:
    """Firms that any match, live or ended, was ever made for."""
    return {firm for pair in Match.objects.values_list("thai_id", "japanese_id") for firm in pair}


def ended_pairs() -> dict[Pair, datetime.datetime]:
    """When the last match of each pair ended."""
    ended = Match.objects.ended().order_by("ended_at")
    rows = ended.values_list("thai_id", "japanese_id", "ended_at")
    return {(thai, japanese): at for thai, japanese, at in rows if at}


def live_loads() -> dict[str, int]:
    """Live matches of each firm, in all corridors."""
    loads: Counter[str] = Counter()
    for side in ("thai_id", "japanese_id"):
        counted = Match.objects.live().order_by().values_list(side).annotate(live=Count("pk"))
        loads.update({str(firm): live for firm, live in counted})
    return loads
