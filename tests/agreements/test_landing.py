import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from agreements.picture import TALL, WIDE, Flow, Place, draw

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
