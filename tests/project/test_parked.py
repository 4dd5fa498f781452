"""A person who was signed out in the middle of a form finds what they typed in it after signing in."""

import re
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts import parked
from accounts.parked import refill

pytestmark = pytest.mark.django_db
WORDS = 'ต้องการ <b>"เพลา"</b> & 研削\nสองบรรทัด'
PASSWORD = "a long walk by the river 39"


def sign_in(browser: Client, user, address: str) -> str:
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.get_or_create(user=user, email=user.email, primary=True, verified=True)
    answer = browser.post(address, {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return answer["Location"]


LONG_FORMS = {
    "company": ("companies:company-edit", "", "companies:company-edit", "", "profile", "somchai"),
    "need": ("companies:need-create", "", "companies:need-create", "", "text", "somchai"),
    "offer": ("companies:offer-create", "", "companies:offer-create", "", "text", "somchai"),
    "message": (
        "matching:message-create",
        "connected",
        "matching:match-detail",
        "connected",
        "text",
        "somchai",
    ),
    "reject": (
        "matching:match-reject",
        "proposed",
        "matching:match-review",
        "proposed",
        "reject-note",
        "dao",
    ),
    "question": ("companies:question-list", "", "companies:question-list", "", "text", "somchai"),
    "report": (
        "companies:company-report",
        "partner",
        "companies:company-report",
        "partner",
        "text",
        "somchai",
    ),
}


@pytest.mark.parametrize("name", LONG_FORMS)
def test_the_words_of_a_long_form_survive_being_signed_out(name, people, arguments, thai_firm):
    url, argument, page_url, page_argument, box, role = LONG_FORMS[name]
    page = reverse(page_url, args=arguments[page_argument])
    browser = Client()

    sent = {box: WORDS, "company": thai_firm.pk}
    answer = browser.post(
        reverse(url, args=arguments[argument]), sent, headers={"referer": f"http://testserver{page}"}
    )
    assert answer.status_code == 302
    back = sign_in(browser, people[role], answer["Location"])
    shown = browser.get(back).content.decode()

    assert back == page
    typed = re.search(rf'<textarea[^>]*name="{box}"[^>]*>(.*?)</textarea>', shown, re.S)
    assert typed
    assert unescape(typed[1]).removeprefix("\n") == WORDS
    assert parked.KEY not in browser.session


def test_it_is_shown_once_and_only_on_its_page(people):
    browser = Client()
    page = reverse("companies:need-create")
    answer = browser.post(page, {"text": WORDS})
    sign_in(browser, people["somchai"], answer["Location"])

    assert WORDS.split()[0] not in browser.get(reverse("companies:offer-create")).content.decode()
    assert "สองบรรทัด" in browser.get(page).content.decode()
    assert "สองบรรทัด" not in browser.get(page).content.decode()


def test_it_is_gone_after_an_hour(people, monkeypatch):
    browser = Client()
    page = reverse("companies:need-create")
    answer = browser.post(page, {"text": WORDS})
    kept = Session.objects.get(session_key=browser.session.session_key)
    sign_in(browser, people["somchai"], answer["Location"])
    later = parked.now() + parked.KEPT_SECONDS + 1
    monkeypatch.setattr(parked, "now", lambda: later)

    assert (kept.expire_date.timestamp() - parked.now()) <= 0
    assert "สองบรรทัด" not in browser.get(page).content.decode()
    assert parked.KEY not in browser.session


@pytest.mark.parametrize(
    "sent",
    [{"password": "secret 4711", "text": "a"}, {"text": "a" * 200_001}, {}],
    ids=["password", "long", "empty"],
)
def test_what_is_not_kept(sent):
    browser = Client()
    browser.post(reverse("companies:need-create"), sent)

    assert parked.KEY not in browser.session


@pytest.mark.parametrize(
    "name",
    [
        "companies:need-answers",
        "companies:offer-kind",
        "companies:condition-read",
        "matching:capability-suggest",
    ],
)
def test_what_a_page_asks_while_one_writes_puts_no_sign_in_page_into_it(name, people):
    """Nor does it keep half a text: the form sent after it is the one that comes back."""
    browser = Client()
    answer = browser.post(reverse(name), {"text": WORDS}, headers={"hx-request": "true"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert parked.KEY not in browser.session


def test_a_page_elsewhere_is_never_led_to():
    answer = Client().post(
        reverse("companies:need-create"), {"text": "a"}, headers={"referer": "https://evil.example/x"}
    )

    assert "evil" not in answer["Location"]


FORM = (
    '<form method="post" action="/b/"><input name="a" value="old"></form>'
    '<details><form method="post"><input name="a" value="old"><textarea name="t">old</textarea>'
    '<select name="s"><option value="1" selected>1</option><option value="2">2</option></select>'
    '<input type="checkbox" name="c" value="x" checked><input type="checkbox" name="c" value="y">'
    '<input type="file" name="f"><input type="hidden" name="csrfmiddlewaretoken" value="new"></form></details>'
)


def test_every_kind_of_control_is_filled_in_its_own_form_alone():
    filled = refill(FORM, "/a/", "/a/", {"a": ['<"&'], "t": ["two\nlines"], "s": ["2"], "c": ["y"]})

    assert filled.startswith(
        '<form method="post" action="/b/"><input name="a" value="old"></form><details open>'
    )
    assert '<input name="a" value="&lt;&quot;&amp;">' in filled
    assert '<textarea name="t">\ntwo\nlines</textarea>' in filled
    assert '<option value="1">1</option><option value="2" selected>' in filled
    assert 'value="x"><input type="checkbox" name="c" value="y" checked>' in filled
    assert 'name="csrfmiddlewaretoken" value="new"' in filled


def test_a_part_asked_for_by_a_page_left_open_leads_the_whole_page_to_sign_in(client):
    page = reverse("matching:suggestion-list")
    answer = client.get(page, HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL=f"http://testserver{page}?sort=new")
    assert answer.headers["HX-Redirect"] == f"{reverse('account_login')}?next={page}%3Fsort%3Dnew"
    assert b"<main" not in answer.content


@pytest.mark.parametrize("name", ["matching:match-state", "matching:conversation-detail"])
def test_what_a_page_asks_for_while_somebody_writes_on_it_changes_nothing(client, name):
    answer = client.get(reverse(name, args=[1]), HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer.content) == (204, b"")
