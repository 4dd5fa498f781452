import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from agreements.picture import TALL, WIDE, Flow, Place, arc, draw, position

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def front_page(client, language="en"):
    with translation.override(language):
        return client.get(reverse("home"))


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_front_page_stands_on_an_empty_database(client, language):
    response = front_page(client, language)
    assert response.status_code == 200
    assert response.context["flows"] == []
    assert f'lang="{language}"' in response.content.decode()


def test_front_page_asks_the_database_little_once_its_facts_are_kept(client, django_assert_max_num_queries):
    front_page(client)
    with django_assert_max_num_queries(8):
        front_page(client)


def test_both_countries_and_a_route_are_drawn_on_either_sheet():
    here = Place("TH-10", "TH", "Bangkok", 13.75, 100.5, 15)
    there = Place("JP-20", "JP", "Nagano", 36.65, 138.18, 60)
    for sheet in (WIDE, TALL):
        picture = draw(sheet, [here, there], [Flow(here, there, 4)])
        assert len(picture["lines"]) == 1
        assert [label["name"] for label in picture["labels"]] == ["Bangkok", "Nagano"]
        assert all(0 < dot["x"] < sheet.width and 0 < dot["y"] < sheet.height for dot in picture["dots"])


def test_a_place_without_companies_stays_a_speck():
    empty = Place("TH-10", "TH", "Bangkok", 13.75, 100.5, 0)
    picture = draw(WIDE, [empty], [])
    assert picture["dots"][0]["css"] == "pt"
    assert picture["labels"] == []


def test_a_name_steps_aside_for_a_dot_next_to_its_place():
    city = Place("TH-10", "TH", "Bangkok", 13.75, 100.5, 15)
    suburb = Place("TH-73", "TH", "Nakhon Pathom", 13.75, 99.95, 1)
    alone, crowded = (draw(WIDE, places, [])["labels"][0]["x"] for places in ([city], [city, suburb]))
    assert crowded < alone


def test_a_bow_rises_above_both_its_ends():
    start, end = position(WIDE, Place("TH-10", "TH", "", 13.75, 100.5, 0)), (900.0, 200.0)
    peak = float(arc(WIDE, start, end).split("Q")[1].split()[1])
    assert peak < min(start[1], end[1])
