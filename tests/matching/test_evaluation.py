"""The evaluation reads files with care, and ours is the best scorer on the demonstration."""

import json

import pytest
from django.core.management import CommandError, call_command

from matching.engine.embed import default_embedder
from matching.engine.tags import Taxonomy
from matching.evaluation.files import (
    DEMONSTRATION,
    BadFile,
    read_companies,
    read_gold,
    read_qrels,
    read_taxonomy,
)
from matching.evaluation.report import evaluate
from matching.evaluation.scorers import SCORERS, make_bench

COMPANIES = [
    {
        "id": "t1",
        "country": "TH",
        "unknown": 1,
        "offers": [],
        "needs": [{"id": "n1", "lang": "th", "text": "ต้องการเจียระไนเซ็นเตอร์เลส", "colour": "red"}],
    },
    {
        "id": "j1",
        "country": "JP",
        "offers": [{"id": "o1", "lang": "ja", "text": "センタレス研削", "kind": "contract_mfg"}],
        "needs": [],
    },
    {"id": "j2", "country": "JP", "offers": [{"id": "o2", "lang": "ja", "text": "木型の製作"}], "needs": []},
]
QRELS = "need_id\toffer_company_id\tgrade\tby\nn1\tj1\t2\tme\n"


@pytest.fixture
def files(tmp_path):
    companies, qrels = tmp_path / "companies.jsonl", tmp_path / "qrels.tsv"
    companies.write_text("".join(json.dumps(row) + "\n" for row in COMPANIES), encoding="utf-8")
    qrels.write_text(QRELS, encoding="utf-8")
    return companies, qrels


def test_files_of_ones_own_are_measured_and_the_run_is_written(files, tmp_path, capsys):
    run = tmp_path / "run.tsv"
    call_command("evaluate_matching", companies=files[0], qrels=files[1], run=run, json=True)
    figures = json.loads(capsys.readouterr().out)["as given"]
    assert set(figures) == set(SCORERS)
    assert figures["otagai"]["all"] == {
        "nDCG@10": 1,
        "Recall@10": 1,
        "MRR": 1,
        "P@1": 1,
        "abstention AUC": None,
        "needs": 1,
    }
    header, *rows = run.read_text(encoding="utf-8").splitlines()
    assert header == "need_id\toffer_company_id\tscore"
    scores = {row.split("\t")[1]: float(row.split("\t")[2]) for row in rows}
    assert scores["j1"] > scores["j2"]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("{", "no JSON object"),
        ("[]", "wrong kind"),
        ('{"id": "x", "country": "TH", "offers": []}', "needs"),
        ('{"id": "x", "country": "FR", "offers": [], "needs": []}', "country must be TH or JP"),
        ('{"id": "x", "country": "TH", "offers": [{"id": "o"}], "needs": []}', "lang"),
    ],
)
def test_a_bad_company_names_file_line_and_fault(files, line, wrong):
    with files[0].open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(BadFile, match=rf"companies\.jsonl, line 4.*{wrong}"):
        read_companies(files[0])


@pytest.mark.parametrize("row", ["n1\tj1", "n1\tj1\tgood", "n1\tj1\tnan", "n1\tj1\t-1"])
def test_a_bad_grade_names_file_line_and_fault(files, row):
    with files[1].open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    with pytest.raises(BadFile, match=r"qrels\.tsv, line 3.*grade"):
        read_qrels(files[1])


def test_bad_calls_end_with_one_sentence(files, tmp_path):
    with pytest.raises(CommandError, match="go together"):
        call_command("evaluate_matching", companies=files[0])
    with pytest.raises(CommandError, match=r"none\.jsonl"):
        call_command("evaluate_matching", companies=tmp_path / "none.jsonl", qrels=files[1])


def test_grades_that_speak_of_nobody_are_refused(files):
    files[1].write_text("need_id\toffer_company_id\tgrade\nn9\tj9\t1\n", encoding="utf-8")
    with pytest.raises(CommandError, match="no need"):
        call_command("evaluate_matching", companies=files[0], qrels=files[1])


@pytest.mark.parametrize(("given", "least"), [(False, 0.70), (True, 0.85)])
def test_ours_is_best_on_the_demonstration(given, least):
    bench = make_bench(
        read_companies(DEMONSTRATION), Taxonomy(read_taxonomy()), default_embedder(), given=given
    )
    gold = read_gold()
    figures = {name: evaluate(bench, scorer, gold)["all"] for name, scorer in SCORERS.items()}
    ours = figures.pop("otagai")
    assert ours["nDCG@10"] >= least
    for other in figures.values():
        assert all(ours[measure] > other[measure] for measure in ("nDCG@10", "Recall@10", "MRR"))
