"""Which scored pairs of a run become proposals, corridor by corridor, and which nearly did.

A simulation goes the same way and writes no match; a replay reads what stood around the choice from the
record of the run it repeats.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching import evidence, exposure, market, run_market, scored
from matching.circumstances import Circumstances, Pair, around_now, around_then, ids, lock_choice
from matching.engine.assign import Standing, choose
from matching.engine.displaced import Near, nearly_chosen
from matching.engine.explain import explain
from matching.engine.flow import Arcs, largest
from matching.engine.types import Evidence, ScoredPair
from matching.enums import ExposureBy, Hindrance
from matching.models import Corridor, Run, RunPair
from matching.proposing import Proposal, propose_all
from matching.terms import Lane

FAIRNESS = ("firms", "reached", "coverage", "gini", "max_load")
# Pairs that were nearly chosen, kept for each corridor of a run.
NEARLY = 40


@dataclass(frozen=True)
class Choice:
    lane: Lane
    made: Sequence[ScoredPair]
    nearly: Sequence[Near]


def choose_for(run: Run, lanes: Sequence[Lane], before: Run | None) -> dict[str, object]:
    """Choose in every lane, write what was chosen, nearly chosen and no longer chosen; the run's counts."""
    lock_choice()
    chooser = Chooser(run)
    choices = [chooser.choose(lane) for lane in lanes]
    made = [pair for choice in choices for pair in choice.made]
    with run.timed("comparing"):
        write_outcomes(run, chooser, choices, before)
    if not run.is_replay:
        with run.timed("reporting"):
            run.report = exposure.report(run, made)
            run.record.around = {**chooser.kept, "cooling": sorted(chooser.around.cooling)}
            run.record.save(update_fields=["around"])
    return {
        "proposals": len(made),
        "expected_matches": round(sum(pair.p_both for pair in made), 2),
        "fairness": {
            row["country"]: {name: row[name] for name in FAIRNESS}
            for row in run.report
            if row["by"] == ExposureBy.COUNTRY
        },
    }


class Proposer:
    """Turns pairs of a run into matches, each with the evidence of the run's own statements."""

    def __init__(self, run: Run) -> None:
        self.run = run
        with run.timed("loading"):
            self.market = run_market.of_run(run)
        self.weights = market.weights_of(run.weights_version)

    def explain(self, pair: ScoredPair) -> Evidence:
        return explain(self.market, pair, self.weights)

    def rests_on(self, pair: ScoredPair) -> list[int]:
        """The needs a pair would rest on; none when the words of a firm were erased."""
        if not self.is_in_market(pair):
            return []
        return [evidence.key_of(link.need_id) for link in self.explain(pair).links]

    def is_in_market(self, pair: ScoredPair) -> bool:
        return pair.thai_id in self.market.index("TH") and pair.japanese_id in self.market.index("JP")

    def propose(self, pairs: Sequence[ScoredPair], corridor: Corridor) -> list[ScoredPair]:
        """Those that became matches: all but what somebody proposed, or kept apart, in the meantime."""
        with self.run.timed("evidence"):
            found = [self.proposal(pair) for pair in pairs]
        with self.run.timed("writing"):
            return [each.pair for each in propose_all(found, corridor=corridor, run=self.run)]

    def proposal(self, pair: ScoredPair) -> Proposal:
        found = self.explain(pair)
        rows = [row for firm in ids(pair) for row in self.statements[firm]]
        links = [
            (evidence.key_of(link.need_id), evidence.key_of(link.offer_id), link.fit_need_to_offer)
            for link in found.links
        ]
        return Proposal(pair, evidence.stored(found, rows), links)

    @cached_property
    def statements(self) -> dict[int, list[market.StatementRow]]:
        """Firm -> its rows in the run."""
        rows: dict[int, list[market.StatementRow]] = defaultdict(list)
        for row in self.run.statements:
            rows[row[1]].append(row)
        return rows


class Chooser(Proposer):
    """The scored pairs of a run, and what stands around them."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        with run.timed("collecting"):
            self.scored = scored.best_of(run)
            self.around: Circumstances = self.circumstances()
            # Before anything is taken: what a replay starts from.
            self.kept = self.around.as_json()

    def circumstances(self) -> Circumstances:
        if original := self.run.replay_of:
            return around_then(original.record.around)
        return around_now({firm for firms in self.scored.firms for firm in firms.tolist()})

    def choose(self, lane: Lane) -> Choice:
        with self.run.timed("choosing"):
            chosen, nearly = self.choice(lane)
        made: Sequence[ScoredPair] = chosen
        if not self.run.is_simulation:
            made = self.propose(chosen, Corridor.objects.get(pk=lane.corridor))
        for pair in made:
            self.around.take(pair)
        return Choice(lane, made, nearly)

    def choice(self, lane: Lane) -> tuple[list[ScoredPair], list[Near]]:
        allowed = np.flatnonzero(self.around.hindrances(self.scored, lane, self.rests_on) == 0)
        arcs = Arcs(self.scored.thai[allowed], self.scored.japanese[allowed], self.scored.worth[allowed])
        bonus = self.around.first_places(lane)
        ours, theirs = (standing(firms.tolist(), self.around.loads, bonus) for firms in self.scored.firms)
        taken = choose(arcs, ours, theirs, lane.limits)
        chosen = self.scored.pairs(allowed[taken])
        left = np.delete(allowed, taken)
        left = left[largest(self.scored.worth[left], NEARLY)]
        near = nearly_chosen(self.scored.pairs(left), chosen, lane.limits, self.around.loads, bonus, NEARLY)
        return chosen, near

    def hindrance(self, pair: ScoredPair, lane: Lane) -> Hindrance | None:
        return self.around.hindrance(pair, lane, self.rests_on)


def standing(firms: Sequence[int], loads: Mapping[str, int], bonus: Mapping[str, float]) -> Standing:
    names = [str(firm) for firm in firms]
    return Standing(
        np.array([loads.get(name, 0) for name in names], np.int64),
        np.array([bonus.get(name, 0.0) for name in names], np.float64),
    )


def write_outcomes(run: Run, chooser: Chooser, choices: Sequence[Choice], before: Run | None) -> None:
    rows: dict[Pair, RunPair] = {}
    for choice in choices:
        for place, made in enumerate(choice.made, start=1):
            rows[ids(made)] = row_of(run, choice.lane, made, place=place)
    for choice in choices:
        for near in choice.nearly:
            better = [list(ids(pair)) for pair in near.better]
            row = row_of(run, choice.lane, near.pair, hindrance=Hindrance(near.obstacle), better=better)
            rows.setdefault(ids(near.pair), row)
    lanes = {choice.lane.corridor: choice.lane for choice in choices}
    lost = gone_since(before, lanes, rows)
    places = chooser.scored.places_of(gone.firms for gone in lost)
    for gone in lost:
        pair = chooser.scored.pair(places[gone.firms]) if gone.firms in places else None
        lane = lanes[gone.corridor_id]
        rows[gone.firms] = row_of(run, lane, pair or scored.of_outcome(gone))
        rows[gone.firms].hindrance = why_gone(chooser, pair, lane)
    RunPair.objects.bulk_create(rows.values(), batch_size=1000)


def gone_since(before: Run | None, lanes: Iterable[int], rows: Iterable[Pair]) -> list[RunPair]:
    """Pairs of the run before, in the same corridors, of which this one says nothing yet."""
    if before is None:
        return []
    known = set(rows)
    chosen = before.outcomes.chosen().filter(corridor__in=list(lanes))
    return [row for row in chosen if row.firms not in known]


def why_gone(chooser: Chooser, pair: ScoredPair | None, lane: Lane) -> Hindrance:
    """A pair that is allowed and yet not among the nearly chosen has too many better ones before it."""
    if pair is None:
        return Hindrance.UNSCORED
    return chooser.hindrance(pair, lane) or Hindrance.BUDGET


def row_of(run: Run, lane: Lane, pair: ScoredPair, **outcome: object) -> RunPair:
    thai, japanese = ids(pair)
    return RunPair(
        run=run,
        corridor_id=lane.corridor,
        thai_id=thai,
        japanese_id=japanese,
        fit_thai_need=pair.fit_thai_need,
        fit_japanese_need=pair.fit_japanese_need,
        p_thai_accepts=pair.p_thai_accepts,
        p_japanese_accepts=pair.p_japanese_accepts,
        p_both=pair.p_both,
        **outcome,
    )
