"""Saved searches: what is new since the last look, told by mail once, and never what one may not see."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from accounts import notices
from companies import blocks, saved_searches
from companies.enums import CompanyState
from companies.models import SavedSearch
from tests.factories.companies import CompanyFactory, JapaneseCompanyFactory, NeedFactory, grinding

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 30, 8, 5, tzinfo=ZoneInfo("Asia/Bangkok"))
BOTH = ["daily", "weekly"]


@pytest.fixture
def outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


def save(client_for, person, **sent):
    client_for(person).post(
        "/th/searches/new/", {"place": "directory", "query": "country=JP&page=2&q=", "name": "ญี่ปุ่น"} | sent
    )
    return SavedSearch.objects.latest("pk")


def listed(client_for, person):
    return client_for(person).get("/th/searches/").context["rows"]


def test_what_is_new_since_the_last_look_is_counted(client_for, somchai, japanese_firm):
    search = save(client_for, somchai)
    assert search.query == "country=JP"
    JapaneseCompanyFactory()
    CompanyFactory()
    (row,) = listed(client_for, somchai)
    assert (row.found, row.new) == (2, 1)

    answer = client_for(somchai).post(f"/th/searches/{search.pk}/open/")
    assert answer["Location"] == "/th/companies/?country=JP"
    assert [row.new for row in listed(client_for, somchai)] == [0]


def test_the_mail_comes_once_and_only_with_something_new(client_for, somchai, outbox):
    save(client_for, somchai)
    assert saved_searches.send(somchai.pk, BOTH) is False
    firm = JapaneseCompanyFactory()
    assert saved_searches.send(somchai.pk, ["daily"]) is False
    assert saved_searches.send(somchai.pk, BOTH) is True
    assert saved_searches.send(somchai.pk, BOTH) is False
    (message,) = outbox
    assert firm.name_roman in message.body
    assert "/th/searches/stop/" in message.body


@pytest.mark.parametrize("hides", ["block", "suspend"])
def test_who_may_not_be_seen_when_it_is_sent_is_not_told(client_for, somchai, thai_firm, outbox, hides):
    save(client_for, somchai)
    firm = JapaneseCompanyFactory()
    if hides == "block":
        blocks.block(firm, thai_firm, by=somchai)
    else:
        firm.state = CompanyState.SUSPENDED
        firm.save()
    assert saved_searches.send(somchai.pk, BOTH) is False
    assert not outbox


def test_an_anonymous_need_is_told_by_its_trades_alone(client_for, somchai, outbox):
    save(client_for, somchai, place="needs", query="")
    firm = JapaneseCompanyFactory()
    need = NeedFactory(company=firm, is_anonymous=True, capabilities=[grinding()])
    assert saved_searches.send(somchai.pk, BOTH)
    assert "งานเจียระไนแบบไร้ศูนย์" in outbox[0].body
    for secret in (firm.name_roman, firm.name_native, need.text):
        assert secret not in outbox[0].body


def test_a_person_who_left_the_firm_sees_no_needs(client_for, somchai, outbox):
    search = save(client_for, somchai, place="needs", query="")
    NeedFactory(company=JapaneseCompanyFactory())
    somchai.memberships.update(ended_at=MONDAY)
    assert saved_searches.found_by(search) == []
    assert saved_searches.send(somchai.pk, BOTH) is False


def test_who_wants_no_mail_of_searches_gets_none(client_for, somchai, outbox):
    save(client_for, somchai)
    JapaneseCompanyFactory()
    notices.choose_mail(somchai, {"searches": "none"})
    assert saved_searches.send(somchai.pk, BOTH) is False


def test_the_link_in_the_mail_leads_to_a_button_that_stops_it(client_for, somchai, nobody, outbox):
    search = save(client_for, somchai)
    JapaneseCompanyFactory()
    saved_searches.send(somchai.pk, BOTH)
    link = re.search(r"/th/searches/stop/\S+", outbox[0].body)[0]
    assert nobody.get(link).status_code == 200
    search.refresh_from_db()
    assert search.how_often == "weekly"
    nobody.post(link)
    search.refresh_from_db()
    assert search.how_often == "never"
    assert nobody.get(link[:-3] + "xx/").status_code == 404


def test_weekly_ones_are_due_on_mondays_at_eight(client_for, somchai):
    save(client_for, somchai)
    assert saved_searches.due(MONDAY) == [somchai.pk]
    assert saved_searches.due(MONDAY + datetime.timedelta(hours=1)) == []
    assert saved_searches.due(MONDAY + datetime.timedelta(days=1)) == []
    SavedSearch.objects.update(how_often="daily")
    assert saved_searches.due(MONDAY + datetime.timedelta(days=1)) == [somchai.pk]


def test_a_search_is_renamed_deleted_and_brought_back(client_for, somchai, outsider):
    search = save(client_for, somchai)
    browser = client_for(somchai)
    browser.post(f"/th/searches/{search.pk}/change/", {"name": "ใหม่", "how_often": "daily"})
    answer = browser.post(f"/th/searches/{search.pk}/delete/")
    page = browser.get(answer["Location"])
    assert page.context["rows"] == []
    assert "ใหม่" in page.content.decode()
    assert client_for(outsider).post(f"/th/searches/{search.pk}/undo/").status_code == 404
    browser.post(f"/th/searches/{search.pk}/undo/")
    assert [row.search.how_often for row in listed(client_for, somchai)] == ["daily"]


def test_the_most_one_may_keep_is_told(client_for, somchai):
    for number in range(saved_searches.MOST_SAVED + 1):
        save(client_for, somchai, query=f"q={number}x")
    assert SavedSearch.objects.count() == saved_searches.MOST_SAVED
    answer = client_for(somchai).post(
        "/en/searches/new/", {"place": "directory", "query": "q=z"}, follow=True
    )
    assert "as many as one may" in answer.content.decode()


def test_the_directory_suggests_a_name_in_the_readers_language(client_for, somchai, japanese_firm):
    page = client_for(somchai).get("/th/companies/?country=JP&q=เจียร")
    assert page.context["suggested_name"] == "เจียร · ญี่ปุ่น"
    assert 'form="save-search"' in page.content.decode()
