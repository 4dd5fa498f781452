"""Figures are right to the second though their rows are kept: whoever changes a fact, it shows in the next answer."""

import threading

import numpy as np
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from companies.enums import BandKind
from companies.merging import steps, undoing
from companies.models import Band, Cluster, Company
from matching import lifecycle
from matching.enums import MatchState, WithdrawReason
from matching.models import Corridor, Match, MatchLink
from matching.statistics import facts, figures, periods
from matching.statistics.cases import cases_in
from tests.factories.companies import (
    ClusterFactory,
    CompanyFactory,
    JapaneseCompanyFactory,
    NeedFactory,
    OfferFactory,
)
from tests.factories.matching import CorridorFactory, ReasonFactory, match_in, propose
from tests.matching.market import place_elsewhere

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def corridor(dip):
    return CorridorFactory(desks=[dip])


@pytest.fixture(autouse=True)
def kept(corridor):
    """Cases of several states, kept by this process as by one that serves pages."""
    for state in (MatchState.PROPOSED, MatchState.REJECTED, MatchState.CONNECTED, MatchState.UNANSWERED):
        match_in(state, corridor=corridor)
    now()
    assert facts.KEPT


def now():
    """What is counted this moment, after a look that the kept rows are those of the tables."""
    found, anew = facts.current(), facts.read_all("")
    assert np.array_equal(found.cases, anew.cases)
    used = np.isin(found.firms["pk"], anew.firms["pk"])
    assert np.array_equal(found.firms[used], anew.firms)
    members = np.isin(found.members["firm"], anew.firms["pk"])
    assert np.array_equal(found.members[members], anew.members)
    return cases_in(Corridor.objects.all(), periods.last_months(timezone.localdate()))


def numbers(counts) -> dict[str, int]:
    return {count.key: count.number for count in counts}


def answered(groups) -> dict[str, int]:
    return {group.key: group.answered for group in groups}


def in_another_thread(work) -> None:
    """On a connection of its own."""

    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_a_decision_shows_at_once(corridor, dip, dao, client_for):
    case, desk = match_in(MatchState.PROPOSED, corridor=corridor), client_for(dao)

    def rejected() -> int:
        page = desk.get(reverse("matching:statistics"))
        rows = page.context["tables"]["ends"].rows
        listed = desk.get(reverse("matching:statistics-cases"), {"state": "rejected"}).context["total"]
        assert rows[0].values[0].number == listed
        return listed

    assert rejected() == 1
    lifecycle.reject(case, by=dao, agency=dip, reason=ReasonFactory(), note="")
    assert rejected() == 2


def test_cases_that_come_and_move_on(corridor):
    assert numbers(figures.funnel(now()))["proposed"] == 4
    case = propose(corridor=corridor)
    assert numbers(figures.funnel(now()))["proposed"] == 5
    lifecycle.withdraw(case, by=None, reason=WithdrawReason.DESK)
    assert numbers(figures.ends(now()))["withdrawn"] == 1
    Match.objects.filter(pk=case.pk).update(state=MatchState.SILENT)
    assert numbers(figures.ends(now()))["withdrawn"] == 0


def test_a_firm_that_moves_grows_or_changes_its_cluster():
    case = Match.objects.get(state=MatchState.CONNECTED)
    elsewhere, cluster = place_elsewhere(), ClusterFactory(code="MC-1")
    band = Band.objects.create(kind=BandKind.EMPLOYEES, code="vast", minimum=900_000, name_en="Vast")
    Company.objects.filter(pk=case.japanese_id).update(location=elsewhere, employees=900_001)
    case.thai.clusters.add(cluster)
    assert elsewhere.pk in figures.places(now()).columns
    assert answered(figures.by_size(now()))["vast"] == 1
    assert answered(figures.by_cluster(now()))[cluster.pk] == 1
    band.minimum = 900_002
    band.save()
    assert "vast" not in answered(figures.by_size(now()))
    above = ClusterFactory(code="EL")
    Cluster.objects.filter(pk=cluster.pk).update(parent=above)
    assert answered(figures.by_cluster(now()))[above.pk] == 1
    case.thai.clusters.remove(cluster)
    assert above.pk not in answered(figures.by_cluster(now()))


def test_a_merge_and_its_undoing(thai_firm, dao, dip):
    case = Match.objects.get(state=MatchState.CONNECTED)
    cluster, gone = ClusterFactory(code="EL"), case.thai
    thai_firm.clusters.set([cluster])
    assert cluster.pk not in answered(figures.by_cluster(now()))
    row = steps.merge(gone, thai_firm, by=dao, agency=dip)
    assert answered(figures.by_cluster(now()))[cluster.pk] == 1
    undoing.undo(row, by=dao)
    assert cluster.pk not in answered(figures.by_cluster(now()))


def test_a_need_that_is_linked_later_says_who_serves_whom():
    case = Match.objects.get(state=MatchState.CONNECTED)
    thai, japanese = ClusterFactory(code="AU"), ClusterFactory(code="EL")
    case.thai.clusters.set([thai])
    case.japanese.clusters.set([japanese])
    assert (thai.pk, japanese.pk) not in figures.services(now()).cells
    need, offer = NeedFactory(company=case.japanese), OfferFactory(company=case.thai)
    link = MatchLink.objects.create(match=case, need=need, offer=offer, fit_need_to_offer=0.5)
    assert figures.services(now()).cells[thai.pk, japanese.pk].number == 1
    link.delete()
    assert (thai.pk, japanese.pk) not in figures.services(now()).cells


def test_a_change_that_began_first_and_is_committed_last():
    """Its transaction has the smaller number: whoever remembers only the newest one overlooks it."""
    slow, quick = Match.objects.filter(state__in=["proposed", "unanswered"]).order_by("pk")
    seen: list[int] = []

    def quickly():
        Match.objects.filter(pk=quick.pk).update(state=MatchState.SILENT)
        seen.append(numbers(figures.ends(now()))["silent"])

    with transaction.atomic():
        Match.objects.filter(pk=slow.pk).update(state=MatchState.SILENT)
        in_another_thread(quickly)
    assert seen == [1]
    assert numbers(figures.ends(now()))["silent"] == 2


def test_what_is_undone_was_never_kept():
    case = Match.objects.get(state=MatchState.UNANSWERED)
    with transaction.atomic():
        Match.objects.filter(pk=case.pk).update(state=MatchState.SILENT)
        assert numbers(figures.ends(now()))["silent"] == 1
        transaction.set_rollback(True)
    assert numbers(figures.ends(now()))["silent"] == 0


def test_numbers_of_another_server_are_passed_over():
    """A restored database brings them along; they would be read anew for every answer."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matching_casechange SET changed_by = '9000000000000000000'")
    now()
    with CaptureQueriesContext(connection) as asked:
        facts.current()
    assert len(asked) == 1


def test_nothing_is_read_again_while_nothing_changes(dao, client_for):
    desk = client_for(dao)
    for address in ("matching:statistics", "matching:statistics-cases"):
        desk.get(reverse(address), {"step": "proposed"})
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse(address), {"step": "proposed"})
        read = [query["sql"] for query in asked if '"matching_matchlink"' in query["sql"]]
        assert read == []


def test_emptied_tables_are_empty():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL otagai.allow_event_rewrite = on; TRUNCATE matching_match CASCADE")
    assert len(now()) == 0


def test_firms_of_no_case_are_not_kept():
    firms = {CompanyFactory().pk, JapaneseCompanyFactory().pk}
    now()
    assert not firms & set(facts.KEPT[0].firms["pk"].tolist())
