"""Promised days count working days of their country."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from companies import working_days
from companies.models import SpecialClosure
from config.lifecycle import MoveNotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.matching import introduced

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.mark.parametrize(
    ("country", "start", "count", "due"),
    [
        # Thursday to Monday over a weekend.
        ("TH", D(2026, 11, 26), 2, D(2026, 11, 30)),
        # Songkran, 13 to 15 April, Monday to Wednesday.
        ("TH", D(2026, 4, 10), 1, D(2026, 4, 16)),
        # Visakha Bucha falls on a Sunday, so Monday 1 June is off; 3 June is a holiday as well.
        ("TH", D(2026, 5, 29), 2, D(2026, 6, 4)),
        # The King's birthday on a Saturday moves to Monday 7 December; the 10th is Constitution Day.
        ("TH", D(2026, 12, 4), 3, D(2026, 12, 11)),
        # New Year in Bangkok: 31 December and 1 January.
        ("TH", D(2026, 12, 30), 1, D(2027, 1, 4)),
        # Golden Week 2026 with the substitute day on 6 May.
        ("JP", D(2026, 4, 28), 3, D(2026, 5, 7)),
        # A day between two holidays is one: 21, 22 and 23 September 2026.
        ("JP", D(2026, 9, 18), 1, D(2026, 9, 24)),
        # Offices in Japan close from 29 December to 3 January.
        ("JP", D(2026, 12, 28), 1, D(2027, 1, 4)),
        # The equinox on a Sunday moves to Monday 22 March 2027.
        ("JP", D(2027, 3, 19), 1, D(2027, 3, 23)),
    ],
)
def test_the_last_of_so_many_working_days(country, start, count, due):
    assert working_days.working_days_after(start, count, country) == due


def test_no_day_is_no_promise():
    with pytest.raises(ValueError, match="at least one"):
        working_days.working_days_after(D(2026, 1, 5), 0, "TH")


def test_both_countries_have_had_their_days():
    # Golden Week holds Japan up, and Thailand has worked for days.
    assert working_days.due_in_both(D(2026, 4, 28), 3) == D(2026, 5, 7)


def test_a_closure_of_the_desk_counts_until_it_is_taken_back():
    day, dao = timezone.localdate() + datetime.timedelta(days=400), UserFactory()
    plain = working_days.working_days_after(day, 1, "TH")
    closure = working_days.close("TH", by=dao, first=plain, last=plain, reason="น้ำท่วม", lang="th")

    assert working_days.working_days_after(day, 1, "TH") > plain
    assert working_days.working_days_after(day, 1, "JP") >= day
    working_days.reopen(closure, by=dao)
    assert working_days.working_days_after(day, 1, "TH") == plain
    with pytest.raises(MoveNotAllowed):
        working_days.reopen(closure, by=dao)


@pytest.mark.parametrize("days", [(5, 3), (-2, 3), (1, 90)])
def test_impossible_closures_are_refused_with_a_sentence(days):
    today = timezone.localdate()
    first, last = (today + datetime.timedelta(days=number) for number in days)
    with pytest.raises(ValidationError):
        working_days.close("TH", by=UserFactory(), first=first, last=last, reason="x", lang="th")


def test_an_introduction_is_due_when_both_countries_had_their_days():
    match = introduced()
    today = timezone.localdate()
    assert match.answer_due_on == working_days.due_in_both(today, match.corridor.answer_days)
    assert (match.answer_due_on - today).days > match.corridor.answer_days


def test_a_desk_closes_days_of_its_own_country_and_keeps_what_was_typed(client_for, dao, kenji):
    day = timezone.localdate() + datetime.timedelta(days=20)
    browser, page = client_for(dao), "/en/desk/calendar/"
    sent = {"first_on": day, "last_on": day - datetime.timedelta(days=1), "reason": "Flood"}
    refused = browser.post(f"{page}close/", sent).content.decode()
    assert "Flood" in refused
    assert "comes before the first" in refused
    assert browser.post(f"{page}close/", sent | {"last_on": day}).status_code == 302
    closure = SpecialClosure.objects.get()
    assert (closure.country, closure.added_by) == ("TH", dao)
    assert client_for(kenji).post(f"{page}{closure.pk}/remove/").status_code == 404
    assert "Flood" in client_for(kenji).get(page).content.decode()


@pytest.mark.parametrize(
    ("language", "name"), [("th", "วันสงกรานต์"), ("ja", "みどりの日"), ("en", "Songkran")]
)
def test_holidays_are_named_for_the_reader_where_the_list_has_the_words(language, name):
    with translation.override(language):
        rows = [
            row
            for country in ("TH", "JP")
            for row in working_days.named_holidays(country, D(2026, 4, 1), D(2026, 5, 31))
        ]
    assert any(name in row[1] for row in rows)


@pytest.mark.parametrize("country", ["TH", "JP"])
@pytest.mark.parametrize("language", ["th", "ja"])
def test_no_holiday_of_the_next_years_has_an_english_name_for_thai_and_japanese_readers(country, language):
    with translation.override(language):
        rows = working_days.named_holidays(country, D(2026, 1, 1), D(2036, 12, 31))
    assert {row[2] for row in rows} == {language}
    assert not [name for _day, name, _lang in rows if re.search("[A-Za-z]{2}", name)]


def test_a_day_off_in_place_of_two_holidays_says_so_in_japanese():
    with translation.override("ja"):
        names = [row[1] for row in working_days.named_holidays("TH", D(2026, 12, 7), D(2026, 12, 7))]
    assert names == ["プミポン前国王誕生日・国家の日・父の日（振替休日）"]
