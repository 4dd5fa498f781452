"""What a desk does with the firms of its country."""

import pytest

from companies.enums import CompanyState
from tests.factories.accounts import UserFactory
from tests.factories.companies import JapaneseCompanyFactory, SubmittedCompanyFactory

pytestmark = pytest.mark.django_db
LIST = "/th/desk/companies/"


def test_a_desk_sees_the_firms_of_its_own_country_only(client_for, dao):
    SubmittedCompanyFactory(name_native="บริษัท รอตรวจ จำกัด")
    JapaneseCompanyFactory(name_native="株式会社待機", state=CompanyState.SUBMITTED)
    page = client_for(dao).get(LIST).content.decode()
    assert "รอตรวจ" in page
    assert "待機" not in page


def test_a_firm_is_published(client_for, dao):
    firm = SubmittedCompanyFactory()
    assert client_for(dao).post(f"{LIST}{firm.pk}/publish/").status_code == 302
    firm.refresh_from_db()
    assert firm.state == CompanyState.PUBLISHED


def test_a_firm_is_returned_with_reasons_only(client_for, dao):
    firm, browser = SubmittedCompanyFactory(), client_for(dao)
    assert browser.post(f"{LIST}{firm.pk}/return/", {"reason": " "}).status_code == 200
    assert browser.post(f"{LIST}{firm.pk}/return/", {"reason": "ขอเลขทะเบียน"}).status_code == 302
    firm.refresh_from_db()
    assert (firm.state, firm.state_note) == (CompanyState.RETURNED, "ขอเลขทะเบียน")


def test_a_published_firm_is_suspended(client_for, dao, thai_firm):
    client_for(dao).post(f"{LIST}{thai_firm.pk}/suspend/", {"reason": "ปิดกิจการ"})
    thai_firm.refresh_from_db()
    assert thai_firm.state == CompanyState.SUSPENDED


@pytest.mark.parametrize("move", ["publish", "return", "suspend"])
def test_another_countrys_desk_and_owners_find_nothing(client_for, kenji, somchai, arisa, move):
    firm = SubmittedCompanyFactory()
    for person in (kenji, somchai, arisa):
        assert client_for(person).post(f"{LIST}{firm.pk}/{move}/", {"reason": "x"}).status_code == 404


def test_an_auditor_reads_and_decides_nothing(client_for):
    auditor, firm = UserFactory(is_auditor=True), SubmittedCompanyFactory()
    page = client_for(auditor).get(LIST)
    assert page.status_code == 200
    assert "/publish/" not in page.content.decode()
    assert client_for(auditor).post(f"{LIST}{firm.pk}/publish/").status_code == 404


def test_an_owner_finds_no_list(client_for, somchai):
    assert client_for(somchai).get(LIST).status_code == 404
