"""An officer who is away: a colleague stands in, and it is over by the calendar."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Notice
from companies import absences
from companies.models import Absence
from matching import conflicts, handing_on, lifecycle
from tests.factories.companies import AppointmentFactory
from tests.factories.matching import CorridorFactory, propose

pytestmark = pytest.mark.django_db


def day(number):
    return timezone.localdate() + datetime.timedelta(days=number)


@pytest.fixture
def colleague(dip):
    return AppointmentFactory(agency=dip, user__name="ก้อง").user


@pytest.fixture
def third(dip):
    return AppointmentFactory(agency=dip, user__name="นภา").user


@pytest.fixture
def case(dip):
    return propose(corridor=CorridorFactory(desks=[dip]))


def away(user, dip, substitute, first=0, last=3):
    return absences.declare(by=user, agency=dip, substitute=substitute, first=day(first), last=day(last))


def test_held_and_handed_cases_go_to_the_substitute_at_once(dao, dip, colleague, third, case):
    handed = propose(corridor=case.corridor)
    lifecycle.claim(case, by=dao)
    handing_on.hand_on(handed, to=dao, by=third, agency=dip)
    away(dao, dip, colleague)
    for one in (case, handed):
        one.refresh_from_db()

    assert {case.handed_to, handed.handed_to} == {colleague}
    assert not case.is_held
    assert case.events.last().move == "hand_on"
    assert Notice.objects.filter(user=colleague, template="companies/notices/stands_in").count() == 1


def test_a_later_absence_begins_on_its_first_day_once(dao, dip, colleague, case):
    lifecycle.claim(case, by=dao)
    absence = away(dao, dip, colleague, 1, 3)
    assert absences.begin_due() == 0
    Absence.objects.filter(pk=absence.pk).update(first_on=day(0))
    assert (absences.begin_due(), absences.begin_due()) == (1, 0)
    case.refresh_from_db()
    assert case.handed_to == colleague


def test_what_is_handed_to_an_absent_officer_goes_to_who_stands_in(dao, dip, colleague, third, case):
    away(dao, dip, colleague)
    handing_on.hand_on(case, to=dao, by=third, agency=dip)
    case.refresh_from_db()
    assert case.handed_to == colleague


def test_nobody_hands_a_case_to_themselves_through_an_absent_colleague(dao, dip, colleague, third, case):
    away(dao, dip, colleague)
    assert handing_on.colleagues(case, of=colleague, agency=dip) == [third]


def test_the_list_of_colleagues_says_who_stands_in(dao, dip, colleague, third, case, client_for):
    away(dao, dip, colleague)
    lifecycle.claim(case, by=third)
    page = client_for(third).get(f"/en/desk/review/{case.pk}/?ask=hand").content.decode()
    assert f"{dao} (away until" in page


def test_a_substitute_in_conflict_does_not_get_the_case(dao, dip, colleague, case):
    conflicts.declare(case.thai, by=colleague)
    lifecycle.claim(case, by=dao)
    away(dao, dip, colleague)
    case.refresh_from_db()
    assert (case.handed_to, case.is_held) == (None, False)


def test_it_ends_by_itself(dao, dip, colleague, third, case):
    absence = away(dao, dip, colleague)
    Absence.objects.filter(pk=absence.pk).update(first_on=day(-3), last_on=day(-1))
    handing_on.hand_on(case, to=dao, by=third, agency=dip)
    case.refresh_from_db()
    assert case.handed_to == dao


def test_a_substitute_who_is_away_too_is_refused_with_a_sentence(dao, dip, colleague, third):
    away(colleague, dip, third, 2, 5)
    with pytest.raises(ValidationError, match="ก้อง is away too"):
        away(dao, dip, colleague, 0, 2)
    assert away(dao, dip, colleague, 0, 1)


def test_who_stands_in_cannot_leave_without_another(dao, dip, colleague, third):
    away(dao, dip, colleague, 0, 3)
    with pytest.raises(ValidationError, match="You stand in for"):
        away(colleague, dip, third, 3, 4)


@pytest.mark.parametrize("kind", ["stranger", "oneself", "reversed", "past", "twice", "too long"])
def test_impossible_absences_are_refused(kind, dao, dip, colleague, kenji):
    substitute, first, last = colleague, 0, 3
    if kind == "stranger":
        substitute = kenji
    elif kind == "oneself":
        substitute = dao
    elif kind == "reversed":
        first, last = 4, 3
    elif kind == "past":
        first, last = -4, -3
    elif kind == "too long":
        last = 300
    else:
        away(dao, dip, colleague, 2, 9)
    with pytest.raises(ValidationError):
        away(dao, dip, substitute, first, last)


def test_the_page_declares_shows_and_ends_it(dao, dip, colleague, third, case, client_for):
    browser, page = client_for(dao), "/en/desk/absences/"
    sent = {"first_on": day(0), "last_on": day(2), "substitute": colleague.pk}
    assert browser.post(page, sent | {"last_on": day(-1)}).status_code == 200
    assert browser.post(page, sent).status_code == 302
    lifecycle.claim(case, by=dao)
    review = client_for(third).get(f"/en/desk/review/{case.pk}/").content.decode()
    assert "ก้อง stands in" in review
    absence = Absence.objects.get()
    assert client_for(third).post(f"{page}{absence.pk}/end/").status_code == 404
    assert browser.post(f"{page}{absence.pk}/end/").status_code == 302
    assert "stands in" not in client_for(third).get(f"/en/desk/review/{case.pk}/").content.decode()
