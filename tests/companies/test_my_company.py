"""The owner's workshop."""

import pytest

from accounts.models import User
from companies.enums import CompanyState, MemberRole
from companies.models import Company
from tests.factories.accounts import UserFactory
from tests.factories.companies import ClusterFactory, location_in

pytestmark = pytest.mark.django_db


def new_values(**changes):
    return {
        "name_native": "บริษัท ใหม่เอี่ยม จำกัด",
        "name_roman": "Brand New Co., Ltd.",
        "location": location_in("TH").pk,
        "clusters": [ClusterFactory().pk],
        "profile_lang": "th",
    } | changes


def edit_values(company, **changes):
    form = {
        name: getattr(company, name) or ""
        for name in ("name_native", "name_roman", "profile", "profile_lang")
    }
    form |= {"location": company.location_id, "clusters": [ClusterFactory().pk], "export_level": "none"}
    form |= {"contact_name": "สมชาย", "contact_email": "a@b.example", "version": company.version}
    form |= {"certificates-TOTAL_FORMS": 0, "certificates-INITIAL_FORMS": 0}
    return form | changes


def test_a_person_without_a_company_adds_one_and_owns_it(client_for):
    person: User = UserFactory(language="th")
    browser = client_for(person)
    assert "/th/my-company/new/" in browser.get("/th/my-company/").content.decode()
    assert browser.post("/th/my-company/new/", new_values()).status_code == 302
    company = Company.objects.get(name_roman="Brand New Co., Ltd.")
    assert (company.state, company.country) == (CompanyState.DRAFT, "TH")
    assert person.memberships.get().role == MemberRole.OWNER
    assert browser.get("/th/my-company/").status_code == 200


def test_the_same_registration_number_is_refused(client_for, thai_firm):
    Company.objects.filter(pk=thai_firm.pk).update(registration_number="0105560000001")
    answer = client_for(UserFactory()).post(
        "/en/my-company/new/", new_values(registration_number="0105560000001")
    )
    assert list(answer.context["form"].errors) == ["registration_number"]


def test_a_known_name_is_asked_about_and_may_be_another_firm(client_for, thai_firm):
    browser = client_for(UserFactory())
    values = new_values(name_roman="SOMCHAI WORKS")
    answer = browser.post("/en/my-company/new/", values)
    assert list(answer.context["form"].errors) == ["name_native"]
    assert browser.post("/en/my-company/new/", values | {"is_another": "on"}).status_code == 302


def test_facts_are_edited_and_an_older_version_shows_both(client_for, somchai, thai_firm):
    browser = client_for(somchai)
    assert browser.post("/th/my-company/edit/", edit_values(thai_firm, profile="ใหม่")).status_code == 302
    thai_firm.refresh_from_db()
    assert thai_firm.profile == "ใหม่"
    late = browser.post("/th/my-company/edit/", edit_values(thai_firm, profile="ช้า", version=1))
    assert late.status_code == 409
    assert "ใหม่" in late.content.decode()
    assert "ช้า" in late.content.decode()


def test_only_an_owner_hands_in(client_for, somchai, malee, thai_firm):
    Company.objects.filter(pk=thai_firm.pk).update(state=CompanyState.DRAFT)
    assert client_for(malee).post("/th/my-company/submit/").status_code == 404
    assert client_for(somchai).post("/th/my-company/submit/").status_code == 302
    thai_firm.refresh_from_db()
    assert thai_firm.state == CompanyState.SUBMITTED


def test_reasons_of_the_desk_stand_on_top(client_for, somchai, thai_firm):
    Company.objects.filter(pk=thai_firm.pk).update(state=CompanyState.RETURNED, state_note="ขอเลขทะเบียน")
    assert "ขอเลขทะเบียน" in client_for(somchai).get("/th/my-company/").content.decode()


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_the_pages_open_in_every_language(client_for, yuki, language):
    for page in ("my-company/", "my-company/edit/"):
        assert client_for(yuki).get(f"/{language}/{page}").status_code == 200


def test_nobody_is_sent_to_sign_in(nobody):
    assert nobody.get("/th/my-company/").status_code == 302
