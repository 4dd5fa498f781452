"""What exported lists show follows the page: its filter, and what the reader may know."""

import csv
import io

import pytest

from tests.factories.companies import JapaneseCompanyFactory, NeedFactory, SubmittedCompanyFactory
from tests.factories.matching import CorridorFactory, introduced, propose

pytestmark = pytest.mark.django_db


def read(browser, path: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(browser.get(path).getvalue().decode("utf-8-sig"))))


def test_an_anonymous_need_is_exported_as_the_board_shows_it(client_for, somchai):
    firm = JapaneseCompanyFactory(name_native="株式会社隠精工")
    NeedFactory(company=firm, text="秘密の治具", is_anonymous=True)
    NeedFactory(text="見える", company=JapaneseCompanyFactory())
    rows = read(client_for(somchai), "/en/needs/export.csv")
    text = str(rows)

    assert len(rows) == 3
    assert "見える" in text
    assert not any(word in text for word in ("秘密", "隠精工", firm.name_roman))


def test_the_directory_is_exported_as_it_is_narrowed(client_for, somchai, thai_firm, japanese_firm):
    rows = read(client_for(somchai), "/en/companies/export.csv?country=JP")

    assert [row[0] for row in rows[1:]] == [japanese_firm.name_native]
    assert "CANARY" not in str(rows)


def test_a_desk_takes_along_contacts_of_its_own_country_only(client_for, dao, thai_firm, japanese_firm):
    text = str(read(client_for(dao), "/en/companies/export.csv"))

    assert thai_firm.contact_phone in text
    assert japanese_firm.contact_phone not in text


def test_firms_to_verify_are_those_of_the_desks_country(client_for, dao, kenji):
    firm = SubmittedCompanyFactory()

    assert firm.contact_email in str(read(client_for(dao), "/en/desk/companies/export.csv"))
    assert len(read(client_for(kenji), "/en/desk/companies/export.csv")) == 1


def test_the_queue_and_own_matches(client_for, dao, kenji, somchai, dip, thai_firm, japanese_firm):
    corridor = CorridorFactory(desks=[dip], has_anonymous_sheets=True)
    introduced(thai=thai_firm, japanese=japanese_firm, corridor=corridor)
    waiting = propose(corridor=corridor)
    queue = read(client_for(dao), "/en/desk/review/export.csv")
    own = read(client_for(somchai), "/en/matches/export.csv")

    assert [row[0] for row in queue[1:]] == [waiting.thai.name_native]
    assert len(read(client_for(kenji), "/en/desk/review/export.csv")) == 1
    assert own[1][:2] == ["", ""]
    assert japanese_firm.name_native not in str(own)
