"""The API of firms and their words, as machines and browsers use it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.enums import TokenScope
from accounts.models import User
from accounts.tokens import issue_token, revoke_token
from companies.enums import WithdrawCause
from companies.models import Need, Offer
from tests.factories.companies import (
    ClusterFactory,
    CollaborationTypeFactory,
    CompanyFactory,
    DraftNeedFactory,
    NeedFactory,
    OfferFactory,
    SubmittedCompanyFactory,
    grinding,
)

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
READ, WRITE = TokenScope.READ, TokenScope.WRITE


def machine(user: User, *scopes: TokenScope) -> Client:
    _token, secret = issue_token(user, "test", list(scopes or (READ, WRITE)))
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(client, path, body=None, **headers):
    return client.post(f"{V1}/{path}", body or {}, content_type="application/json", headers=headers)


def patch(client, path, body, **headers):
    return client.patch(f"{V1}/{path}", body, content_type="application/json", headers=headers)


@pytest.fixture
def words():
    return {
        "text": "We grind shafts",
        "lang": "en",
        "capabilities": [grinding().slug],
        "collaboration_type": CollaborationTypeFactory().pk,
    }


@pytest.mark.parametrize(
    "path", ["locations", "clusters", "capabilities", "certifications", "collaboration-types"]
)
def test_reference_data_is_for_everyone_and_cannot_be_changed(nobody, somchai, path):
    assert nobody.get(f"{V1}/{path}/").status_code == 200
    assert post(machine(somchai), f"{path}/").status_code == 405


def test_names_come_in_the_callers_language(nobody):
    slug = grinding().slug
    answer = nobody.get(f"{V1}/capabilities/{slug}/", headers={"Accept-Language": "ja"})
    assert answer.json()["name"] == "センタレス研削"


def test_the_directory_lists_published_firms_without_contacts(nobody, thai_firm):
    hidden = SubmittedCompanyFactory()
    answer = nobody.get(f"{V1}/companies/")
    assert [row["slug"] for row in answer.json()["results"]] == [thai_firm.slug]
    assert "CANARY" not in answer.content.decode()
    assert nobody.get(f"{V1}/companies/{hidden.slug}/").status_code == 404


def test_only_its_own_people_read_a_firms_contacts(somchai, outsider, thai_firm):
    path = f"{V1}/companies/{thai_firm.slug}/"
    assert machine(somchai).get(path).json()["contacts"]["contact_name"] == thai_firm.contact_name
    answer = machine(outsider).get(path)
    assert answer.json()["contacts"] is None
    assert "canary" not in answer.content.decode().lower()


def test_a_list_is_clamped_and_goes_on_by_cursor(nobody):
    CompanyFactory.create_batch(3)
    first = nobody.get(f"{V1}/companies/?limit=2").json()
    assert len(first["results"]) == 2
    assert len(nobody.get(first["next"]).json()["results"]) == 1
    assert nobody.get(f"{V1}/companies/?limit=100000").status_code == 200
    assert nobody.get(f"{V1}/companies/?limit=many").status_code == 200


def test_a_firm_is_edited_only_with_the_etag_last_read(somchai, thai_firm):
    client, path = machine(somchai), f"companies/{thai_firm.slug}/"
    assert patch(client, path, {"employees": 40}).status_code == 428
    etag = client.get(f"{V1}/{path}")["ETag"]
    assert patch(client, path, {"employees": 40}, **{"If-Match": '"0-0"'}).status_code == 412
    saved = patch(client, path, {"employees": 40, "clusters": [ClusterFactory().pk]}, **{"If-Match": etag})
    assert saved.status_code == 200, saved.content
    assert saved.json()["employees"] == 40
    assert patch(client, path, {"employees": 41}, **{"If-Match": etag}).status_code == 412
    thai_firm.refresh_from_db()
    assert (thai_firm.employees, thai_firm.profile) == (40, "รับงานกลึงและกัด")


def test_a_strangers_firm_and_words_are_not_found_when_changed(outsider, thai_firm):
    offer, need = OfferFactory(company=thai_firm), DraftNeedFactory(company=thai_firm)
    client, any_tag = machine(outsider), {"If-Match": "*"}
    assert patch(client, f"companies/{thai_firm.slug}/", {"employees": 1}, **any_tag).status_code == 404
    assert patch(client, f"offers/{offer.pk}/", {"text": "x"}, **any_tag).status_code == 404
    assert client.get(f"{V1}/needs/{need.pk}/").status_code == 404
    for path in (f"offers/{offer.pk}/withdraw/", f"needs/{need.pk}/open/", f"needs/{need.pk}/close/"):
        assert post(client, path).status_code == 404


def test_an_offer_is_written_once_however_often_it_is_sent(somchai, words):
    client = machine(somchai)
    first = post(client, "offers/", words, **{"Idempotency-Key": "one"})
    again = post(client, "offers/", words, **{"Idempotency-Key": "one"})
    assert (first.status_code, again.status_code) == (201, 201), first.content
    assert first.json() == again.json()
    assert again["Idempotent-Replay"] == "true"
    assert Offer.objects.count() == 1
    other = post(client, "offers/", words | {"text": "Other"}, **{"Idempotency-Key": "one"})
    assert other.status_code == 409


def test_a_refused_request_leaves_its_key_free(somchai, words):
    client, key = machine(somchai), {"Idempotency-Key": "one"}
    assert post(client, "offers/", words | {"capabilities": []}, **key).status_code == 400
    assert post(client, "offers/", words, **key).status_code == 201
    assert post(client, "offers/", words, **{"Idempotency-Key": "k" * 101}).status_code == 400
    assert Offer.objects.count() == 1


def test_the_rules_of_the_form_hold_for_machines_in_their_language(somchai, words):
    answer = post(machine(somchai), "needs/", words | {"capabilities": []}, **{"Accept-Language": "en"})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert "capabilities" in answer.json()["errors"]
    leak = words | {"is_anonymous": True, "text": "Write to me@works.example.com"}
    assert "text" in post(machine(somchai), "needs/", leak).json()["errors"]


def test_a_need_goes_its_way_and_a_move_out_of_turn_is_409(somchai, words):
    client = machine(somchai)
    need = post(client, "needs/", words).json()
    assert need["state"] == "draft"
    path = f"needs/{need['id']}"
    for move, state in [("open", "open"), ("pause", "paused"), ("renew", "open")]:
        assert post(client, f"{path}/{move}/").json()["state"] == state
    assert post(client, f"{path}/open/").status_code == 409
    assert post(client, f"{path}/close/", {"reason": "matched"}).json()["state"] == "closed"
    refused = post(client, f"{path}/pause/", **{"Accept-Language": "en"})
    assert refused.status_code == 409
    assert refused.json()["title"] == "This is not possible any more: it is now “Closed”."
    assert patch(client, f"{path}/", {"text": "x"}, **{"If-Match": "*"}).status_code == 409


def test_an_edit_of_an_offer_keeps_what_was_not_sent(somchai, thai_firm, words):
    client = machine(somchai)
    made = post(client, "offers/", words)
    path = f"offers/{made.json()['id']}/"
    saved = patch(client, path, {"text": "Now longer"}, **{"If-Match": made["ETag"]})
    kept = ("lang", "capabilities", "collaboration_type", "company")
    assert [saved.json()[name] for name in kept] == [made.json()[name] for name in kept]
    assert (saved.json()["text"], saved.json()["version"]) == ("Now longer", 2)
    assert post(client, f"{path}withdraw/").status_code == 200
    assert post(client, f"{path}withdraw/").status_code == 409


def test_an_offer_is_paused_and_resumed(somchai, words):
    client = machine(somchai)
    path = f"offers/{post(client, 'offers/', words).json()['id']}"
    assert post(client, f"{path}/resume/").status_code == 409
    assert post(client, f"{path}/pause/").json()["paused_at"]
    assert post(client, f"{path}/pause/").status_code == 409
    assert post(client, f"{path}/resume/").json()["paused_at"] is None


def test_a_need_is_closed_with_what_became_of_it(somchai, thai_firm, japanese_firm):
    client, need = machine(somchai), NeedFactory(company=thai_firm)
    path = f"needs/{need.pk}/close/"
    assert "cause" in post(client, path, {"reason": "withdrawn"}).json()["errors"]
    assert (
        "partner" in post(client, path, {"reason": "matched", "partner": japanese_firm.slug}).json()["errors"]
    )
    cause = WithdrawCause.values[0]
    sent = {"reason": "withdrawn", "cause": cause, "note": "ย้ายไปผลิตเอง"}
    assert post(client, path, sent).json()["close_reason"] == "withdrawn"
    need.refresh_from_db()
    assert (need.withdraw_cause, need.close_note) == (cause, "ย้ายไปผลิตเอง")


def test_an_editor_may_write_but_not_close(malee, thai_firm):
    need = NeedFactory(company=thai_firm)
    assert post(machine(malee), f"needs/{need.pk}/pause/").status_code == 200
    assert post(machine(malee), f"needs/{need.pk}/close/", {"reason": "matched"}).status_code == 403


def test_anonymous_needs_are_for_their_author_only(nobody, somchai, thai_firm):
    need = NeedFactory(company=thai_firm, is_anonymous=True)
    assert nobody.get(f"{V1}/needs/{need.pk}/").status_code == 404
    assert nobody.get(f"{V1}/needs/").json()["results"] == []
    assert machine(somchai).get(f"{V1}/needs/{need.pk}/").status_code == 200


def test_a_desk_has_no_words_of_its_own(dao, words):
    assert post(machine(dao), "offers/", words).status_code == 404


def test_a_token_that_reads_does_not_write_and_a_revoked_one_does_nothing(somchai, words):
    assert post(machine(somchai, READ), "offers/", words).status_code == 403
    token, secret = issue_token(somchai, "short", [READ, WRITE])
    revoke_token(token)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert client.get(f"{V1}/offers/").status_code == 401
    assert post(Client(), "offers/", words).status_code == 401


def test_the_commands_issue_a_token_and_take_it_back(somchai):
    shown = StringIO()
    call_command("issue_token", somchai.email, "Export", stdout=shown, stderr=StringIO())
    secret = shown.getvalue().strip()
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert client.get(f"{V1}/suggestions/").status_code == 200
    call_command("revoke_token", secret[:10], stdout=StringIO())
    assert client.get(f"{V1}/suggestions/").status_code == 401
    with pytest.raises(CommandError):
        call_command("revoke_token", secret[:10])
    with pytest.raises(CommandError):
        call_command("issue_token", "nobody@test.example", "Export")


def test_a_token_of_an_ended_office_does_not_act_in_another(somchai, words):
    _token, secret = issue_token(somchai, "old", [READ, WRITE], "appointment:999")
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert post(client, "offers/", words).status_code == 404
    with pytest.raises(CommandError):
        call_command("issue_token", somchai.email, "x", "--capacity", "owner")


def test_a_browser_signed_in_uses_its_session(client_for, somchai, words):
    assert post(client_for(somchai), "needs/", words).status_code == 201
    assert Need.objects.get().company.memberships.get().user == somchai
