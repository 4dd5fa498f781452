"""Invitations, roles, leaving and handing over."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from companies import invitations, team
from companies.enums import InvitationState, MemberRole
from companies.models import Invitation, TeamEvent
from config.lifecycle import MoveNotAllowed
from outbox.models import Mail
from tests.factories.accounts import UserFactory
from tests.factories.companies import InvitationFactory, MembershipFactory

pytestmark = pytest.mark.django_db
INVITE = "/en/my-company/team/invite/"
VALUES = {"email": "Guest@Example.com", "role": "editor", "language": "ja"}


@pytest.fixture(autouse=True)
def the_one_door_for_mail(settings):
    settings.EMAIL_BACKEND = "outbox.mail.OutboxBackend"


def verified(**values):
    user = UserFactory(**values)
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    return user


def link_in(mail):
    return re.search(r"/\w\w/invitations/[\w-]+/", mail.text)[0]


def test_an_invitation_is_mailed_in_the_chosen_language_and_joins_once(client_for, somchai, thai_firm):
    assert client_for(somchai).post(INVITE, VALUES).status_code == 302
    mail = Mail.objects.get()
    assert mail.recipients == ["guest@example.com"]
    assert "招待" in mail.subject
    link = link_in(mail)
    assert link.split("/")[-2] not in Invitation.objects.get().digest
    page = Client().get(link).content.decode()
    assert "guest@example.com" in page
    assert f"next={link}" in page
    guest = verified(email="guest@example.com")
    browser = client_for(guest)
    accept = f"/ja/invitations/{Invitation.objects.get().pk}/accept/"
    assert accept in browser.get(link).content.decode()
    assert browser.post(accept).status_code == 302
    assert guest.memberships.get().role == MemberRole.EDITOR
    assert browser.post(accept).status_code == 409
    assert browser.get(link).status_code == 410


@pytest.mark.parametrize(
    "email", ["malee@test.example", "MALEE@test.example", "somchai@test.example", "nobody"]
)
def test_members_oneself_and_what_is_no_address_are_refused(client_for, somchai, malee, email):
    answer = client_for(somchai).post(INVITE, VALUES | {"email": email})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["email"])
    assert not Invitation.objects.exists()


def test_the_same_address_is_invited_once(client_for, somchai):
    browser = client_for(somchai)
    assert [browser.post(INVITE, VALUES).status_code for _ in range(2)] == [302, 400]


def test_sending_again_kills_the_earlier_link(client_for, somchai):
    browser = client_for(somchai)
    browser.post(INVITE, VALUES)
    browser.post(f"/en/my-company/team/invitations/{Invitation.objects.get().pk}/resend/")
    first, second = [link_in(mail) for mail in Mail.objects.order_by("pk")]
    assert [Client().get(link).status_code for link in (first, second)] == [404, 200]


def test_a_day_has_its_limit(client_for, somchai, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_A_DAY", 2)
    browser = client_for(somchai)
    answers = [browser.post(INVITE, VALUES | {"email": f"g{n}@example.com"}).status_code for n in range(3)]
    assert answers == [302, 302, 400]
    assert Mail.objects.count() == 2


def test_expired_and_revoked_links_say_so(thai_firm):
    past = timezone.now() - timedelta(minutes=1)
    InvitationFactory(company=thai_firm, secret="old", expires_at=past)
    InvitationFactory(company=thai_firm, secret="taken", state=InvitationState.REVOKED)
    assert [Client().get(f"/en/invitations/{secret}/").status_code for secret in ("old", "taken")] == [
        410,
        410,
    ]


def test_an_expired_invitation_joins_nobody():
    guest = verified()
    past = InvitationFactory(email=guest.email, expires_at=timezone.now())
    with pytest.raises(MoveNotAllowed):
        invitations.accept(past, by=guest)
    assert not guest.memberships.exists()
    assert Invitation.objects.get().state == InvitationState.SENT


def test_another_persons_link_opens_nothing(client_for, thai_firm):
    InvitationFactory(company=thai_firm, secret="guest")
    answer = client_for(UserFactory()).get("/en/invitations/guest/")
    assert answer.status_code == 403
    assert thai_firm.name_roman not in answer.content.decode()


@pytest.mark.parametrize("state", ["accepted", "revoked"])
@pytest.mark.parametrize("move", ["accept", "resend", "revoke"])
def test_an_ended_invitation_moves_no_more(somchai, thai_firm, move, state):
    invitation = InvitationFactory(company=thai_firm, state=state, email=somchai.email)
    with pytest.raises(MoveNotAllowed):
        getattr(invitations, move)(invitation, by=somchai)
    assert not TeamEvent.objects.exists()


def test_the_last_owner_cannot_leave_step_down_or_be_removed(somchai, malee):
    own = somchai.memberships.get()
    moves = [
        lambda: team.leave(own),
        lambda: team.change_role(own, by=somchai, role=MemberRole.EDITOR),
        lambda: team.remove(own, by=somchai),
    ]
    for move in moves:
        with pytest.raises(team.LastOwner):
            move()
    own.refresh_from_db()
    assert (own.role, own.ended_at) == (MemberRole.OWNER, None)


def test_an_owner_hands_over_and_may_then_leave(client_for, somchai, malee):
    browser = client_for(somchai)
    assert "You are the only owner" in browser.get("/en/my-company/team/").content.decode()
    browser.post(f"/en/my-company/team/{malee.memberships.get().pk}/hand-over/")
    assert malee.memberships.get().role == MemberRole.OWNER
    assert somchai.memberships.get().role == MemberRole.EDITOR
    browser.post("/en/my-company/team/leave/")
    assert somchai.memberships.get().ended_at is not None


def test_a_removed_person_is_told_and_acts_no_more(client_for, somchai, malee):
    colleague = client_for(malee)
    assert colleague.get("/en/my-company/team/").status_code == 200
    client_for(somchai).post(f"/en/my-company/team/{malee.memberships.get().pk}/remove/")
    assert colleague.get("/en/my-company/team/").status_code == 404
    assert Mail.objects.filter(recipients=[malee.email]).count() == 1


def test_a_firm_is_handed_over_only_to_its_own_people(somchai):
    stranger = MembershipFactory()
    with pytest.raises(MoveNotAllowed):
        team.hand_over(somchai.memberships.get(), to=stranger)
