"""The report on paper says what the page of the same period says, in three languages."""

import io

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from matching.models import Corridor
from matching.statistics import periods
from tests.config.paper_reading import lines_of, squeezed
from tests.matching.statistics.test_figures import PERIODS, THAI_2570, market  # noqa: F401

pytestmark = pytest.mark.django_db

LANGUAGES = ("th", "ja", "en")
GRIDS = ("places", "services")


def asked(client, period: periods.Period, language: str):
    """Page and report in one language."""
    with translation.override(language):
        page = client.get(reverse("matching:statistics"), period.parameters)
        paper = client.get(reverse("matching:statistics-report"), period.parameters)
    return page, paper


def rows_of(table) -> list[str]:
    if table.code in GRIDS:
        return [
            f"{row.label} {heading} {value.figure}"
            for row in table.rows
            for heading, value in zip(table.headings, row.values, strict=True)
            if value.number
        ]
    return [" ".join([row.label, *(value.figure for value in row.values)]) for row in table.rows]


@pytest.mark.usefixtures("market")
def test_every_figure_of_the_page_stands_on_paper(dao, client_for):
    browser = client_for(dao)
    for period in PERIODS:
        for language in LANGUAGES:
            stand_on_paper(*asked(browser, period, language))


def stand_on_paper(page, paper) -> None:
    assert page.context["total"] > 0
    found = lines_of(paper.content)
    for table in page.context["tables"].values():
        assert squeezed(table.title) in found
        place = found.index(squeezed(table.title))
        for row in rows_of(table):
            # In the order of the page; of a grid the figure is followed by how many were accepted.
            ends = [
                number
                for number in range(place, len(found))
                if found[number] == squeezed(row)
                or (table.code in GRIDS and found[number][:-1] == squeezed(row))
            ]
            assert ends, (table.code, row)
            place = ends[0]


HIDDEN = {
    "th": "ไม่แสดงช่องที่มีน้อยกว่า 5 คู่",
    "ja": "5組未満の欄は",
    "en": "cells of fewer than 5 cases are hidden",
}


@pytest.mark.usefixtures("market")
def test_it_says_whose_figures_these_are_how_they_were_made_and_what_is_not_published(dao, dip, client_for):
    browser = client_for(dao)
    for language in LANGUAGES:
        page, paper = asked(browser, THAI_2570, language)
        first = squeezed(PdfReader(io.BytesIO(paper.content)).pages[0].extract_text())
        with translation.override(language):
            for words in (THAI_2570.label, THAI_2570.days, dip.name, f"{page.context['total']:,}"):
                assert squeezed(words) in first
        assert f"{round(100 * page.context['acceptance'])}%" in first
        assert squeezed(HIDDEN[language]) in "".join(lines_of(paper.content))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_is_named_by_period_and_language(language, dao, client_for):
    _page, paper = asked(client_for(dao), THAI_2570, language)
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Cache-Control"] == "no-store"
    name = f"otagai-statistics-2026-10-01-2027-09-30-{language}.pdf"
    assert paper["Content-Disposition"] == f'attachment; filename="{name}"'
    root = PdfReader(io.BytesIO(paper.content)).root_object
    assert root["/Lang"] == language


@pytest.mark.usefixtures("market")
def test_a_demonstration_says_on_every_page_that_it_is_one(dao, client_for, settings):
    browser = client_for(dao)
    fictional = {"th": "สมมติ", "ja": "架空", "en": "every company shown is fictional"}
    for is_fictional in (True, False):
        settings.DEMONSTRATION = is_fictional
        for language, words in fictional.items():
            _page, paper = asked(browser, THAI_2570, language)
            pages = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(paper.content)).pages]
            assert (squeezed(words) in pages[0]) == is_fictional
            with translation.override(language):
                mark = squeezed(translation.gettext("Demonstration data"))
            assert [mark in page for page in pages[1:]] == [is_fictional] * (len(pages) - 1)


def test_a_period_without_cases_has_its_first_page_and_the_notes(dao, client_for):
    _page, paper = asked(client_for(dao), THAI_2570, "en")
    found = lines_of(paper.content)
    assert squeezed("No case was proposed in this period") in found
    assert squeezed("How these figures are made") in found


@pytest.mark.usefixtures("market")
def test_a_desk_reads_on_paper_only_its_own_cases(kenji, client_for):
    _page, paper = asked(client_for(kenji), THAI_2570, "en")
    assert squeezed("No case was proposed in this period") in lines_of(paper.content)


@pytest.mark.parametrize("name", ["somchai", "yuki", "arisa", "root"])
def test_others_get_no_report(name, request, client_for):
    person = request.getfixturevalue(name)
    assert client_for(person).get(reverse("matching:statistics-report")).status_code == 403


def test_days_that_make_no_sense_have_no_report(dao, client_for):
    wrong = {"period": "days", "from": "2026-12-01", "to": "2026-11-01"}
    assert client_for(dao).get(reverse("matching:statistics-report"), wrong).status_code == 404


@pytest.mark.usefixtures("market")
def test_a_corridor_with_an_odd_name_is_on_paper(dao, client_for):
    names = {"name_en": "🏭 " + "Very long corridor " * 5, "name_th": "شركة", "name_ja": "𠮷"}
    Corridor.objects.update(**names)
    for language in LANGUAGES:
        _page, paper = asked(client_for(dao), THAI_2570, language)
        assert "〓" in "".join(lines_of(paper.content))
