"""Names and texts as long and as odd as the fields take: no page of a narrow phone breaks."""

import pytest
from django.conf import settings

from companies.models import Company, Need, Offer
from tests.browser.conftest import OpenWindow
from tests.browser.house import House
from tests.browser.measures import visit, windows_of

pytestmark = [pytest.mark.browser, pytest.mark.deep, pytest.mark.django_db(transaction=True)]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
THAI = ("บริษัท" + "ผลิตชิ้นส่วนความแม่นยำสูงแห่งประเทศไทย" * 6)[:200]
JAPANESE = ("株式会社" + "超精密研削加工技術研究所🏭" * 20)[:200]
ROMAN = ("Donaudampfschifffahrtsgesellschaft" * 6)[:200]
TEXT = "🏭" * 40 + "https://example.com/" + "a" * 400 + "ความแม่นยำสูง" * 60


def make_monsters() -> None:
    Company.objects.filter(country="TH").update(name_native=THAI)
    Company.objects.filter(country="JP").update(name_native=JAPANESE)
    Company.objects.update(name_roman=ROMAN, city_native=THAI[:120], profile=TEXT)
    Need.objects.update(text=TEXT)
    Offer.objects.update(text=TEXT)


def test_no_page_breaks_under_the_longest_names(house: House, open_window: OpenWindow):
    make_monsters()
    with windows_of(house, open_window, viewport={"width": 360, "height": 740}) as windows:
        faults = [
            fault
            for number, place in enumerate(house.places)
            for fault in visit(windows[place.person], place, LANGUAGES[number % len(LANGUAGES)])
        ]
    assert [fault for fault in faults if "wider than the window" in fault or "answered" in fault] == []
