"""What every scorer owes, that ours stays good on the shipped data, and how phrases are found again."""

import json
from functools import cache

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matching.engine.background import background
from matching.engine.embed import default_embedder
from matching.engine.tags import Taxonomy
from matching.engine.types import Company, Statement
from matching.evaluation.background import make_background
from matching.evaluation.files import DEMONSTRATION, BadFile, read_companies, read_gold, read_taxonomy
from matching.evaluation.report import MEASURES, evaluate
from matching.evaluation.retrieval import read_pairs
from matching.evaluation.scorers import PAIRINGS, SCORERS, make_bench

PAIRS = "query_lang\tquery\ttarget_lang\ttarget\tby\n"
ROWS = [
    ("ja", "亜鉛めっき", "th", "ชุบสังกะสี"),
    ("ja", "溶接", "th", "งานเชื่อม"),
    ("ja", "射出成形", "th", "ฉีดพลาสติก"),
    ("th", "งานเชื่อม", "en", "welding"),
]


def firm(country: str, number: int, offers: list[str], needs: list[str]) -> Company:
    lang = "th" if country == "TH" else "ja"
    name = f"{country}{number}"
    made = [Statement(f"{name}-o{n}", name, "offer", lang, text) for n, text in enumerate(offers)]
    made += [Statement(f"{name}-n{n}", name, "need", lang, text) for n, text in enumerate(needs)]
    return Company(name, country, tuple(made))  # type: ignore[arg-type]


MARKET = [
    firm("TH", 1, ["ชุบสังกะสี"], ["センタレス研削", "ขอซื้อทราย"]),
    firm("TH", 2, ["ฉีดพลาสติก ABS"], []),
    firm("TH", 3, [], ["😀"]),
    firm("JP", 1, ["センタレス研削"], ["亜鉛めっきの外注先"]),
    firm("JP", 2, ["プレス金型の製作"], []),
]


@cache
def taxonomy() -> Taxonomy:
    return Taxonomy(read_taxonomy())


@pytest.mark.parametrize("name", SCORERS)
@pytest.mark.parametrize("firms", [MARKET, MARKET[:3], MARKET[3:], [], MARKET[2:3] + MARKET[3:4]])
def test_every_scorer_scores_every_need_against_every_firm(name, firms):
    bench = make_bench(firms, taxonomy(), default_embedder(), given=False)
    for seekers, givers in PAIRINGS:
        scores = SCORERS[name](bench, seekers, givers)
        shape = len(bench.market.groups[seekers, "need"]), len(bench.market.companies[givers])
        assert scores.shape == shape
        assert np.isfinite(scores).all()
        assert (np.abs(scores) <= 1 + 1e-5).all()


@pytest.mark.parametrize("name", SCORERS)
def test_the_order_firms_come_in_changes_no_scorer_but_chance(name):
    if name == "random":
        pytest.skip("chance goes by places")
    one, other = (
        make_bench(firms, taxonomy(), default_embedder(), given=False) for firms in (MARKET, MARKET[::-1])
    )
    for seekers, givers in PAIRINGS:
        straight, turned = SCORERS[name](one, seekers, givers), SCORERS[name](other, seekers, givers)
        np.testing.assert_allclose(straight, turned, atol=1e-5)


def test_the_right_process_comes_before_its_twin():
    bench = make_bench(MARKET, taxonomy(), default_embedder(), given=False)
    figures = evaluate(bench, SCORERS["otagai"], {"TH1-n0": {"JP1": 3.0}, "JP1-n0": {"TH1": 3.0}})
    assert {name: figures["all"][name] for name in MEASURES} == dict.fromkeys(MEASURES, 1.0)


@pytest.mark.parametrize(("given", "least", "japanese"), [(False, 0.71, 0.56), (True, 0.88, 0.82)])
def test_ours_stays_above_its_floor_on_the_demonstration(given, least, japanese):
    bench = make_bench(read_companies(DEMONSTRATION), taxonomy(), default_embedder(), given=given)
    figures = evaluate(bench, SCORERS["otagai"], read_gold(), all_judged=False)
    assert figures["all"]["nDCG@10"] >= least
    assert figures["ja > th"]["nDCG@10"] >= japanese
    assert figures["all"]["abstention AUC"] is None


def test_the_stored_background_is_that_of_the_shipped_texts():
    made, stored = make_background(default_embedder()), background()
    assert stored.model == default_embedder().name
    assert stored.means.keys() == made.keys()
    for key, mean in made.items():
        np.testing.assert_allclose(stored.means[key], mean, atol=5e-4)


@pytest.fixture
def pairs(tmp_path):
    path = tmp_path / "pairs.tsv"
    path.write_text(PAIRS + "".join("\t".join(row) + "\tme\n" for row in [*ROWS, ROWS[0]]), encoding="utf-8")
    return path


def test_phrases_find_their_counterparts(pairs, capsys):
    call_command("evaluate_retrieval", pairs=pairs, json=True)
    figures = json.loads(capsys.readouterr().out)
    assert set(figures) == {"bare cosine", "otagai"}
    assert set(figures["otagai"]) == {"all", "ja > th", "th > en"}
    assert figures["otagai"]["all"] == {"Recall@1": 1, "Recall@10": 1, "MRR": 1, "queries": 5}
    call_command("evaluate_retrieval", pairs=pairs)
    assert "Recall@10" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("query\ttarget\n", "line 1: the header lacks query_lang, target_lang"),
        (PAIRS + "ja\tめっき\tth\t\tx\n", "line 2: needs"),
        (PAIRS + "ja\tめっき\tth\n", "line 2: needs"),
        (PAIRS + "fr\tplacage\tth\tชุบ\tx\n", "line 2: languages are"),
        (PAIRS, "no pairs"),
    ],
)
def test_a_bad_pair_names_file_line_and_fault(tmp_path, text, wrong):
    path = tmp_path / "bad.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match=wrong):
        read_pairs(path)
    with pytest.raises(CommandError, match=wrong):
        call_command("evaluate_retrieval", pairs=path)
