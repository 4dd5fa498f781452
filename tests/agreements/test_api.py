"""The API of the register: what is public, and papers for those inside it and the parties."""

import pytest
from django.test import Client

from accounts.enums import TokenScope
from accounts.tokens import issue_token
from agreements.models import GovernmentMou
from tests.factories.agreements import draft, signed

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def machine(user):
    _token, secret = issue_token(user, "test", [TokenScope.READ, TokenScope.WRITE])
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_the_public_reads_signed_agreements_without_papers(nobody):
    agreement = signed()
    row = nobody.get(f"{V1}/agreements/").json()["results"][0]
    assert (row["id"], row["standing"], row["documents"]) == (agreement.pk, "in_force", [])
    assert [party["signatory"] for party in row["parties"]] == [None, None]
    assert "CANARY" not in nobody.get(f"{V1}/agreements/{agreement.pk}/").content.decode()


def test_a_draft_is_for_the_register_and_its_parties(
    nobody, arisa, somchai, outsider, thai_firm, japanese_firm
):
    agreement = draft(thai=thai_firm, japanese=japanese_firm)
    path = f"{V1}/agreements/{agreement.pk}/"
    assert nobody.get(path).status_code == 404
    assert machine(outsider).get(path).status_code == 404
    for user in (arisa, somchai):
        answer = machine(user).get(path)
        assert (answer.status_code, answer.json()["state"]) == (200, "draft")
        assert answer["ETag"]


def test_parties_read_who_signed(somchai, thai_firm, japanese_firm):
    agreement = signed(thai=thai_firm, japanese=japanese_firm)
    body = machine(somchai).get(f"{V1}/agreements/{agreement.pk}/").json()
    assert body["parties"][0]["signatory"]["name"] == "สมชาย"
    assert len(body["documents"]) == 1


def test_the_register_is_only_read_here(arisa):
    assert machine(arisa).post(f"{V1}/agreements/").status_code == 405


def test_filters_are_those_of_the_register(nobody):
    signed()
    assert len(nobody.get(f"{V1}/agreements/?status=in_force").json()["results"]) == 1
    assert nobody.get(f"{V1}/agreements/?status=expired").json()["results"] == []
    assert nobody.get(f"{V1}/agreements/?status=nonsense").status_code == 400


def test_government_mous_come_with_their_source(nobody):
    GovernmentMou.objects.create(
        thai_party_en="DIP", japan_party_en="Nagano", source="A page", confidence="high"
    )
    assert nobody.get(f"{V1}/mous/").json()["results"][0]["source"] == "A page"
