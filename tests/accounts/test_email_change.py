"""A new address takes the place of the old one when the link sent there is opened, and not before."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from accounts.models import User
from config.templatetags.otagai import device
from tests.accounts.test_signing_in import in_language, person, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "somchai@works.example"


@pytest.fixture
def browser(client):
    cache.clear()
    sign_in(client, person().email, language="th")
    return client


def ask(browser, **fields):
    return browser.post(in_language("th", "account_email"), {"email": NEW, **fields}, follow=True)


def addresses() -> set[str]:
    return set(User.objects.get().emailaddress_set.values_list("email", flat=True))


def test_the_link_changes_the_address_of_the_person_and_leaves_no_other(browser):
    page = ask(browser, action_add="").content.decode()
    assert NEW in page
    assert 'name="action_send"' in page
    assert User.objects.get().email == "somchai@example.com"
    sent = next(message for message in mail.outbox if message.to == [NEW])
    link = re.search(r"/th/account/confirm-email/[^/\s]+/", sent.body)[0]
    browser.post(link)
    assert User.objects.get().email == NEW
    assert addresses() == {NEW}


def test_a_change_can_be_sent_again_and_called_off(browser):
    ask(browser, action_add="")
    cache.clear()
    ask(browser, action_send="")
    assert [message.to for message in mail.outbox].count([NEW]) == 2
    page = ask(browser, action_remove="").content.decode()
    assert 'name="action_send"' not in page
    assert addresses() == {"somchai@example.com"}


def test_an_address_that_is_none_is_kept_to_be_mended(browser):
    page = browser.post(in_language("th", "account_email"), {"email": "somchai@", "action_add": ""})
    assert 'value="somchai@"' in page.content.decode()
    assert not mail.outbox


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
            "Chrome, Windows",
        ),
        ("Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", "Firefox Mobile, Android"),
        ("otagai-probe", "otagai-probe"),
        ("", "–"),
    ],
)
def test_a_device_is_named_by_browser_and_system(sent, said):
    assert device(sent) == said
