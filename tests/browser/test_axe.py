"""Every page in every language on a narrow phone: axe finds nothing serious, and the measures hold."""

import pytest
from django.conf import settings

from tests.browser.conftest import OpenWindow
from tests.browser.house import House
from tests.browser.measures import axe_faults, visit, windows_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PHONE = {"width": 360, "height": 740}
OTHERS = [{"width": 768, "height": 1024}, {"width": 1280, "height": 800}]


def test_no_page_has_a_serious_fault_in_any_language(house: House, open_window: OpenWindow):
    walk(house, open_window, PHONE)


@pytest.mark.deep
@pytest.mark.parametrize("viewport", OTHERS, ids=["768", "1280"])
def test_no_page_has_a_serious_fault_on_wider_windows(viewport, house: House, open_window: OpenWindow):
    walk(house, open_window, viewport)


def walk(house: House, open_window: OpenWindow, viewport: dict[str, int]) -> None:
    faults = []
    # axe is put into the page, which the policy for contents would refuse.
    with windows_of(house, open_window, bypass_csp=True, viewport=viewport) as windows:
        for place in house.places:
            for language in LANGUAGES:
                faults += visit(windows[place.person], place, language)
                faults += axe_faults(windows[place.person].page)
    assert not faults, "\n".join(faults)


def test_no_page_breaks_its_policy_for_contents(house: House, open_window: OpenWindow):
    """Once each, in the windows of people: what the policy refuses is said on the console."""
    with windows_of(house, open_window, viewport=PHONE) as windows:
        faults = [
            fault
            for number, place in enumerate(house.places)
            for fault in visit(windows[place.person], place, LANGUAGES[number % len(LANGUAGES)])
        ]
    assert not faults, "\n".join(faults)
