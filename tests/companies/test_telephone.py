"""A desk writes for a firm that telephones; the firm confirms it and takes its page over."""

import datetime
import re

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Notice
from companies import telephone
from companies.enums import CompanyState
from companies.models import Company, DeskEntry, PaperInvitation
from config.lifecycle import MoveNotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.companies import ClusterFactory, MembershipFactory, SubmittedCompanyFactory, location_in
from tests.factories.matching import CorridorFactory, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent(dip, dao):
    """A firm the desk entered; nobody owns it."""
    values = {
        "name_native": "บริษัท โทรมา จำกัด",
        "name_roman": "Tho Ma Co., Ltd.",
        "country": "TH",
        "location": location_in("TH"),
        "profile_lang": "th",
        "contact_phone": "02-000-0000",
    }
    return telephone.enter(by=dao, agency=dip, values=values)


def verified(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_an_officer_enters_a_firm_on_the_page(client_for, dao):
    sent = {
        "name_native": "บริษัท โทรมา จำกัด",
        "name_roman": "Tho Ma Co., Ltd.",
        "location": location_in("TH").pk,
        "clusters": [ClusterFactory().pk],
        "profile_lang": "th",
        "contact_phone": "02-000-0000",
    }
    browser = client_for(dao)
    assert (
        browser.post("/en/desk/companies/new/", sent | {"location": location_in("JP").pk}).status_code == 200
    )
    answer = browser.post("/en/desk/companies/new/", sent)
    company = Company.objects.get(name_roman="Tho Ma Co., Ltd.")
    assert answer["Location"].endswith(f"/{company.pk}/mend/")
    assert (company.state, company.country) == (CompanyState.SUBMITTED, "TH")
    assert not company.memberships.exists()
    assert company.desk_entries.get().by == dao
    assert "not confirmed yet" in browser.get("/en/desk/companies/").content.decode()


def test_mending_tells_the_people_of_the_firm_and_keeps_their_last_word(client_for, dao, somchai, thai_firm):
    old = timezone.now() - datetime.timedelta(days=200)
    Company.objects.filter(pk=thai_firm.pk).update(confirmed_at=old)
    browser, page = client_for(dao), f"/en/desk/companies/{thai_firm.pk}/mend/"
    form = browser.get(page).context["form"]
    sent = {
        "name_native": thai_firm.name_native,
        "name_roman": thai_firm.name_roman,
        "location": thai_firm.location_id,
        "clusters": [ClusterFactory().pk],
        "profile_lang": "th",
        "profile": "เปลี่ยนทางโทรศัพท์",
        "export_level": "none",
        "version": form["version"].value(),
        "machines-TOTAL_FORMS": 0,
        "machines-INITIAL_FORMS": 0,
        "certificates-TOTAL_FORMS": 0,
        "certificates-INITIAL_FORMS": 0,
    }
    answer = browser.post(page, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    thai_firm.refresh_from_db()
    entry = thai_firm.desk_entries.get()

    assert thai_firm.profile == "เปลี่ยนทางโทรศัพท์"
    assert thai_firm.confirmed_at == old
    assert "profile" in entry.fields
    assert Notice.objects.get(user=somchai, template="companies/notices/desk_entry").path.endswith(
        "/by-the-desk/"
    )
    assert browser.post(page, sent).status_code == 409


def test_only_the_desk_and_the_firm_see_that_it_is_unconfirmed(client_for, silent, dao, somchai, client):
    Company.objects.filter(pk=silent.pk).update(state=CompanyState.PUBLISHED)
    owner = MembershipFactory(company=silent).user
    page = f"/en/companies/{silent.slug}/"
    for person, sees in ((dao, True), (owner, True), (somchai, False)):
        assert ("not confirmed yet" in client_for(person).get(page).content.decode()) is sees
    assert "not confirmed yet" not in client.get(page).content.decode()


def test_the_firm_confirms_with_one_button_once(client_for, silent):
    owner = MembershipFactory(company=silent).user
    browser = client_for(owner)
    assert "02-000-0000" in browser.get("/en/my-company/by-the-desk/").content.decode()
    browser.post("/en/my-company/by-the-desk/confirm/")
    entry = silent.desk_entries.get()
    assert entry.confirmed_by == owner
    assert telephone.confirm(silent, by=owner) == 0
    assert "All of this is right" not in browser.get("/en/my-company/by-the-desk/").content.decode()


def test_the_letter_makes_its_first_reader_the_owner(client_for, silent, dao, client):
    sheet = client_for(dao).post(f"/en/desk/companies/{silent.pk}/letter/").content.decode()
    code = re.search(r"/letter/((?:[A-Z0-9]{4}-?){3})/", sheet)[1]
    assert silent.name_native in sheet
    assert PaperInvitation.objects.get().digest not in sheet
    assert "Tho Ma" in client.get(f"/en/letter/{code}/").content.decode()

    reader = UserFactory()
    browser, typed = client_for(reader), code.lower().replace("-", "")
    browser.post(f"/en/letter/{typed}/answer/")
    assert not silent.memberships.exists()
    verified(reader)
    assert browser.post(f"/en/letter/{typed}/answer/")["Location"] == "/en/my-company/by-the-desk/"
    assert silent.memberships.owners().get().user == reader
    assert "no longer works" in client.get(f"/en/letter/{code}/").content.decode()


def test_a_new_letter_replaces_the_old_and_an_owner_ends_letters(silent, dao):
    old, new = (telephone.write_letter(silent, by=dao) for _number in range(2))
    assert telephone.letter_of(old) is None
    letter = telephone.letter_of(new)
    MembershipFactory(company=silent)
    with pytest.raises(MoveNotAllowed):
        telephone.answer_letter(letter, by=UserFactory())
    with pytest.raises(ValidationError):
        telephone.write_letter(silent, by=dao)


def test_a_letter_ends_by_its_date(silent, dao):
    code = telephone.write_letter(silent, by=dao)
    PaperInvitation.objects.update(expires_at=timezone.now())
    assert telephone.letter_of(code) is None


def test_a_suspended_firm_is_not_written_for(client_for, dao):
    firm = SubmittedCompanyFactory(state=CompanyState.SUSPENDED)
    assert client_for(dao).get(f"/en/desk/companies/{firm.pk}/mend/").status_code == 404
    assert not DeskEntry.objects.exists()


@pytest.mark.parametrize(
    ("language", "heading"), [("th", "ใบประกอบการประชุม"), ("ja", "面談用シート"), ("en", "Sheet")]
)
def test_the_sheet_of_two_firms_shows_both_originals_and_the_own_sides_contact(
    language, heading, client_for, dao, dip, thai_firm, japanese_firm
):
    case = propose(thai=thai_firm, japanese=japanese_firm, corridor=CorridorFactory(desks=[dip]))
    page = client_for(dao).get(f"/{language}/desk/review/{case.pk}/sheet/").content.decode()
    link = case.links.get()
    for text in (heading, thai_firm.name_native, japanese_firm.name_native, link.need.text, link.offer.text):
        assert text in page
    assert thai_firm.contact_name in page
    assert japanese_firm.contact_name not in page
