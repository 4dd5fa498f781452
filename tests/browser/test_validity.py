"""Every page in every language under the Nu HTML checker, and under pa11y at three widths."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.conftest import OpenWindow
from tests.browser.furniture import Place
from tests.browser.house import House
from tests.browser.measures import reach, windows_of
from tests.gate import nu, pa11y
from tests.gate.pa11y import Visit
from tests.gate.parts import is_strict

pytestmark = [pytest.mark.browser, pytest.mark.deep, pytest.mark.django_db(transaction=True)]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
WIDTHS = (360, 768, 1280)


def require(missing: Callable[[], str]) -> None:
    if reason := missing():
        (pytest.fail if is_strict() else pytest.skip)(reason)


def test_every_page_is_valid_html(house: House, open_window: OpenWindow, tmp_path: Path):
    require(nu.missing)
    pages = tmp_path / "pages"
    pages.mkdir()
    with windows_of(house, open_window) as windows:
        for place in house.places:
            for language in LANGUAGES:
                source = source_of(windows[place.person].page, place, language)
                (pages / f"{place.name}-{language}.html").write_bytes(source)
    faults = nu.faults_in(pages)
    assert not faults, "\n".join(faults)


def test_pa11y_finds_nothing_on_any_page(house: House, open_window: OpenWindow, live_server):
    require(pa11y.missing)
    with windows_of(house, open_window) as windows:
        cookies = {name: cookies_of(witness.page) for name, witness in windows.items()}
        visits = [
            Visit(f"{live_server.url}{place.in_language(language)}", cookies[place.person], width)
            for place in house.places
            if not place.pressed
            for language in LANGUAGES
            for width in WIDTHS
        ]
        faults = pa11y.faults_at(visits)
    assert not faults, "\n".join(faults)


def source_of(page: Page, place: Place, language: str) -> bytes:
    """As it was sent; a window is only needed where a form leads there."""
    if place.pressed:
        return reach(page, place, language).body()
    return page.request.get(place.in_language(language)).body()


def cookies_of(page: Page) -> dict[str, str]:
    return {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
