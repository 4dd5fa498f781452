"""The living design page: no component without a place, real partials, in three languages and two themes."""

import re
from itertools import chain

import pytest
from django.conf import settings
from django.urls import reverse

from matching import design, specimens

COMPONENTS = settings.BASE_DIR / "templates" / "components"
# Names the stylesheets and draws nothing; tests/project holds it to the files.
DRAWS_NOTHING = {"_styles.html"}


def test_every_component_has_its_place():
    shown = {specimen.template.removeprefix("components/") for specimen in specimens.components()}

    assert shown == {path.name for path in COMPONENTS.glob("*.html")} - DRAWS_NOTHING


def test_every_pair_of_colours_can_be_read():
    faint = [f"{one.ink} on {one.ground}, {one.theme}: {one.ratio:.2f}" for one in design.too_faint()]

    assert faint == []


def test_contrast_is_what_wcag_says():
    assert design.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert design.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_every_specimen_is_drawn_once_for_each_language_and_theme(language, client_for, dao):
    page = client_for(dao).get(reverse("matching:design").replace("/en/", f"/{language}/")).content.decode()

    states = sum(len(one.states) for one in chain(specimens.components(), specimens.joints()))
    for shown in ("th", "ja", "en"):
        for theme in ("light", "dark"):
            assert page.count(f'class="specimen" lang="{shown}" data-theme="{theme}"') == states
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_nothing_on_the_page_reaches_the_server(client_for, dao):
    page = client_for(dao).get(reverse("matching:design")).content.decode()
    specimens_only = page.partition('class="specimens')[2].partition("</main>")[0]

    assert 'method="post"' not in specimens_only
    assert "hx-" not in specimens_only
