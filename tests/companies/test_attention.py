"""Looks are counted by day, for nobody in particular, and never one's own."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from companies import attention
from companies.models import CompanyDay

pytestmark = pytest.mark.django_db


def look(browser, firm):
    browser.get(reverse("companies:company-detail", args=[firm.slug]))


def looks_at(firm):
    return sum(firm.days.values_list("looks", flat=True))


def test_another_firms_look_counts_and_a_second_adds(yuki, thai_firm, client_for):
    for _time in range(2):
        look(client_for(yuki), thai_firm)
    assert CompanyDay.objects.get(company=thai_firm).looks == 2


def test_own_people_officers_and_visitors_do_not_count(
    somchai, malee, dao, root, nobody, thai_firm, client_for
):
    for browser in (*(client_for(user) for user in (somchai, malee, dao, root)), nobody):
        look(browser, thai_firm)
    assert looks_at(thai_firm) == 0


def test_the_day_is_that_of_the_firms_country(yuki, somchai, thai_firm, japanese_firm, client_for):
    with time_machine.travel(datetime.datetime(2026, 11, 25, 16, 0, tzinfo=datetime.UTC), tick=False):
        look(client_for(yuki), thai_firm)
        look(client_for(somchai), japanese_firm)

    assert thai_firm.days.get().day == datetime.date(2026, 11, 25)
    assert japanese_firm.days.get().day == datetime.date(2026, 11, 26)


def test_the_chart_has_thirty_days_and_the_highest_fills_it(thai_firm):
    today = attention.today_of(thai_firm)
    for days_ago, looks in ((0, 2), (3, 4), (29, 1), (30, 9)):
        day = today - datetime.timedelta(days=days_ago)
        CompanyDay.objects.create(company=thai_firm, day=day, looks=looks)
    shown = attention.of_company(thai_firm)

    assert (len(shown.days), shown.looks) == (30, 7)
    assert [day.height for day in shown.days if day.looks] == [15.0, 60.0, 30.0]
    assert all(day.y + day.height == attention.HEIGHT for day in shown.days)


def test_the_owner_reads_the_counts(yuki, somchai, thai_firm, client_for):
    look(client_for(yuki), thai_firm)
    page = client_for(somchai).get(reverse("companies:my-company"))
    assert page.context["attention"].looks == 1
    assert page.content.decode().count("<rect") == 1
