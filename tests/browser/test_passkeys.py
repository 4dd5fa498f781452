"""A passkey is made and signs in, under the strict policy, in a real browser with a virtual key."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIRTUAL_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_key(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL_KEY})


def test_a_passkey_is_added_and_signs_in_without_a_password(somchai, sign_in):
    page = sign_in(somchai)
    refused: list[str] = []
    page.on("console", lambda line: refused.append(line.text) if line.type == "error" else None)
    give_key(page)
    page.goto("/th/account/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("webauthn/add"))
    page.fill("[name=name]", "Phone")
    expect(page.locator("[name=passwordless]")).to_be_checked()
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile("recovery-codes"))
    page.goto("/th/account/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Phone")

    page.context.clear_cookies()
    page.goto("/th/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(re.compile("/th/today/"))
    assert refused == []


def test_one_session_ends_all_others(somchai, sign_in, open_window):
    here, elsewhere = sign_in(somchai), open_window(None)
    elsewhere.goto("/th/account/login/")
    elsewhere.fill("input[name=login]", somchai.email)
    elsewhere.fill("input[name=password]", PASSWORD)
    elsewhere.locator("main form button").first.click()
    elsewhere.wait_for_url(re.compile("/th/today/"))
    here.goto("/th/account/sessions/")
    here.locator("main form button").click()
    elsewhere.goto("/th/settings/")
    expect(elsewhere).to_have_url(re.compile("/account/login/"))
    here.goto("/th/settings/")
    expect(here).to_have_url(re.compile("/th/settings/"))
