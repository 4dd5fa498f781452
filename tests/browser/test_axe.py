"""Every page in every language on a narrow phone: the measures hold, and axe finds nothing serious."""

from collections.abc import Sequence

import pytest
from django.conf import settings
from django.urls import resolve

from tests.browser.conftest import OpenWindow
from tests.browser.furniture import Place
from tests.browser.house import House
from tests.browser.measures import axe_faults, visit, windows_of
from tests.project.test_url_access import TABLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PHONE = {"width": 360, "height": 740}
EVERY_WIDTH = [PHONE, {"width": 768, "height": 1024}, {"width": 1280, "height": 800}]
# Files, parts of a page that a script asks for, and what stands at an address without a language.
NO_PAGES = {
    "accounts:copy-download",
    "agreements:document-download",
    "companies:catalogue-download",
    "companies:condition-read",
    "companies:import-faults",
    "companies:import-template",
    "companies:picture",
    "matching:capability-suggest",
    "matching:match-sheet-pdf",
    "matching:match-state",
    "matching:run-report",
    "matching:statistics-report",
    "outbox:healthz",
    "outbox:readyz",
    "outbox:mail-list",
    "outbox:mail-detail",
}


@pytest.mark.parametrize("half", range(2))
def test_every_page_holds_its_measures_and_has_no_serious_fault(
    half: int, house: House, open_window: OpenWindow
):
    """Two walks, one for each worker: to furnish a house takes a minute. axe takes the languages by turns."""
    faults = [f"{name}: no place in the house" for name in sorted(pages() - names_in(house))]
    faults += walk(house, house.places[half::2], open_window, PHONE, by_turns=True)
    assert not faults, "\n".join(faults)


@pytest.mark.deep
@pytest.mark.parametrize("viewport", EVERY_WIDTH, ids=["360", "768", "1280"])
def test_no_page_has_a_serious_fault_in_any_language_at_any_width(
    viewport, house: House, open_window: OpenWindow
):
    faults = walk(house, house.places, open_window, viewport)
    assert not faults, "\n".join(faults)


def pages() -> set[str]:
    """Names of the addresses that show a page."""
    read = {name for name, (methods, _argument, _who) in TABLE.items() if "GET" in methods}
    return {name for name in read if not name.endswith("-export")} - NO_PAGES


def names_in(house: House) -> set[str]:
    return {resolve(place.in_language("en").partition("?")[0]).view_name for place in house.places}


def walk(
    house: House,
    places: Sequence[Place],
    open_window: OpenWindow,
    viewport: dict[str, int],
    *,
    by_turns: bool = False,
) -> list[str]:
    """Under the policy for contents, as people have it: what it refuses is said on the console."""
    faults = []
    with windows_of(house, open_window, viewport=viewport) as windows:
        for turn, place in enumerate(places):
            for language in LANGUAGES:
                faults += visit(windows[place.person], place, language)
                if not by_turns or language == LANGUAGES[turn % len(LANGUAGES)]:
                    faults += axe_faults(windows[place.person].page)
    return faults
