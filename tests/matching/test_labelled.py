"""The labelled sets are whole: ids resolve, grades cross the border, and silence is meant."""

import csv
import json
from itertools import combinations
from pathlib import Path

import pytest

from matching.engine.text import normalise
from matching.engine.types import LANGUAGES, Company
from matching.evaluation.files import lines_of, read_companies, read_qrels
from matching.evaluation.report import PARTNER

SETS = Path(__file__).parent / "labelled"
SIZES = {"dev": 35, "held": 35, "fresh": 55, "later": 54}
# The share of needs without a clear partner (grade 2) that the set was written for.
LONELY = {"dev": (0.2, 0.35), "held": (0.2, 0.35), "fresh": (0.2, 0.25), "later": (0.2, 0.25)}
PHRASED = ("dev", "held")
ONE_WORD = 6
EACH = pytest.mark.parametrize("name", SIZES)
EACH_PHRASED = pytest.mark.parametrize("name", PHRASED)


def firms_of(name: str) -> list[Company]:
    return read_companies(SETS / name / "companies.jsonl")


def pairs_of(name: str) -> list[dict[str, str]]:
    with (SETS / name / "pairs.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@EACH
def test_ids_are_unique_and_every_grade_joins_two_countries(name):
    firms = firms_of(name)
    countries = {firm.id: firm.country for firm in firms}
    statements = [statement for firm in firms for statement in firm.statements]
    assert len(countries) == len(firms)
    assert len({statement.id for statement in statements}) == len(statements)
    askers = {need.id: firm.country for firm in firms for need in firm.needs}
    for need, grades in read_qrels(SETS / name / "qrels.tsv").items():
        for firm, grade in grades.items():
            assert countries[firm] != askers[need]
            assert grade in (1, 2, 3)


@EACH
def test_a_need_is_graded_or_without_a_partner_on_purpose(name):
    rows = [json.loads(line) for _, line in lines_of(SETS / name / "companies.jsonl")]
    needs = [need for row in rows for need in row["needs"]]
    alone = {need["id"] for need in needs if need.get("no_partner")}
    qrels = read_qrels(SETS / name / "qrels.tsv")
    assert alone.isdisjoint(qrels)
    assert alone | set(qrels) == {need["id"] for need in needs}
    near_only = [need for need, grades in qrels.items() if max(grades.values()) < PARTNER]
    least, most = LONELY[name]
    assert least <= (len(alone) + len(near_only)) / len(needs) <= most


@EACH
def test_both_countries_and_all_languages_speak(name):
    firms = firms_of(name)
    assert [sum(firm.country == code for firm in firms) for code in ("TH", "JP")] == [SIZES[name]] * 2
    for country in ("TH", "JP"):
        mine = [firm for firm in firms if firm.country == country]
        for side in ("offers", "needs"):
            spoken = {statement.lang for firm in mine for statement in getattr(firm, side)}
            assert len(spoken) >= 2
            assert spoken <= set(LANGUAGES)


@EACH_PHRASED
def test_phrases_pair_two_languages_and_are_never_ambiguous(name):
    pairs = pairs_of(name)
    assert len(pairs) >= 140
    assert all(row["query_lang"] != row["target_lang"] for row in pairs)
    assert {row["query_lang"] for row in pairs} == {row["target_lang"] for row in pairs} == set(LANGUAGES)
    assert len({(row["query"], row["target_lang"]) for row in pairs}) == len(pairs)
    assert len({(row["target"], row["query_lang"]) for row in pairs}) == len(pairs)


def test_the_sets_share_no_text():
    """But for a trade in one word, which is nobody's own."""
    texts = {name: {normalise(s.text) for firm in firms_of(name) for s in firm.statements} for name in SIZES}
    texts = {name: {text for text in found if len(text) > ONE_WORD} for name, found in texts.items()}
    for one, other in combinations(texts.values(), 2):
        assert not one & other
    phrases = [{row["query"] for row in pairs_of(name)} for name in PHRASED]
    assert not phrases[0] & phrases[1]
