"""How matching works, told to officers: three texts that say the same, with the words and figures of the product."""

import csv
import re
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from config.translations import merged_catalogue
from matching import explanation
from matching.circumstances import SMALL_BELOW
from matching.decisions import WEIGHTS
from matching.engine.assign import CROWDING
from matching.engine.constraints.planes import BROKEN_LEAVES
from matching.engine.pairs import NO_PARTNER_BELOW
from matching.enums import DecisionSource
from matching.models import Corridor
from tests.project.test_translations import RETIRED_WORDS
from tests.project.tree import ROOT

LANGUAGES = ("en", "th", "ja")
BOLD = re.compile(r"<strong>(.+?)</strong>", re.DOTALL)
FIGURE = re.compile(r"\d+(?::\d\d)?")


def words(language: str) -> str:
    return re.sub(r"<[^>]+>", "", explanation.read(language).body)


def labels(language: str) -> list[str]:
    return [
        " ".join(label.replace("&quot;", '"').split())
        for label in BOLD.findall(explanation.read(language).body)
    ]


def figures(language: str) -> Counter[str]:
    return Counter(figure.removeprefix("0") for figure in FIGURE.findall(words(language)))


@pytest.mark.parametrize("language", ["th", "ja"])
def test_words_in_bold_are_what_the_screen_says(language):
    said = {}
    for entry in merged_catalogue(language):
        said.setdefault(entry.msgid, set()).add(entry.msgstr)
    english = Counter(labels("en"))

    assert sorted(label for label in english if label not in said) == []
    translated = Counter(labels(language))
    assert set(translated) == {text for label in english for text in said[label] if text in translated}
    assert sum(translated.values()) == sum(english.values())


@pytest.mark.parametrize("language", ["th", "ja"])
def test_the_three_texts_have_the_same_parts(language):
    english, other = explanation.read("en"), explanation.read(language)

    assert len(other.sections) == len(english.sections)
    assert [other.body.count(tag) for tag in ("<p>", "<li>")] == [
        english.body.count(tag) for tag in ("<p>", "<li>")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_are_those_of_the_engine(language):
    told = figures(language)
    cool_off = Corridor._meta.get_field("cool_off_days").default

    for figure in (100 * NO_PARTNER_BELOW, 100 * CROWDING, cool_off, SMALL_BELOW):
        assert told[f"{figure:.0f}"] >= 1, figure


def test_shares_told_in_words_are_those_of_the_engine():
    told = " ".join(words("en").split())

    assert "counts in full, its silence beyond the promised days half, your decision a quarter" in told
    assert [WEIGHTS[source] for source in DecisionSource] == [1, 0.5, 0.25]
    assert "takes a fifth off the fit" in told
    assert BROKEN_LEAVES == 0.8


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_only_reasons_that_teach_are_named(language):
    with (ROOT / "matching" / "reference" / "decline_reasons.csv").open(encoding="utf-8") as file:
        reasons = [row for row in csv.DictReader(file) if "reject" in row["uses"].split(";")]
    told = words(language)

    for row in reasons:
        assert (row[f"name_{language}"] in " ".join(told.split())) == (row["about_fit"] == "yes"), row["code"]


@pytest.mark.parametrize("language", ["th", "ja"])
def test_no_retired_word_is_used(language):
    assert RETIRED_WORDS[language].findall(words(language)) == []


def test_markup_in_a_text_is_shown_and_not_obeyed():
    text = "# T\n\n<script>x</script> [a](javascript:x)\n\n---\n\n# For engineers\n"
    body = explanation.explanation_of(text).body

    assert "<script" not in body
    assert "&lt;script&gt;" in body
    assert "href" not in body


def test_a_text_without_an_end_is_refused():
    with pytest.raises(ValueError, match="hr"):
        explanation.explanation_of("# T\n\nOnly a title and words.\n")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_readers_language(language, client_for, dao):
    with translation.override(language):
        page = client_for(dao).get(reverse("matching:matching-explained"))
        content = page.content.decode()

    text = explanation.read(language)
    assert f"<h1>{text.title}</h1>" in content
    assert all(f'id="{part.anchor}"' in content for part in text.sections)
    assert str(text.body) in content
    assert "For engineers" not in content


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["review-queue", "run-list", "weights-list"])
def test_the_desks_pages_lead_to_it(name, client_for, dao):
    with translation.override("en"):
        browser: Client = client_for(dao)
        content = browser.get(reverse(f"matching:{name}")).content.decode()
        assert f'href="{reverse("matching:matching-explained")}"' in content
