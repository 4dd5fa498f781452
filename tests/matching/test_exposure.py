"""Who a run reached, group by group, as page and file show it."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from companies.models import Band, Location
from config.spreadsheets import safe_cell
from matching import runs
from matching.enums import RunState
from matching.models import Run
from tests.factories.companies import ClusterFactory, location_in
from tests.factories.matching import CorridorFactory
from tests.matching.market import maker, place_elsewhere, run_to_the_end, seeker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def bands():
    names = {"name_th": "คน", "name_ja": "名", "name_en": "people"}
    for code, low, high in (("emp-1-9", 1, 9), ("emp-10-29", 10, 29), ("emp-over-29", 30, None)):
        Band.objects.create(kind="employees", code=code, minimum=low, maximum=high, unit="persons", **names)


def rows_by(run: Run, by: str, country: str = "TH") -> dict[str, dict]:
    return {row["key"]: row for row in run.report if (row["by"], row["country"]) == (by, country)}


def test_a_report_counts_firms_reached_load_and_expected_matches_of_each_group(bands):
    small, large = seeker(employees=8), seeker(employees=500)
    seeker(employees=500)
    maker()
    run = run_to_the_end(CorridorFactory(), budget=1, small_firm_bonus=0.5)
    proposed = run.matches.get()
    assert proposed.thai == small != large
    sizes = rows_by(run, "size")
    assert sizes["emp-1-9"] == {
        "by": "size",
        "country": "TH",
        "key": "emp-1-9",
        "firms": 1,
        "reached": 1,
        "coverage": 1.0,
        "gini": 0.0,
        "max_load": 1,
        "proposals": 1,
        "expected": round(proposed.p_both, 2),
    }
    assert (sizes["emp-over-29"]["firms"], sizes["emp-over-29"]["reached"]) == (2, 0)
    assert sizes["emp-over-29"]["max_load"] == 0
    assert rows_by(run, "country")["TH"]["coverage"] == pytest.approx(1 / 3, abs=1e-4)
    assert rows_by(run, "country", "JP")["JP"]["gini"] == 0.0


def test_a_firm_of_two_clusters_counts_in_each_and_one_without_in_none():
    clusters = [ClusterFactory(code="MC"), ClusterFactory(code="MD", name_en="Medical")]
    both = seeker()
    both.clusters.set(clusters)
    seeker(), maker()
    report = rows_by(run_to_the_end(CorridorFactory()), "cluster")
    assert {key: row["firms"] for key, row in report.items()} == {"MC": 1, "MD": 1, "": 1}


def test_only_firms_the_corridor_can_propose_are_counted():
    corridor = CorridorFactory(prefecture=location_in("JP"))
    seeker(), maker(), maker(location=place_elsewhere())
    run = run_to_the_end(corridor)
    assert set(rows_by(run, "place", "JP")) == {"JP-20"}
    assert run.counts["fairness"]["JP"]["firms"] == 1


def test_the_page_shows_the_report_beside_that_of_the_run_before(dao: User, dip, client_for, bands):
    corridor = CorridorFactory(desks=[dip])
    seeker(employees=8), maker()
    first = run_to_the_end(corridor)
    second = run_to_the_end(corridor)
    page = client_for(dao).get(reverse("matching:run-detail", args=[second.pk]), {"part": "reach"})
    country = page.context["report"][0].rows[0]
    assert (country.label, country.change) == ("Thailand", -100)
    text = page.content.decode()
    assert "Reached, against the run before" in text
    assert "▼ 100" in text
    alone = client_for(dao).get(f"/en/desk/runs/{first.pk}/?part=reach").content.decode()
    assert "Reached, against the run before" not in alone


def test_a_run_of_before_the_report_still_has_its_page(dao: User, client_for):
    counts = {"thai": 1, "japanese": 1, "pairs": 1, "proposals": 0}
    run = Run.objects.create(state=RunState.DONE, counts=counts, parameters={"corridors": []})
    page = client_for(dao).get(reverse("matching:run-detail", args=[run.pk]), {"part": "reach"})
    assert page.status_code == 200
    assert "No report was kept with this run." in page.content.decode()


def test_the_file_opens_in_a_spreadsheet_and_runs_nothing(dao: User, client_for):
    corridor, company, _ = CorridorFactory(), seeker(), maker()
    Location.objects.filter(pk=company.location_id).update(name_en='=HYPERLINK("http://x")')
    run = run_to_the_end(corridor)
    response = client_for(dao).get(reverse("matching:run-report", args=[run.pk]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert f"otagai-run-{run.pk}.csv" in response["Content-Disposition"]
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(text[1:])))
    assert len({len(line) for line in lines}) == 1
    assert len(lines) == 1 + len(run.report)
    assert [line[2] for line in lines if "HYPERLINK" in line[2]] == ['\'=HYPERLINK("http://x")']
    assert next(line for line in lines if line[0] == "Country")[3:7] == ["1", "1", "1.0", "0.0"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "  =1", "\u3000=1", "\t=1"]
)
def test_a_cell_that_looks_like_a_formula_is_quoted(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Nagano", "1–9 people", -3, 0.5, ""])
def test_any_other_cell_is_left_alone(value):
    assert safe_cell(value) == value


def test_a_run_that_is_going_on_has_no_file(dao: User, client_for):
    run = runs.start(corridor=CorridorFactory(), by=None)
    assert client_for(dao).get(reverse("matching:run-report", args=[run.pk])).status_code == 404
