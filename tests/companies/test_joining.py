"""Finding one's firm, asking to join it, and the answer."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Notice
from companies import join_requests
from companies.enums import JoinRequestState, MemberRole
from companies.models import Company, JoinRequest, TeamEvent
from companies.name_keys import name_key
from companies.search.lookalikes import candidates
from config.lifecycle import MoveNotAllowed
from outbox.models import Mail
from tests.factories.accounts import UserFactory
from tests.factories.companies import CompanyFactory, InvitationFactory, JapaneseCompanyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_one_door_for_mail(settings):
    settings.EMAIL_BACKEND = "outbox.mail.OutboxBackend"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("บริษัท สมชายเวิร์ค จำกัด", "บจก.สมชายเวิร์ค"),
        ("บริษัท น้ำมันไทย จำกัด (มหาชน)", "น\u0e4d\u0e49ามันไทย"),
        ("株式会社ユキ精機", "（株）ﾕｷ精機"),
        ("ゆきせいき", "Yuki Seiki Co., Ltd."),
        ("オオツカ", "Ōtsuka K.K."),
        ("とうきょうしゃりん", "TOKYO  SYARIN Kabushiki Kaisha"),
        ("Firm Public Company Limited", "firm pcl."),
    ],
)
def test_one_name_has_one_key_however_it_is_written(one, other):
    assert name_key(one) == name_key(other) != ""


def test_different_names_keep_different_keys():
    assert len({name_key(name) for name in ("Yuki Seiki", "Yuki Seiko", "ユキ精機", "สมชาย")}) == 4


@pytest.mark.parametrize(
    "sought", ["ユキ精機", "ゆきせいき", "yuki-seiki", "YUKI SEIKI", "ﾕｷｾｲｷ", "Yuki Seki"]
)
def test_a_firm_is_found_in_any_script_and_with_a_slip(japanese_firm, thai_firm, sought):
    assert [hit.company for hit in candidates(sought)][:1] == [japanese_firm]


def test_a_thai_firm_is_found_by_part_of_its_name(thai_firm, japanese_firm):
    assert [hit.company for hit in candidates("สมชาย เวิร์ค")] == [thai_firm]


def test_a_registration_number_is_certain_in_any_width(thai_firm):
    Company.objects.filter(pk=thai_firm.pk).update(registration_number="0105560000001")
    found = candidates("０-1055-60000-00-1")
    assert [(hit.company, hit.is_certain) for hit in found] == [(thai_firm, True)]


def test_candidates_stand_before_a_new_firm(client_for, thai_firm):
    browser = client_for(UserFactory())
    page = browser.get("/en/my-company/find/", {"q": "somchai works"}).content.decode()
    assert thai_firm.name_roman in page
    assert "None of these: add my company" in page


def test_an_unknown_name_leads_on_and_is_kept(client_for, thai_firm):
    answer = client_for(UserFactory()).get("/th/my-company/find/", {"q": "โรงกลึงใหม่"}, follow=True)
    assert answer.redirect_chain[0][0].startswith("/th/my-company/new/")
    assert answer.context["form"]["name_native"].value() == "โรงกลึงใหม่"


@pytest.mark.parametrize("typed", ["\u202eabc", "x" * 201, "", "\x00"])
def test_what_is_no_name_is_refused_readably(client_for, typed):
    answer = client_for(UserFactory()).get("/en/my-company/find/", {"q": typed})
    assert list(answer.context["form"].errors) == ["q"]


@pytest.mark.parametrize("typed", ["😀😀😀", "a\n" * 10, "จำกัด", "%_'\""])
def test_strange_names_find_nothing_and_break_nothing(client_for, thai_firm, typed):
    assert client_for(UserFactory()).get("/en/my-company/find/", {"q": typed}).status_code in (200, 302)


def test_the_owner_is_told_accepts_and_the_asker_is_in(client_for, thai_firm, somchai, malee):
    asker = UserFactory(language="ja")
    client_for(asker).post(f"/ja/companies/{thai_firm.pk}/join/", {"message": "営業の田中です"})
    asked = JoinRequest.objects.get()
    assert list(Notice.objects.filter(user__in=[somchai, malee]).values_list("user", "path")) == [
        (somchai.pk, "/my-company/team/")
    ]
    assert Mail.objects.filter(recipients=[somchai.email]).count() == 1
    owner = client_for(somchai)
    assert "営業の田中です" in owner.get("/th/my-company/team/").content.decode()
    owner.post(f"/th/join-requests/{asked.pk}/accept/")
    assert asker.memberships.get().role == MemberRole.EDITOR
    assert Notice.objects.filter(user=asker, template="companies/notices/accepted").exists()
    assert Mail.objects.filter(recipients=[asker.email]).count() == 1


def test_asking_twice_is_one_request(thai_firm, somchai):
    asker = UserFactory()
    assert join_requests.ask(thai_firm, by=asker) == join_requests.ask(thai_firm, by=asker)
    assert Notice.objects.filter(user=somchai).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        JoinRequest.objects.create(company=thai_firm, user=asker)


def test_a_member_does_not_ask(thai_firm, malee):
    with pytest.raises(MoveNotAllowed):
        join_requests.ask(thai_firm, by=malee)


def test_a_refusal_reaches_the_asker_and_lasts_a_week(client_for, thai_firm, somchai):
    asker = UserFactory()
    asked = join_requests.refuse(join_requests.ask(thai_firm, by=asker), by=somchai)
    assert asked.state == JoinRequestState.REFUSED
    assert Notice.objects.get(user=asker).template == "companies/notices/refused"
    client_for(asker).post(f"/en/companies/{thai_firm.pk}/join/")
    assert JoinRequest.objects.count() == 1


@pytest.mark.parametrize("move", ["accept", "refuse", "withdraw"])
@pytest.mark.parametrize("state", ["accepted", "refused", "withdrawn"])
def test_an_answered_request_moves_no_more(thai_firm, somchai, move, state):
    asked = JoinRequest.objects.create(company=thai_firm, user=UserFactory(), state=state)
    by = {} if move == "withdraw" else {"by": somchai}
    with pytest.raises(MoveNotAllowed):
        getattr(join_requests, move)(asked, **by)
    assert not TeamEvent.objects.exists()


def test_a_firm_without_an_owner_goes_to_the_desk_of_its_country(client_for, dao, kenji):
    firm, asker = JapaneseCompanyFactory(), UserFactory()
    asked = join_requests.ask(firm, by=asker)
    assert Notice.objects.get().user == kenji
    address = f"/en/join-requests/{asked.pk}/accept/"
    assert client_for(dao).post(address).status_code == 404
    assert client_for(kenji).post(address).status_code == 302
    assert asker.memberships.get().role == MemberRole.OWNER


def test_the_desk_does_not_answer_for_a_firm_with_an_owner(client_for, thai_firm, somchai, dao):
    asked = join_requests.ask(thai_firm, by=UserFactory())
    assert client_for(dao).post(f"/en/join-requests/{asked.pk}/accept/").status_code == 404


def test_a_verified_address_sees_its_invitations_without_the_link(client_for, somchai, thai_firm):
    guest = UserFactory()
    InvitationFactory(company=thai_firm, email=guest.email, invited_by=somchai)
    browser: Client = client_for(guest)
    assert "Join the team" not in browser.get("/en/my-company/").content.decode()
    EmailAddress.objects.create(user=guest, email=guest.email, verified=True)
    assert "Join the team" in browser.get("/en/my-company/").content.decode()


def test_archived_firms_are_no_candidates():
    firm = CompanyFactory(state="archived", name_roman="Gone Works")
    assert firm not in [hit.company for hit in candidates("Gone Works")]
