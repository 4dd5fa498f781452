"""The sheet of two firms as PDF: what its page shows, with names no font has, and contacts only as far as one may."""

import pytest
from django.urls import reverse
from django.utils import translation

from companies.models import Company
from tests.config.paper_reading import lines_of, squeezed
from tests.factories.companies import CompanyFactory, JapaneseCompanyFactory
from tests.factories.matching import CorridorFactory, match_in

pytestmark = pytest.mark.django_db
ODD = "🏭 บริษัท น้ำใจ شركة จำกัด"


@pytest.fixture
def match(dip):
    thai = CompanyFactory(name_native=ODD, name_roman="Very long name " * 12, employees=12)
    japanese = JapaneseCompanyFactory(name_native="髙﨑𠮷製作所", profile="研削。" * 400)
    return match_in("proposed", thai=thai, japanese=japanese, corridor=CorridorFactory(desks=[dip]))


def read(browser, match, language="en") -> str:
    with translation.override(language):
        answer = browser.get(reverse("matching:match-sheet-pdf", args=[match.pk]))
    assert answer.status_code == 200
    return "".join(lines_of(answer.content))


@pytest.mark.parametrize(
    ("language", "words"),
    [("th", "สิ่งที่ทำร่วมกันได้"), ("ja", "一緒にできること"), ("en", "What they could do together")],
)
def test_both_firms_stand_on_it_in_the_language_of_the_reader(language, words, match, dao, client_for):
    found = read(client_for(dao), match, language)
    assert squeezed(words) in found
    assert squeezed("〓 บริษัท น้ำใจ 〓〓〓〓 จำกัด") in found
    assert "髙﨑〓製作所" in found
    assert found.count("研削。") == 400


def test_contacts_only_of_the_side_of_the_officer(match, dao, client_for):
    found = read(client_for(dao), match)
    thai, japanese = (Company.objects.get(pk=pk) for pk in (match.thai_id, match.japanese_id))
    assert squeezed(thai.contact_phone) in found
    assert squeezed(japanese.contact_phone) not in found
    assert squeezed(japanese.contact_name) not in found


def test_the_file_names_the_case_and_no_firm(match, dao, client_for):
    answer = client_for(dao).get(reverse("matching:match-sheet-pdf", args=[match.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="otagai-sheet-{match.pk}-en.pdf"'


def test_a_desk_of_no_part_in_the_case_finds_nothing(match, kenji, client_for):
    assert client_for(kenji).get(reverse("matching:match-sheet-pdf", args=[match.pk])).status_code == 404
