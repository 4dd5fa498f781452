"""Finding firms: words in three languages, misspellings, facets, and why each was found."""

import pytest
from django.urls import reverse
from django.utils import translation

from companies.models import CompanyEvent
from companies.search.readings import read_as_capabilities
from tests.factories.companies import (
    CompanyFactory,
    JapaneseCompanyFactory,
    NeedFactory,
    OfferFactory,
    SubmittedCompanyFactory,
    grinding,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def grinder():
    firm = JapaneseCompanyFactory(
        slug="grinder", name_native="株式会社豊川研削", name_roman="Toyokawa Kensaku"
    )
    OfferFactory(company=firm, lang="ja", text="心なし研削 φ1.5~φ20mm", capabilities=[grinding()])
    return firm


def found(client, **question):
    response = client.get(reverse("companies:company-list"), question)
    assert response.status_code == 200
    return response, [company.slug for company in response.context["page_obj"]]


@pytest.mark.parametrize(
    "query",
    [
        "เจียรเซ็นเตอร์เลสเพลาเล็ก",
        "心なし研削の会社",
        "centreless grinding",
        "Toyokawa",
        "豊川",
        "toyokwa kensaku",
    ],
)
def test_a_firm_is_found_in_each_language_and_misspelled(query, client, grinder):
    CompanyFactory(slug="someone-else")
    assert found(client, q=query)[1] == ["grinder"]


def test_the_hit_is_marked_in_the_original_words(client, grinder):
    response, _ = found(client, q="เจียรเซ็นเตอร์เลส")
    assert "<mark>心なし研削</mark> φ1.5~φ20mm" in response.content.decode()
    assert 'lang="ja"' in response.content.decode()


def test_a_latin_word_is_read_whole_and_a_thai_one_anywhere(grinder):
    assert [one.slug for one in read_as_capabilities("งานเจียรเซ็นเตอร์เลสด่วน").capabilities] == [
        "centerless-grinding"
    ]
    assert read_as_capabilities("xcentreless grindingx").is_guessed


def test_an_anonymous_need_cannot_be_found_or_read(client):
    firm = CompanyFactory(slug="quiet")
    NeedFactory(company=firm, text="CANARY-secret", is_anonymous=True, capabilities=[grinding()])
    for query in ("CANARY-secret", "centerless grinding"):
        assert found(client, q=query)[1] == []
    assert "CANARY-secret" not in found(client)[0].content.decode()


def test_unpublished_firms_are_not_in_the_directory(client):
    SubmittedCompanyFactory(name_roman="Hidden")
    assert found(client)[1] == []


def test_facets_count_each_other_answer_and_narrow(client, grinder):
    CompanyFactory(slug="thai-one", languages=["th", "en"], employees=12)
    response, slugs = found(client, country="JP")
    assert slugs == ["grinder"]
    countries = next(facet for facet in response.context["facets"] if facet.name == "country")
    assert {(one.value, one.number, one.is_chosen) for one in countries.answers} == {
        ("JP", 1, True),
        ("TH", 1, False),
    }
    assert found(client, language="en")[1] == ["thai-one"]
    assert found(client, capability="centerless-grinding")[1] == ["grinder"]


@pytest.mark.parametrize(
    "question",
    [
        {"country": "XX"},
        {"location": "nowhere"},
        {"page": "999"},
        {"page": "x"},
        {"sort": "odd"},
        {"q": "%_\\'\x00"},
    ],
)
def test_a_question_that_makes_no_sense_still_answers(question, client, grinder):
    found(client, **question)


def test_nothing_found_says_what_to_do(client):
    assert "Try fewer choices" in found(client, q="zzzzqqq")[0].content.decode()


def test_htmx_gets_the_list_alone(client, grinder):
    page = client.get(reverse("companies:company-list"), headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<div id="directory">')
    assert "<html" not in page


def test_the_number_of_queries_does_not_grow_with_the_results(client, grinder, django_assert_max_num_queries):
    def queries() -> int:
        # The first look reads what has changed.
        found(client, q="grinding")
        with django_assert_max_num_queries(60) as counted:
            found(client, q="grinding")
        return len(counted)

    few = queries()
    trade = grinder.offers.get().capabilities.get()
    for _more in range(12):
        OfferFactory(company=CompanyFactory(), capabilities=[trade])
    assert queries() == few


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_the_directory_answers_in_every_language(language, client, grinder):
    with translation.override(language):
        assert found(client, q="grinding")[1] == ["grinder"]
    assert not CompanyEvent.objects.exists()
