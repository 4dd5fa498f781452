"""What the pages of a desk ask of the database does not grow with the rows they show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.enums import MatchState
from matching.models import Run
from tests.factories.companies import NeedFactory, SubmittedCompanyFactory
from tests.factories.matching import CorridorFactory, match_in

pytestmark = pytest.mark.django_db
PAGES = (
    "/en/today/",
    "/en/desk/review/",
    "/en/desk/review/?whose=free&order=waiting",
    "/en/desk/companies/",
    "/en/desk/runs/",
    "/en/desk/statistics/",
    "/en/desk/statistics/cases/?step=proposed",
    "/api/v1/matches/",
    "/api/v1/runs/",
)


def rows(corridor, by):
    """A case in every state, a firm to verify with an anonymous need, and a run."""
    for state in MatchState:
        match_in(state, corridor=corridor)
    firm = SubmittedCompanyFactory()
    NeedFactory(company=firm, is_anonymous=True)
    Run.objects.create(
        corridor=corridor,
        state="done",
        engine_version="1",
        weights_version="1",
        started_by=by,
        statements=[[1]],
    )


def test_the_number_of_queries_does_not_grow(client_for, dao, dip):
    desk, corridor = client_for(dao), CorridorFactory(desks=[dip])

    def queries(page: str) -> int:
        assert desk.get(page).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            desk.get(page)
        return len(asked)

    for _more in range(2):
        rows(corridor, dao)
    few = {page: queries(page) for page in PAGES}
    for _more in range(3):
        rows(corridor, dao)
    assert {page: queries(page) for page in PAGES} == few


def test_one_case_asks_the_same_however_long_the_queue_is(client_for, dao, dip):
    desk, corridor = client_for(dao), CorridorFactory(desks=[dip])
    case = match_in(MatchState.PROPOSED, corridor=corridor)
    rows(corridor, dao)

    def queries() -> int:
        desk.get(f"/en/desk/review/{case.pk}/")
        with CaptureQueriesContext(connection) as asked:
            page = desk.get(f"/en/desk/review/{case.pk}/")
        assert page.status_code == 200
        return len(asked)

    few = queries()
    for _more in range(5):
        match_in(MatchState.PROPOSED, corridor=corridor)
    assert queries() == few


def test_no_page_reads_the_market_of_a_run(client_for, dao, dip):
    """Of 35,000 firms it is some twenty megabytes."""
    desk, corridor = client_for(dao), CorridorFactory(desks=[dip])
    rows(corridor, dao)
    for page in ("/en/desk/runs/", "/api/v1/runs/", "/en/desk/review/", "/en/today/"):
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(page).status_code == 200
        assert not [query for query in asked.captured_queries if '"statements"' in query["sql"]]


def test_lists_of_cases_leave_out_what_only_search_reads(client_for, dao, dip):
    desk, corridor = client_for(dao), CorridorFactory(desks=[dip])
    match_in(MatchState.PROPOSED, corridor=corridor)
    with CaptureQueriesContext(connection) as asked:
        desk.get("/en/desk/review/")
    cases = [query["sql"] for query in asked.captured_queries if 'FROM "matching_match"' in query["sql"]]
    assert cases
    assert not [sql for sql in cases if '"search_text"' in sql]
