"""Which scored pairs of a run become proposals, corridor by corridor, and which nearly did.

A simulation goes the same way and writes no match; a replay reads what stood around the choice from the
record of the run it repeats.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from companies.models import Company
from config.lifecycle import MoveNotAllowed
from matching import evidence, exposure, lifecycle, market
from matching.circumstances import Circumstances, Pair, around_now, around_then, ids, lock_choice
from matching.engine.assign import assign
from matching.engine.displaced import Near, nearly_chosen
from matching.engine.explain import explain
from matching.engine.pairs import TOP, keep_top
from matching.engine.types import Evidence, ScoredPair
from matching.enums import ExposureBy, Hindrance, MatchOrigin
from matching.models import Corridor, Run, RunPair
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
    write_outcomes(run, chooser, choices, before)
    if not run.is_replay:
        run.report = exposure.report(run, made)
        run.record.around = {**chooser.kept, "cooling": sorted(chooser.around.cooling)}
        run.record.save()
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
        self.market = market.of_run(run)
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

    def propose(self, pair: ScoredPair, corridor: Corridor) -> bool:
        """False where somebody proposed the pair in the meantime."""
        found = self.explain(pair)
        firms = Company.objects.in_bulk(ids(pair))
        thai, japanese = ids(pair)
        try:
            lifecycle.propose(
                thai=firms[thai],
                japanese=firms[japanese],
                corridor=corridor,
                origin=MatchOrigin.RUN,
                run=self.run,
                p_thai_accepts=pair.p_thai_accepts,
                p_japanese_accepts=pair.p_japanese_accepts,
                p_both=pair.p_both,
                evidence=evidence.stored(found, self.run.statements),
                links=[
                    (evidence.key_of(link.need_id), evidence.key_of(link.offer_id), link.fit_need_to_offer)
                    for link in found.links
                ],
            )
        except MoveNotAllowed:
            return False
        return True


class Chooser(Proposer):
    """The scored pairs of a run, and what stands around them."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.pairs = keep_top([market.scored_pair(row) for row in run.pairs.all()], TOP)
        original = run.replay_of
        self.around: Circumstances = (
            around_then(original.record.around) if original else around_now(self.pairs)
        )
        # Before anything is taken: what a replay starts from.
        self.kept = self.around.as_json()

    def choose(self, lane: Lane) -> Choice:
        allowed = [pair for pair in self.pairs if self.hindrance(pair, lane) is None]
        terms = lane.limits, dict(self.around.loads), self.around.first_places(lane)
        chosen = assign(allowed, *terms)
        nearly = nearly_chosen(allowed, chosen, *terms, NEARLY)
        corridor = Corridor.objects.get(pk=lane.corridor)
        made = [pair for pair in chosen if self.run.is_simulation or self.propose(pair, corridor)]
        for pair in made:
            self.around.take(pair)
        return Choice(lane, made, nearly)

    def hindrance(self, pair: ScoredPair, lane: Lane) -> Hindrance | None:
        return self.around.hindrance(pair, lane, self.rests_on)


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
    scored = {ids(pair): pair for pair in chooser.pairs}
    for gone in gone_since(before, lanes, rows):
        pair = scored.get(gone.firms)
        lane = lanes[gone.corridor_id]
        rows[gone.firms] = row_of(run, lane, pair or market.scored_pair(gone))
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
