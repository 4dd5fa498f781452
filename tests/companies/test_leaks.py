"""The leak check of anonymous needs against labelled texts in three languages."""

import csv
from pathlib import Path

import pytest

from companies.forms.leaks import leaks_in
from companies.models import Company

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parent / "labelled" / "leaks.tsv"


def rows():
    with TABLE.open(newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture
def firm(thai_firm, japanese_firm, other_firm) -> Company:
    thai_firm.website = "https://www.somchaiparts.example"
    thai_firm.address = ""
    return thai_firm


def test_the_table_is_large_enough():
    for leaks in ("0", "1"):
        assert sum(row["leaks"] == leaks for row in rows()) >= 60


def test_precision_and_recall_on_the_table(firm):
    found = {row["text"]: leaks_in(row["text"], firm) for row in rows()}
    missed = [row["text"] for row in rows() if row["leaks"] == "1" and not found[row["text"]]]
    false = [
        (row["text"], found[row["text"]]) for row in rows() if row["leaks"] == "0" and found[row["text"]]
    ]
    hits = sum(row["leaks"] == "1" for row in rows()) - len(missed)
    print(f"recall {hits / (hits + len(missed)):.3f} precision {hits / (hits + len(false)):.3f}")
    print("missed", missed, "false", false, sep="\n")

    assert hits / (hits + len(missed)) >= 0.97
    assert hits / (hits + len(false)) >= 0.97


@pytest.mark.parametrize("row", [row for row in rows() if row["leak"]], ids=lambda row: row["text"][:20])
def test_the_place_is_that_of_the_text_as_typed(firm, row):
    found = leaks_in(row["text"], firm)
    start = row["text"].index(row["leak"])

    assert any(leak.start <= start < leak.end for leak in found), found
    assert all(row["text"][leak.start : leak.end] == leak.text for leak in found)
    assert all(leak.instead and leak.explanation for leak in found)
