"""Every page once per language under axe: nothing serious stands between a person and the page."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.conftest import OpenWindow
from tests.browser.house import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FAILING = ("serious", "critical")


def test_no_page_has_a_serious_fault_in_any_language(house: House, open_window: OpenWindow):
    # axe is put into the page, which the policy for contents would refuse.
    windows = {name: open_window(user, bypass_csp=True) for name, user in house.people.items()}
    windows["nobody"] = open_window(None, bypass_csp=True)
    faults = []
    for place in house.places:
        for language, _name in settings.LANGUAGES:
            faults += faults_of(windows[place.person], f"/{language}/{place.address}")
    assert not faults, "\n".join(faults)


def faults_of(page: Page, address: str) -> list[str]:
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return [f"{address}: answered {answer and answer.status}"]
    found = Axe().run(page).response["violations"]
    return [
        f"{address}: {fault['id']} at {', '.join(node['html'][:120] for node in fault['nodes'][:3])}"
        for fault in found
        if fault["impact"] in FAILING
    ]
