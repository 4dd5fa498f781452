"""Every figure equals what the database counts by itself, for three periods and at their edges."""

import datetime
import random
import statistics

import pytest
from django.db.models import Q
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from companies.models import Cluster
from matching.enums import Answer, MatchState, Step
from matching.models import Corridor, Match
from matching.statistics import figures, periods
from matching.statistics.cases import cases_in
from matching.statistics.figures import Narrowing
from tests.factories.companies import ClusterFactory, CompanyFactory, JapaneseCompanyFactory
from tests.factories.matching import CorridorFactory, match_in
from tests.matching.market import place_elsewhere

pytestmark = pytest.mark.django_db

THAI_2570 = periods.thai_fiscal_year(2027)
REIWA_8 = periods.japanese_fiscal_year(2026)
NOVEMBER = periods.any_days("2026-11-01", "2026-11-30")
PERIODS = [THAI_2570, REIWA_8, NOVEMBER]
STATES = [state for state in MatchState if state != MatchState.APPROVED]
SECOND = datetime.timedelta(seconds=1)
# Proposed just inside and just outside of every period, and between.
MOMENTS = [
    moment
    for period in PERIODS
    for edge in (period.start, period.end)
    for moment in (edge - SECOND, edge, edge + datetime.timedelta(days=11))
]


@pytest.fixture
def market(dip) -> None:
    """Cases in every state, of two corridors, places and clusters, proposed at the edges of the periods."""
    dice = random.Random(8)
    corridors = [CorridorFactory(desks=[dip]), CorridorFactory(desks=[dip])]
    clusters = [ClusterFactory(), ClusterFactory(code="EL")]
    elsewhere = place_elsewhere()
    for number, moment in enumerate(MOMENTS * 2):
        thai = CompanyFactory(employees=dice.choice([None, 12, 80]))
        changes = {"location": elsewhere} if dice.random() < 0.5 else {}
        japanese = JapaneseCompanyFactory(employees=dice.choice([None, 12, 80]), **changes)
        thai.clusters.set(dice.sample(clusters, dice.randint(1, 2)))
        japanese.clusters.set(dice.sample(clusters, dice.randint(0, 1)))
        match = match_in(
            STATES[number % len(STATES)], thai=thai, japanese=japanese, corridor=dice.choice(corridors)
        )
        later = {
            field: moment + datetime.timedelta(days=days)
            for field, days in (
                ("approved_at", dice.randint(1, 9)),
                ("introduced_at", dice.randint(10, 12)),
                ("connected_at", dice.randint(13, 40)),
                ("ended_at", dice.randint(41, 90)),
            )
            if getattr(match, field)
        }
        Match.objects.filter(pk=match.pk).update(proposed_at=moment, **later)


def proposed_in(period: periods.Period):
    """By the calendar of the country, not by the period's own moments."""
    return [
        match
        for match in Match.objects.all()
        if period.first <= match.proposed_at.astimezone(period.zone).date() <= period.last
    ]


def rows(period: periods.Period):
    return Match.objects.filter(pk__in=[match.pk for match in proposed_in(period)])


def test_the_funnel_and_the_ends(market):
    for period in PERIODS:
        cases = cases_in(Corridor.objects.all(), period)
        assert {count.key: count.number for count in figures.funnel(cases)} == {
            "proposed": rows(period).count(),
            "approved": rows(period).exclude(approved_at=None).count(),
            "introduced": rows(period).exclude(introduced_at=None).count(),
            "connected": rows(period).exclude(connected_at=None).count(),
            "agreed": rows(period).filter(state="agreed").count(),
        }
        assert {count.key: count.number for count in figures.ends(cases)} == {
            state: rows(period).filter(state=state).count() for state in figures.ENDS
        }
        assert {count.key: count.number for count in figures.reasons(cases)} == {
            "weak_match": rows(period).filter(reason="weak_match", state__in=["rejected", "declined"]).count()
        }


def test_silence(market):
    for period in PERIODS:
        lapsed = rows(period).filter(state="unanswered")
        quiet = {side: Q(**{f"{side}_answer": Answer.NONE}) for side in ("thai", "japanese")}
        found = {
            count.key: count.number for count in figures.silence(cases_in(Corridor.objects.all(), period))
        }
        assert found == {
            "TH": lapsed.filter(quiet["thai"]).exclude(quiet["japanese"]).count(),
            "JP": lapsed.filter(quiet["japanese"]).exclude(quiet["thai"]).count(),
            "both": lapsed.filter(quiet["thai"], quiet["japanese"]).count(),
        }


def test_median_days(market):
    for period in PERIODS:
        fields = ["proposed_at", "approved_at", "introduced_at", "connected_at"]
        found = {each.begin: each for each in figures.durations(cases_in(Corridor.objects.all(), period))}
        for begin, begin_at, end_at in zip(Step, fields, [*fields[1:], "ended_at"], strict=False):
            met = rows(period).exclude(**{begin_at: None}).exclude(**{end_at: None})
            met = met.filter(state="agreed") if end_at == "ended_at" else met
            days = [(getattr(m, end_at) - getattr(m, begin_at)).total_seconds() / 86400 for m in met]
            assert found[begin].number == len(days)
            assert found[begin].days == (round(statistics.median(days), 1) if days else None)


ANSWERED = Q(connected_at__isnull=False) | Q(state__in=["declined", "unanswered"])


def test_acceptance_by_corridor_and_cluster(market):
    for period in PERIODS:
        cases = cases_in(Corridor.objects.all(), period)
        answered = rows(period).filter(ANSWERED)
        for group in figures.by_corridor(cases):
            own = answered.filter(corridor=group.key)
            assert (group.answered, group.accepted) == (own.count(), own.exclude(connected_at=None).count())
        for group in figures.by_cluster(cases):
            own = answered.filter(Q(thai__clusters=group.key) | Q(japanese__clusters=group.key)).distinct()
            assert (group.answered, group.accepted) == (own.count(), own.exclude(connected_at=None).count())
        assert sum(group.answered for group in figures.by_corridor(cases)) == answered.count()


def test_places_and_who_serves_whom(market):
    for period in PERIODS:
        cases = cases_in(Corridor.objects.all(), period)
        met = rows(period).exclude(introduced_at=None)
        places = figures.places(cases)
        assert sum(cell.number for cell in places.cells.values()) == met.count()
        for (province, prefecture), cell in places.cells.items():
            own = met.filter(thai__location=province, japanese__location=prefecture)
            assert (cell.number, cell.accepted) == (own.count(), own.exclude(connected_at=None).count())
        services = figures.services(cases)
        for giver in Cluster.objects.all():
            for seeker in Cluster.objects.all():
                own = met.filter(
                    links__need__company__clusters=seeker, links__offer__company__clusters=giver
                ).distinct()
                cell = services.cells.get((giver.pk, seeker.pk))
                assert (cell.number if cell else 0) == own.count()


def test_months_add_up(market):
    for period in PERIODS:
        cases = cases_in(Corridor.objects.all(), period)
        spans = figures.spans(cases, period.first, period.last, period.zone)
        assert sum(span.proposed for span in spans) == len(cases)
        assert len({span.first for span in spans}) == len(spans)
    none = cases_in(Corridor.objects.none(), THAI_2570)
    assert len(figures.spans(none, THAI_2570.first, THAI_2570.last, periods.BANGKOK)) == 12
    century = figures.spans(none, datetime.date(1930, 1, 1), datetime.date(2030, 1, 1), periods.BANGKOK)
    assert [span.first.year for span in century] == list(range(1930, 2031))


def every_count(cases):
    counts = [*figures.funnel(cases), *figures.ends(cases), *figures.silence(cases), *figures.reasons(cases)]
    yield from ((count.number, count.narrowing) for count in counts)
    for groups in (figures.by_corridor(cases), figures.by_cluster(cases), figures.by_size(cases)):
        yield from ((group.answered, group.narrowing) for group in groups)
    for grid in (figures.places(cases), figures.services(cases)):
        yield from ((cell.number, cell.narrowing) for cell in grid.cells.values())


def test_each_figure_is_as_long_as_its_list(market):
    for period in PERIODS:
        cases = cases_in(Corridor.objects.all(), period)
        found = list(every_count(cases))
        assert len(found) > 20
        for number, narrowing in found:
            assert len(Narrowing.of(narrowing.parameters).keys(cases)) == number


def test_a_list_opens_from_its_figure(market, dao: User, client_for):
    browser = client_for(dao)
    page = browser.get(reverse("matching:statistics"), THAI_2570.parameters)
    assert page.status_code == 200
    asked = {**THAI_2570.parameters, "step": "introduced"}
    number = rows(THAI_2570).exclude(introduced_at=None).count()
    found = browser.get(reverse("matching:statistics-cases"), asked)
    assert found.context["total"] == number
    assert escape(f"{THAI_2570.key}&step=introduced") in page.content.decode()


def test_a_desk_counts_only_its_own_cases(market, kenji: User, client_for):
    page = client_for(kenji).get(reverse("matching:statistics"), THAI_2570.parameters)
    assert page.context["total"] == 0


def test_days_that_make_no_sense_are_told_and_kept(dao: User, client_for):
    page = client_for(dao).get(
        reverse("matching:statistics"), {"period": "days", "from": "2026-12-01", "to": "2026-11-01"}
    )
    assert page.status_code == 422
    assert 'value="2026-12-01"' in page.content.decode()


def test_the_file_says_what_the_page_says(market, dao: User, client_for):
    answer = client_for(dao).get(reverse("matching:statistics-export", args=["csv"]), THAI_2570.parameters)
    text = b"".join(answer.streaming_content).decode()
    assert f"From proposal to agreement,Proposed,Cases,{rows(THAI_2570).count()}" in text
    assert client_for(dao).get(reverse("matching:statistics-export", args=["xlsx"])).status_code == 200
    assert client_for(dao).get(reverse("matching:statistics-export", args=["pdf"])).status_code == 404


def test_public_figures_of_fewer_than_five_are_hidden():
    assert [figures.publishable(number) for number in (0, 4, 5, 6)] == [None, None, 5, 6]
