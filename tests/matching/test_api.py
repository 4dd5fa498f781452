"""The API of suggestions, matches and runs: who sees what, and who moves what when."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import TokenScope
from accounts.models import User
from accounts.tokens import issue_token
from matching.enums import MatchState
from matching.models import FirmQuestion, HeldDecision, Match, Run, Suggestion
from tests.factories.companies import AppointmentFactory, NeedFactory
from tests.factories.matching import CorridorFactory, ReasonFactory, connected, introduced, propose

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def machine(user: User, *scopes: TokenScope) -> Client:
    _token, secret = issue_token(user, "test", list(scopes or (TokenScope.READ, TokenScope.WRITE)))
    return Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "en"})


def post(client, path, body=None, **headers):
    return client.post(f"{V1}/{path}", body or {}, content_type="application/json", headers=headers)


@pytest.fixture
def corridor(dip):
    return CorridorFactory(desks=[dip])


@pytest.fixture
def firms(thai_firm, japanese_firm, corridor):
    return {"thai": thai_firm, "japanese": japanese_firm, "corridor": corridor}


def test_a_proposal_is_the_desks_alone(dao, kenji, somchai, outsider, nobody, firms):
    path = f"{V1}/matches/{propose(**firms).pk}/"
    case = machine(dao).get(path).json()
    assert case["chance"] == 0.56
    assert case["exchanges"][0]["seeker"] == "TH"
    for user in (kenji, somchai, outsider):
        assert machine(user).get(path).status_code == 404
    assert nobody.get(path).status_code == 401


def test_a_desk_approves_and_a_second_decision_is_409(dao, firms):
    client, match = machine(dao), propose(**firms)
    assert post(client, f"matches/{match.pk}/approve/").json()["state"] == "approved"
    late = post(client, f"matches/{match.pk}/reject/", {"reason": ReasonFactory().pk})
    assert late.status_code == 409
    assert late["Content-Type"] == "application/problem+json"
    assert late.json()["title"] == "This is not possible any more: it is now “Approved”."


def test_an_approval_sent_twice_with_its_key_counts_once(dao, firms):
    client, path = machine(dao), f"matches/{propose(**firms).pk}/approve/"
    first, again = (post(client, path, **{"Idempotency-Key": "k"}) for _ in range(2))
    assert first.json() == again.json()
    assert again["Idempotent-Replay"] == "true"
    assert Match.objects.get().events.filter(move="approve").count() == 1


def test_rejecting_asks_for_a_reason_and_parking_for_a_day_to_come(dao, firms):
    client, match = machine(dao), propose(**firms)
    assert "reason" in post(client, f"matches/{match.pk}/reject/").json()["errors"]
    today = timezone.localdate()
    past = post(client, f"matches/{match.pk}/park/", {"until": str(today)})
    assert (past.status_code, list(past.json()["errors"])) == (400, ["until"])
    later = str(today + datetime.timedelta(days=5))
    assert post(client, f"matches/{match.pk}/park/", {"until": later}).json()["state"] == "parked"
    other = ReasonFactory(code="other").pk
    assert "note" in post(client, f"matches/{match.pk}/reject/", {"reason": other}).json()["errors"]
    rejected = post(client, f"matches/{match.pk}/reject/", {"reason": ReasonFactory().pk}).json()
    assert (rejected["state"], rejected["reason"]) == ("rejected", "weak_match")


def test_two_owners_answer_and_only_then_contacts_open(somchai, yuki, outsider, firms, japanese_firm):
    match = introduced(**firms)
    path = f"matches/{match.pk}/"
    sheet = machine(somchai).get(f"{V1}/{path}")
    assert sheet.json()["japanese"]["slug"] == japanese_firm.slug
    assert (sheet.json()["chance"], sheet.json()["partner_contacts"]) == (None, None)
    assert "canary" not in sheet.content.decode().lower()
    for user in (somchai, yuki):
        assert post(machine(user), f"{path}answer/", {"answer": "interested"}).status_code == 200
    contacts = machine(somchai).get(f"{V1}/{path}").json()["partner_contacts"]
    assert contacts["contact_email"] == japanese_firm.contact_email
    assert machine(outsider).get(f"{V1}/{path}").status_code == 404
    assert post(machine(yuki), f"{path}answer/", {"answer": "interested"}).status_code == 409


def test_declining_asks_for_a_reason_which_the_other_side_is_not_told(somchai, yuki, firms):
    path = f"matches/{introduced(**firms).pk}/"
    assert "reason" in post(machine(somchai), f"{path}answer/", {"answer": "declined"}).json()["errors"]
    said = {"answer": "declined", "reason": ReasonFactory().pk, "note": "SECRET"}
    assert post(machine(somchai), f"{path}answer/", said).json()["state"] == "declined"
    told = machine(yuki).get(f"{V1}/{path}")
    assert told.json()["reason"] is None
    assert "SECRET" not in told.content.decode()


def test_who_reads_a_match_may_not_all_move_it(malee, dao, somchai, firms):
    path = f"matches/{introduced(**firms).pk}"
    for user in (malee, dao):
        assert post(machine(user), f"{path}/answer/", {"answer": "interested"}).status_code == 403
    assert post(machine(somchai), f"{path}/approve/").status_code == 403
    reader = machine(somchai, TokenScope.READ)
    assert post(reader, f"{path}/answer/", {"answer": "interested"}).status_code == 403
    assert Match.objects.get().state == MatchState.INTRODUCED


def test_an_anonymous_partner_has_neither_name_nor_words(somchai, firms):
    match = introduced(**firms)
    match.links.update(
        need=NeedFactory(company=firms["japanese"], is_anonymous=True, text="HIDDEN-WORDS"),
    )
    sheet = machine(somchai).get(f"{V1}/matches/{match.pk}/")
    assert sheet.json()["japanese"] is None
    assert sheet.json()["exchanges"][0]["need"] is None
    for told in (firms["japanese"].slug, firms["japanese"].name_native, "HIDDEN-WORDS"):
        assert told not in sheet.content.decode()


def test_lists_hold_what_each_may_see(dao, somchai, outsider, arisa, firms):
    known, proposed = connected(**firms), propose(corridor=firms["corridor"])
    seen = {
        user.email: [row["id"] for row in machine(user).get(f"{V1}/matches/").json()["results"]]
        for user in (dao, somchai, outsider, arisa)
    }
    assert list(seen.values()) == [[known.pk, proposed.pk], [known.pk], [], [known.pk]]


def test_suggestions_are_of_ones_own_firm_and_hide_anonymous_authors(somchai, dao, firms, thai_firm):
    partner = firms["japanese"]
    need = NeedFactory(company=partner, is_anonymous=True)
    link = {"seeker": "JP", "fit": 0.9, "need": f"need:{need.pk}", "offer": "offer:1", "shared": []}
    chances = {"p_company_accepts": 0.5, "p_partner_accepts": 0.5, "p_both": 0.25}
    evidence = {"links": [link | {"conditions": []}], "texts": {}}
    Suggestion.objects.create(company=thai_firm, partner=partner, rank=1, evidence=evidence, **chances)
    answer = machine(somchai).get(f"{V1}/suggestions/")
    assert answer.json()["results"][0]["partner"] is None
    assert answer.json()["results"][0]["exchanges"][0]["need"] is None
    assert partner.slug not in answer.content.decode()
    assert machine(dao).get(f"{V1}/suggestions/").status_code == 403


def test_a_desk_starts_a_run_watches_and_stops_it(dao, kenji, somchai, corridor):
    client = machine(dao)
    made = post(client, "runs/", {"corridor": corridor.code, "budget": 5})
    assert made.status_code == 201, made.content
    assert made.json()["parameters"]["corridors"][0]["budget"] == 5
    assert post(client, "runs/", {"corridor": corridor.code}).status_code == 409
    assert "budget" in post(client, "runs/", {"budget": -1}).json()["errors"]
    path = f"runs/{made.json()['id']}/"
    assert client.get(f"{V1}/{path}").json()["state"] == "waiting"
    assert post(machine(kenji), f"{path}cancel/").status_code == 403
    assert post(client, f"{path}cancel/").json()["state"] == "cancelled"
    assert post(client, f"{path}cancel/").status_code == 409
    assert machine(somchai).get(f"{V1}/runs/").status_code == 403
    assert Run.objects.count() == 1


@pytest.mark.parametrize("language", ["th", "ja"])
def test_problems_are_told_in_the_callers_language(dao, firms, language):
    client = machine(dao)
    match = propose(**firms)
    refused = [
        post(client, f"matches/{match.pk}/reject/", body, **{"Accept-Language": language}).json()["errors"]
        for body in ({}, {"reason": "none"}, {"reason": [1]}, {"reason": ReasonFactory().pk, "note": {}})
    ]
    nowhere = client.get(f"{V1}/nowhere/", headers={"Accept-Language": language})
    assert nowhere["Content-Type"] == "application/problem+json"
    told = [*refused, {"title": [nowhere.json()["title"]]}]
    assert [text for errors in told for texts in errors.values() for text in texts if text.isascii()] == []


def test_a_decision_is_undone_by_who_made_it_while_nobody_was_told(dao, dip, firms):
    client, match = machine(dao), propose(**firms)
    assert post(client, f"matches/{match.pk}/undo/").status_code == 409
    post(client, f"matches/{match.pk}/approve/")
    colleague = AppointmentFactory(agency=dip).user
    assert post(machine(colleague), f"matches/{match.pk}/undo/").status_code == 409
    assert post(client, f"matches/{match.pk}/undo/").json()["state"] == "proposed"
    post(client, f"matches/{match.pk}/approve/")
    HeldDecision.objects.update(release_at=timezone.now())
    assert post(client, f"matches/{match.pk}/undo/").status_code == 409
    assert Match.objects.get().state == "approved"


def test_a_firm_of_the_case_is_asked_once_and_no_other(dao, somchai, other_firm, firms):
    client, match = machine(dao), propose(**firms)
    question = {"company": other_firm.slug, "text": "Which tolerance?", "lang": "en"}
    assert list(post(client, f"matches/{match.pk}/ask/", question).json()["errors"]) == ["company"]
    question["company"] = firms["thai"].slug
    assert post(client, f"matches/{match.pk}/ask/", question).status_code == 200
    asked = FirmQuestion.objects.get()
    assert (asked.company, asked.asked_by, asked.text) == (firms["thai"], dao, "Which tolerance?")
    assert post(client, f"matches/{match.pk}/ask/", question).status_code == 409


def test_a_case_is_handed_to_a_colleague_of_the_desk_and_to_nobody_else(dao, dip, kenji, firms):
    client, match = machine(dao), propose(**firms)
    colleague = AppointmentFactory(agency=dip).user
    known = client.get(f"{V1}/matches/{match.pk}/colleagues/").json()
    assert known == [{"id": colleague.pk, "name": colleague.name}]
    elsewhere = post(client, f"matches/{match.pk}/hand-on/", {"colleague": kenji.pk})
    assert (elsewhere.status_code, list(elsewhere.json()["errors"])) == (400, ["colleague"])
    assert post(client, f"matches/{match.pk}/hand-on/", {"colleague": colleague.pk}).status_code == 200
    assert Match.objects.get().handed_to == colleague


@pytest.mark.parametrize("name", ["somchai", "yuki", "kenji", "arisa"])
def test_only_the_desk_of_the_case_does_its_work(name, request, firms):
    client, match = machine(request.getfixturevalue(name)), propose(**firms)
    for move in ("undo", "ask", "hand-on"):
        assert post(client, f"matches/{match.pk}/{move}/").status_code in (403, 404)
    assert client.get(f"{V1}/matches/{match.pk}/colleagues/").status_code in (403, 404)
