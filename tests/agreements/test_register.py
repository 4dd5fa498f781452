"""The pages of the register: who sees what, and the registrar's work."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from agreements.enums import AgreementState
from agreements.models import Agreement
from tests.factories.agreements import agreement_in, draft, mou_type, pdf, sent, signed
from tests.factories.matching import connected

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _documents(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def page(name: str, *args: object) -> str:
    return reverse(f"agreements:{name}", args=args)


def test_a_draft_is_seen_by_its_parties_and_the_offices_only(
    client_for, nobody, somchai, malee, outsider, dao, arisa, thai_firm
):
    address = page("agreement-detail", draft(thai=thai_firm).pk)

    for user in (somchai, malee, dao, arisa):
        assert client_for(user).get(address).status_code == 200
    assert client_for(outsider).get(address).status_code == 404
    assert nobody.get(address).status_code == 404


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_the_public_register_shows_no_documents_and_no_signatories(nobody, language):
    agreement = signed()
    for name, args in (("agreement-list", []), ("agreement-detail", [agreement.pk]), ("mou-list", [])):
        answer = nobody.get(page(name, *args).replace("/en/", f"/{language}/", 1))
        assert answer.status_code == 200
        assert "สมชาย" not in answer.content.decode()
        assert agreement.documents.get().sha256 not in answer.content.decode()


def test_the_register_draws_the_routes_of_public_agreements_only(nobody, thai_firm, japanese_firm):
    cache.clear()
    agreement = signed(thai=thai_firm, japanese=japanese_firm)
    Agreement.objects.update(is_public=False)
    assert nobody.get(page("agreement-list")).context["prefectures"] == []

    cache.clear()
    Agreement.objects.filter(pk=agreement.pk).update(is_public=True)
    facts = nobody.get(page("agreement-list")).context
    row = {"name": japanese_firm.location.name, "agreements": 1, "memoranda": 0}
    assert facts["prefectures"] == [row]
    assert len(facts["picture"]["lines"]) == 1
    cache.clear()


def test_a_document_is_for_those_who_may(client_for, nobody, somchai, outsider, thai_firm):
    address = page("document-download", signed(thai=thai_firm).documents.get().pk)
    answer = client_for(somchai).get(address)

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert nobody.get(address).status_code == 404
    assert client_for(outsider).get(address).status_code == 404


def test_the_registrar_walks_a_match_into_the_register(client_for, arisa):
    match, kind, browser = connected(), mou_type(), client_for(arisa)
    create = f"{page('agreement-create')}?match={match.pk}"
    assert browser.get(create).status_code == 200
    titles = {f"title_{code}": "A test" for code in ("th", "ja", "en")}
    browser.post(create, {"type": kind.pk, "is_public": "on", **titles})
    agreement = Agreement.objects.get(match=match)
    assert browser.get(page("agreement-edit", agreement.pk)).status_code == 200
    browser.post(page("agreement-send", agreement.pk))
    assert browser.get(page("registrar-list")).status_code == 200
    for party in agreement.parties.all():
        typed = {"name": "Signer", "signed_on": "2026-01-05", "document": pdf()}
        browser.post(page("agreement-sign", agreement.pk), typed | {"party": party.pk})

    assert Agreement.objects.get(pk=agreement.pk).state == AgreementState.SIGNED


def test_a_wrong_file_is_refused_and_what_was_typed_stays(client_for, arisa):
    agreement = sent()
    wrong = pdf()
    wrong.file.seek(0)
    wrong.file.write(b"MZ")
    wrong.file.seek(0)
    typed = {"name": "Signer", "signed_on": "2026-01-05", "document": wrong}
    answer = client_for(arisa).post(
        page("agreement-sign", agreement.pk), typed | {"party": agreement.parties.first().pk}
    )

    assert answer.status_code == 422
    assert "Signer" in answer.content.decode()
    assert not agreement.documents.exists()


def test_only_a_registrar_writes(client_for, dao, somchai, thai_firm):
    agreement = draft(thai=thai_firm)
    for user in (dao, somchai):
        for name in ("agreement-send", "agreement-cancel"):
            assert client_for(user).post(page(name, agreement.pk)).status_code == 404
        assert client_for(user).get(page("registrar-list")).status_code == 404


def test_a_move_that_came_too_late_is_a_conflict(client_for, arisa):
    agreement = agreement_in(AgreementState.CANCELLED)

    assert client_for(arisa).post(page("agreement-send", agreement.pk)).status_code == 409
