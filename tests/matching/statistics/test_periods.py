"""Fiscal years of two countries, their eras, and days anyone may choose."""

import datetime

import pytest
from django.utils import timezone, translation

from matching.statistics import periods

TODAY = datetime.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("day", "thai", "japanese"),
    [
        (datetime.date(2026, 3, 31), 2026, 2025),
        (datetime.date(2026, 4, 1), 2026, 2026),
        (datetime.date(2026, 9, 30), 2026, 2026),
        (datetime.date(2026, 10, 1), 2027, 2026),
        (datetime.date(2026, 12, 31), 2027, 2026),
        (datetime.date(2027, 1, 1), 2027, 2026),
    ],
)
def test_a_day_lies_in_these_fiscal_years(day, thai, japanese):
    assert (periods.thai_year_of(day), periods.japanese_year_of(day)) == (thai, japanese)
    for period in (periods.thai_fiscal_year(thai), periods.japanese_fiscal_year(japanese)):
        assert period.first <= day <= period.last


def test_each_year_begins_at_midnight_in_its_own_country():
    thai, japanese = periods.thai_fiscal_year(2027), periods.japanese_fiscal_year(2026)
    assert thai.start == datetime.datetime(2026, 9, 30, 17, tzinfo=datetime.UTC)
    assert thai.end == datetime.datetime(2027, 9, 30, 17, tzinfo=datetime.UTC)
    assert japanese.start == datetime.datetime(2026, 3, 31, 15, tzinfo=datetime.UTC)
    assert japanese.end == datetime.datetime(2027, 3, 31, 15, tzinfo=datetime.UTC)


def test_fiscal_years_follow_each_other_without_a_gap():
    for year_of in (periods.thai_fiscal_year, periods.japanese_fiscal_year):
        assert [year_of(year).end for year in (2024, 2025)] == [year_of(year).start for year in (2025, 2026)]


@pytest.mark.parametrize(
    ("language", "thai", "japanese"),
    [
        ("th", "ปีงบประมาณ 2570", "ปีงบประมาณญี่ปุ่น 2569 (เรวะ 8)"),
        ("ja", "タイ 2570年度（2027年9月まで）", "令和8年度（2026年度）"),
        ("en", "Thai fiscal year 2570 (to September 2027)", "Japanese fiscal year 2026 (Reiwa 8)"),
    ],
)
def test_years_are_called_as_people_call_them(language, thai, japanese):
    with translation.override(language):
        assert periods.thai_fiscal_year(2027).label == thai
        assert periods.japanese_fiscal_year(2026).label == japanese


@pytest.mark.parametrize(
    ("year", "era"), [(2018, "平成30"), (2019, "令和元"), (2020, "令和2"), (1989, "平成元")]
)
def test_the_first_year_of_an_era(year, era):
    assert periods.era_year(year, "ja") == era


def test_an_address_names_its_period_and_reads_it_back():
    for period in periods.choices(TODAY):
        assert periods.read(period.parameters, TODAY) == period
    days = periods.read({"period": "days", "from": "2026-02-27", "to": "2026-03-01"}, TODAY)
    assert (days.end - days.start).days == 3
    assert periods.read(days.parameters, TODAY) == days


@pytest.mark.parametrize("asked", ["", "thai", "thai-", "thai-9999", "thai-²", "moon-2026", "japan--1"])
def test_an_address_without_sense_gives_the_last_months(asked):
    assert periods.read({"period": asked}, TODAY).kind == periods.MONTHS


@pytest.mark.parametrize("today", [TODAY, datetime.date(2028, 2, 29), datetime.date(2027, 1, 1)])
def test_the_last_months_are_a_year_that_ends_today(today):
    period = periods.last_months(today)
    assert period.last == today
    assert 364 <= (period.last - period.first).days <= 366


@pytest.mark.parametrize(
    ("first", "last"),
    [("", ""), ("x", "2026-01-01"), ("2026-02-02", "2026-02-01"), ("0001-01-01", "2026-01-01")],
)
def test_days_that_make_no_period_are_refused(first, last):
    with pytest.raises(periods.BadPeriod):
        periods.read({"period": "days", "from": first, "to": last}, TODAY)


def test_days_are_those_of_the_reader():
    with timezone.override("Asia/Tokyo"):
        assert periods.any_days("2026-01-01", "2026-01-01").start.utcoffset() == datetime.timedelta(hours=9)
