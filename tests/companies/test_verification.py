"""What a desk does with the firms of its country."""

import pytest

from companies.enums import Check, CompanyState
from companies.views import verification
from tests.factories.accounts import UserFactory
from tests.factories.companies import JapaneseCompanyFactory, NeedFactory, SubmittedCompanyFactory

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
    assert browser.post(f"{LIST}{firm.pk}/return/", {"reason": "x"}).status_code == 200
    assert browser.post(f"{LIST}{firm.pk}/return/", {"reason": " ", "codes": ["number"]}).status_code == 200
    assert (
        browser.post(
            f"{LIST}{firm.pk}/return/", {"reason": "ขอเลขทะเบียน", "codes": ["number", "profile"]}
        ).status_code
        == 302
    )
    firm.refresh_from_db()
    assert (firm.state, firm.state_note) == (CompanyState.RETURNED, "ขอเลขทะเบียน")
    assert len(firm.return_reasons) == 2
    assert firm.events.last().reason_code == "number,profile"


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


def test_the_checklist_says_who_ticked_and_when_and_can_be_taken_back(client_for, dao):
    firm, browser = SubmittedCompanyFactory(), client_for(dao)
    browser.post(f"{LIST}{firm.pk}/checks/", {"check": ["place", "contact", "nonsense"]})
    page = browser.get(LIST).content.decode()
    browser.post(f"{LIST}{firm.pk}/checks/", {"check": ["contact"]})

    assert dao.name in page
    assert list(firm.checks.filter(taken_back_at=None).values_list("code", "by")) == [("contact", dao.pk)]
    assert firm.checks.get(code="place").taken_back_by == dao
    assert firm.checks.count() == 2


@pytest.mark.parametrize(
    ("number", "sign"), [("0105561000000", "unmet"), ("0105500000003", "met"), ("", "unmet")]
)
def test_a_registration_number_is_weighed_by_its_check_digit(number, sign):
    firm = SubmittedCompanyFactory(registration_number=number)

    assert verification.signs_of(firm, [], [])[Check.NUMBER] == sign


def test_similar_firms_of_another_script_stand_beside(client_for, kenji):
    JapaneseCompanyFactory(name_native="株式会社さくら精工", name_kana="サクラセイコウ")
    JapaneseCompanyFactory(
        name_native="桜精工", name_roman="Sakura Seiko K.K.", name_kana="", state=CompanyState.SUBMITTED
    )

    assert "株式会社さくら精工" in client_for(kenji).get(LIST).content.decode()


def test_an_anonymous_need_that_names_its_firm_is_shown(client_for, dao):
    firm = SubmittedCompanyFactory(name_roman="Secretive Works Co., Ltd.")
    NeedFactory(company=firm, text="Ask for Secretive Works, tel 02-123-4567", is_anonymous=True)

    assert "02-123-4567" in client_for(dao).get(LIST).content.decode()


def test_a_suspension_is_lifted(client_for, dao, thai_firm):
    browser = client_for(dao)
    browser.post(f"{LIST}{thai_firm.pk}/suspend/", {"reason": "x"})
    browser.post(f"{LIST}{thai_firm.pk}/publish/")
    thai_firm.refresh_from_db()

    assert thai_firm.state == CompanyState.PUBLISHED
