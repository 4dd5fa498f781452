"""Compare ways of choosing proposals, and of ordering the lists that owners browse, in one run.

    python bench/assignment.py            tables
    python bench/assignment.py --json     the same figures as JSON

Markets: the published synthetic one with 300 x 200 firms, and the demonstration scored by the engine.
Acceptance chances of the first are invented and of the second an expert's prior: the figures compare ways,
they promise nothing.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.attention import attention  # noqa: E402
from bench.published_market import Chances, matches_of_lists, places, published_market  # noqa: E402
from matching.engine.accept import PRIOR  # noqa: E402
from matching.engine.assign import SMALL_FIRM_BONUS, Limits, assign  # noqa: E402
from matching.engine.embed import default_embedder  # noqa: E402
from matching.engine.market import Market  # noqa: E402
from matching.engine.metrics import gini  # noqa: E402
from matching.engine.pairs import score_block  # noqa: E402
from matching.engine.tags import Taxonomy  # noqa: E402
from matching.engine.types import ScoredPair, chance_of_both  # noqa: E402
from matching.evaluation.files import DEMONSTRATION, read_companies, read_taxonomy  # noqa: E402
from matching.evaluation.scorers import make_bench  # noqa: E402

CAP = 3
LIST_LENGTH = 12
# A firm with k proposals open answers each with its chance divided by 1 + TIRED * (k - 1).
TIRED = 0.5
TEMPERATURES = (1.0, 0.2)
SMALL_BELOW = 50
Figures = dict[str, dict[str, dict[str, Any]]]
Way = Callable[[Chances, Chances, int], list[tuple[int, int]]]


def scored(p_thai: Chances, p_japanese: Chances) -> list[ScoredPair]:
    both = chance_of_both(p_thai, p_japanese)
    return [
        ScoredPair(
            f"TH{t:06}",
            f"JP{j:06}",
            0.0,
            0.0,
            round(float(p_thai[t, j]), 4),
            round(float(p_japanese[t, j]), 4),
        )
        for t, j in zip(*np.nonzero(both > 0), strict=True)
    ]


def numbers(pair: ScoredPair) -> tuple[int, int]:
    return int(pair.thai_id[2:]), int(pair.japanese_id[2:])


def flow(p_thai: Chances, p_japanese: Chances, budget: int, crowding: float) -> list[tuple[int, int]]:
    limits = Limits(budget, CAP, 0.0, crowding)
    return [numbers(pair) for pair in assign(scored(p_thai, p_japanese), limits)]


def best_by(scores: Chances, budget: int) -> list[tuple[int, int]]:
    order = np.argsort(-scores, axis=None, kind="stable")[:budget]
    return [
        (int(t), int(j))
        for t, j in zip(*np.unravel_index(order, scores.shape), strict=True)
        if scores[t, j] > 0
    ]


def naive(p_thai: Chances, p_japanese: Chances, budget: int) -> list[tuple[int, int]]:
    """Each Thai firm's own favourites, whatever the other side thinks: first everyone's best, then the second."""
    rounds = places(np.where(p_japanese > 0, p_thai, 0.0))
    return best_by(np.where(p_thai > 0, p_thai + rounds.max() - rounds, 0.0), budget)


def product(p_thai: Chances, p_japanese: Chances, budget: int) -> list[tuple[int, int]]:
    return best_by(p_thai * p_japanese, budget)


def b_matching(p_thai: Chances, p_japanese: Chances, budget: int) -> list[tuple[int, int]]:
    return flow(p_thai, p_japanese, budget, 0.0)


def ours(p_thai: Chances, p_japanese: Chances, budget: int) -> list[tuple[int, int]]:
    return flow(p_thai, p_japanese, budget, Limits(0, 0, 0.0).crowding)


def attention_then_best(p_thai: Chances, p_japanese: Chances, budget: int) -> list[tuple[int, int]]:
    """The published matching's shares, the largest first while both firms have a place."""
    loads: Counter[tuple[str, int]] = Counter()
    chosen: list[tuple[int, int]] = []
    for t, j in best_by(attention(p_thai, p_japanese, temperature=0.2), p_thai.size):
        if len(chosen) < budget and max(loads["TH", t], loads["JP", j]) < CAP:
            chosen.append((t, j))
            loads.update([("TH", t), ("JP", j)])
    return chosen


WAYS: dict[str, Way] = {
    "naive top-k": naive,
    "best products": product,
    "plain b-matching": b_matching,
    "attention, then best": attention_then_best,
    "ours, rising cost": ours,
}


def spread(loads: Sequence[int], firms: int) -> dict[str, float]:
    padded = [*loads, *[0] * (firms - len(loads))]
    return {"coverage": round(len(loads) / firms, 4), "gini": round(gini(padded), 4), "max_load": max(padded)}


def judge(chosen: list[tuple[int, int]], p_thai: Chances, p_japanese: Chances) -> dict[str, Any]:
    thai, japanese = Counter(t for t, _ in chosen), Counter(j for _, j in chosen)
    both = [
        (p_thai[t, j] * p_japanese[t, j], 1 + TIRED * (thai[t] - 1), 1 + TIRED * (japanese[j] - 1))
        for t, j in chosen
    ]
    return {
        "proposals": len(chosen),
        "sum_of_chances": round(float(sum(p for p, *_ in both)), 2),
        "expected_matches": round(float(sum(p / t / j for p, t, j in both)), 2),
        "thai": spread(list(thai.values()), p_thai.shape[0]),
        "japanese": spread(list(japanese.values()), p_thai.shape[1]),
    }


def judge_lists(scores: Chances, p_thai: Chances, p_japanese: Chances) -> dict[str, Any]:
    """Lists of LIST_LENGTH; how often each firm stands in the other side's lists."""
    likely = np.where((p_thai > 0) & (p_japanese > 0), scores, -1.0)
    in_thai = (places(likely) < LIST_LENGTH) & (likely >= 0)
    in_japanese = ((places(likely.T) < LIST_LENGTH) & (likely.T >= 0)).T
    shown = [int(count) for count in in_thai.sum(axis=0)], [int(count) for count in in_japanese.sum(axis=1)]
    return {
        "expected_matches": round(
            matches_of_lists(p_thai, p_japanese, likely, likely, length=LIST_LENGTH), 2
        ),
        "japanese": spread([count for count in shown[0] if count], p_thai.shape[1]),
        "thai": spread([count for count in shown[1] if count], p_thai.shape[0]),
    }


def orders(p_thai: Chances, p_japanese: Chances) -> dict[str, Chances]:
    both = p_thai * p_japanese
    found = {"best products": both}
    for temperature in TEMPERATURES:
        shares = attention(p_thai, p_japanese, temperature=temperature)
        found[f"attention {temperature}"] = shares
        found[f"attention {temperature} x product"] = shares * both
    return found


@lru_cache
def demonstration() -> Market:
    taxonomy = Taxonomy(read_taxonomy())
    return make_bench(read_companies(DEMONSTRATION), taxonomy, default_embedder(), given=True).market


def demonstration_chances() -> tuple[Chances, Chances]:
    *_, p_thai, p_japanese = score_block(demonstration(), PRIOR, 0, len(demonstration().companies["TH"]))
    return p_thai.astype(np.float64), p_japanese.astype(np.float64)


def small_firms() -> set[str]:
    """The engine's names, as `scored` gives them, of the demonstration's firms of fewer than SMALL_BELOW people."""
    rows = [json.loads(line) for line in DEMONSTRATION.read_text(encoding="utf-8").splitlines()]
    small = {str(row["id"]) for row in rows if (row.get("employees") or SMALL_BELOW) < SMALL_BELOW}
    return {
        f"{country}{number:06}"
        for country in ("TH", "JP")
        for number, company in enumerate(demonstration().companies[country])
        if company.id in small
    }


def first_exposure(budget: int) -> dict[str, dict[str, Any]]:
    """The bonus of small firms, none, as by default, and far more."""
    chances, small = demonstration_chances(), small_firms()
    pairs = scored(*chances)
    figures: dict[str, dict[str, Any]] = {}
    for bonus in (0.0, SMALL_FIRM_BONUS, 0.2):
        chosen = assign(pairs, Limits(budget, CAP, 0.15), bonus=dict.fromkeys(small, bonus))
        reached = small & {name for pair in chosen for name in (pair.thai_id, pair.japanese_id)}
        row = judge([numbers(pair) for pair in chosen], *chances)
        figures[f"bonus {bonus}"] = {**row, "small_reached": len(reached), "small_firms": len(small)}
    return figures


def compare() -> Figures:
    markets = {
        "synthetic 300 x 200, budget 400": (*published_market(300, 200, seed=0), 400),
        "demonstration, budget 120": (*demonstration_chances(), 120),
    }
    figures: Figures = {}
    for name, (p_thai, p_japanese, budget) in markets.items():
        figures[f"proposals: {name}"] = {
            way: judge(choose(p_thai, p_japanese, budget), p_thai, p_japanese) for way, choose in WAYS.items()
        }
        figures[f"lists: {name.partition(',')[0]}"] = {
            order: judge_lists(scores, p_thai, p_japanese)
            for order, scores in orders(p_thai, p_japanese).items()
        }
    figures["first exposure: demonstration, budget 60"] = first_exposure(60)
    return figures


HEADING = (
    f"{'':30}{'proposals':>10}{'expected':>10}{'Thai: cover':>13}{'gini':>7}{'max':>5}"
    f"{'Jap.: cover':>13}{'gini':>7}{'max':>5}"
)


def as_text(figures: Figures) -> str:
    lines = []
    for title, ways in figures.items():
        lines += ["", title, HEADING]
        for way, row in ways.items():
            sides = "".join(
                f"{side['coverage']:13.3f}{side['gini']:7.3f}{side['max_load']:5d}"
                for side in (row["thai"], row["japanese"])
            )
            small = (
                f"  small firms {row['small_reached']} of {row['small_firms']}"
                if "small_firms" in row
                else ""
            )
            lines.append(
                f"{way:30}{row.get('proposals', ''):>10}{row['expected_matches']:10.2f}{sides}{small}"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    asked = parser.parse_args()
    found = compare()
    print(json.dumps(found, indent=1) if asked.json else as_text(found))
