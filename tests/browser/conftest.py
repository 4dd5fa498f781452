"""People at their own browsers: one Chromium, one window for each, on the real server."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from accounts.models import User
from companies.models import Agency, Company
from config import env
from outbox.models import Job
from outbox.worker import run_job
from tests.browser.house import House, furnish
from tests.factories.companies import CompanyFactory, JapaneseCompanyFactory
from tests.gate.chromium import find_chromium

# Playwright keeps a loop running in this thread; Django would take that for a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 60_000
PASSWORD = "a long walk by the river 39"

SignIn = Callable[[User], Page]
OpenWindow = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or find_chromium()
    if not path or not shutil.which(path):
        pytest.skip("Chromium is missing")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def reference(transactional_db: None) -> None:
    call_command("load_reference", verbosity=0)


@pytest.fixture
def dip(reference: None) -> Agency:
    return Agency.objects.get(code="dip")


@pytest.fixture
def thai_firm(reference: None) -> Company:
    return CompanyFactory(
        slug="somchai-works",
        name_native="บริษัท สมชายเวิร์ค จำกัด",
        name_roman="Somchai Works Co., Ltd.",
        languages=["th", "en"],
    )


@pytest.fixture
def japanese_firm(reference: None) -> Company:
    return JapaneseCompanyFactory(
        slug="yuki-seiki",
        name_native="株式会社ユキ精機",
        name_roman="Yuki Seiki Co., Ltd.",
        name_kana="ゆきせいき",
        languages=["ja", "en"],
        export_level="direct",
    )


@pytest.fixture
def house(transactional_db: None, settings, tmp_path, monkeypatch) -> House:
    """With its demonstration data; the passwords of an installation in this checkout stay as they are."""
    monkeypatch.setattr(env, "VAR_DIR", tmp_path)
    settings.DEMONSTRATION, settings.MEDIA_ROOT = True, tmp_path
    return furnish()


@pytest.fixture
def open_window(chromium: Browser, live_server: object) -> Iterator[OpenWindow]:
    """A window of one person (or of nobody); an error in any of its pages fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(user: User | None, **look: object) -> Page:
        contexts.append(chromium.new_context(base_url=live_server.url, **look))  # type: ignore[attr-defined]
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 500 else None)
        if user is not None:
            sign_in_at(page, user)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def sign_in(open_window: OpenWindow) -> SignIn:
    return open_window


def sign_in_at(page: Page, user: User) -> None:
    """Through the form, as everybody does."""
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.get_or_create(user=user, email=user.email, primary=True, verified=True)
    page.goto(f"/{user.language}/account/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/account/login" not in url)


def work_off() -> None:
    """Do every job that waits, with the code the worker runs."""
    while job := Job.objects.ready().order_by("pk").first():
        run_job(job.pk)
