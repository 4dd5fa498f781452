"""An agreement from draft to its end."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import Notice
from agreements import lifecycle
from agreements.enums import AgreementState
from agreements.lifecycle import AGREEMENT, EditConflict
from agreements.models import Agreement, AgreementEvent, Party, Signatory
from agreements.signals import agreement_moved
from config.lifecycle import MoveNotAllowed
from matching.enums import MatchState
from matching.models import Match
from tests.factories.accounts import UserFactory
from tests.factories.agreements import (
    agreement_in,
    attach,
    draft,
    draft_of,
    mou_type,
    sent,
    signature,
    signed,
)
from tests.factories.matching import introduced

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _documents(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def make(move: str, agreement: Agreement) -> None:
    by = UserFactory()
    calls = {
        "edit": lambda: lifecycle.edit(agreement, by=by, version=agreement.version, values={}),
        "send_for_signature": lambda: lifecycle.send_for_signature(agreement, by=by),
        "record_signature": lambda: lifecycle.record_signature(agreement.parties.first(), **signature()),
        "cancel": lambda: lifecycle.cancel(agreement, by=by),
        "terminate": lambda: lifecycle.terminate(agreement, by=by, ended_on=timezone.localdate()),
    }
    calls[move]()


MOVES = ["edit", "send_for_signature", "record_signature", "cancel", "terminate"]
DISALLOWED = [
    (move, state) for move in MOVES for state in AgreementState if state not in AGREEMENT.moves[move][0]
]


@pytest.mark.parametrize(("move", "state"), DISALLOWED)
def test_a_move_is_refused_from_every_other_state(move, state):
    agreement = agreement_in(state)
    entries = AgreementEvent.objects.count()

    with pytest.raises(MoveNotAllowed):
        make(move, agreement)

    assert Agreement.objects.get(pk=agreement.pk).state == state
    assert AgreementEvent.objects.count() == entries


def test_a_draft_has_both_firms_as_parties():
    agreement = draft()

    assert [party.company for party in agreement.parties.all()] == [
        agreement.match.thai,
        agreement.match.japanese,
    ]


def test_a_match_that_is_not_connected_gets_no_draft():
    with pytest.raises(MoveNotAllowed):
        draft_of(introduced(), type=mou_type())


def test_a_match_has_one_open_draft():
    agreement = draft()

    with pytest.raises(MoveNotAllowed):
        draft_of(agreement.match, type=mou_type())


def test_a_draft_that_somebody_changed_is_not_overwritten():
    agreement = draft()
    lifecycle.edit(agreement, by=UserFactory(), version=1, values={"title_en": "First"})

    with pytest.raises(EditConflict):
        lifecycle.edit(agreement, by=UserFactory(), version=1, values={"title_en": "Second"})

    assert Agreement.objects.get(pk=agreement.pk).title_en == "First"


def test_the_last_signature_signs_and_concludes_the_match():
    agreement = signed()

    assert agreement.state == AgreementState.SIGNED
    assert agreement.signed_on == timezone.localdate()
    assert Match.objects.get(pk=agreement.match_id).state == MatchState.AGREED


def test_one_signature_leaves_the_agreement_open():
    agreement = sent()
    attach(agreement)
    lifecycle.record_signature(agreement.parties.first(), **signature())

    assert Agreement.objects.get(pk=agreement.pk).state == AgreementState.OUT_FOR_SIGNATURE


def test_a_party_signs_once():
    agreement = sent()
    attach(agreement)
    lifecycle.record_signature(agreement.parties.first(), **signature())

    with pytest.raises(MoveNotAllowed):
        lifecycle.record_signature(agreement.parties.first(), **signature())


def test_a_signature_needs_the_signed_copy():
    with pytest.raises(ValidationError):
        lifecycle.record_signature(sent().parties.first(), **signature())

    assert not Signatory.objects.exists()


def test_a_signature_cannot_be_dated_in_the_future():
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)

    agreement = sent()
    attach(agreement)
    with pytest.raises(ValidationError):
        lifecycle.record_signature(agreement.parties.first(), **signature(signed_on=tomorrow))


def test_a_failure_half_way_leaves_nothing():
    agreement = sent()
    attach(agreement)
    first, last = agreement.parties.all()
    lifecycle.record_signature(first, **signature())
    entries = AgreementEvent.objects.count()

    def fail(move, **news):
        if move == "sign":
            raise RuntimeError("receiver")

    agreement_moved.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            lifecycle.record_signature(last, **signature())
    finally:
        agreement_moved.disconnect(fail)

    assert Agreement.objects.get(pk=agreement.pk).state == AgreementState.OUT_FOR_SIGNATURE
    assert Match.objects.get(pk=agreement.match_id).state == MatchState.CONNECTED
    assert AgreementEvent.objects.count() == entries
    assert Signatory.objects.count() == 1


def test_both_firms_are_told_in_their_language(somchai, yuki, thai_firm, japanese_firm):
    signed(thai=thai_firm, japanese=japanese_firm)

    for user in (somchai, yuki):
        assert Notice.objects.filter(user=user, template="agreements/notices/signed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_last_signatures_at_once_sign_once():
    agreement = sent()
    attach(agreement)
    first, last = agreement.parties.values_list("pk", flat=True)
    lifecycle.record_signature(Party.objects.get(pk=first), **signature())
    by = UserFactory()

    def sign_last() -> bool:
        try:
            lifecycle.record_signature(Party.objects.get(pk=last), **signature(by=by))
            return True
        except MoveNotAllowed:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(future.result() for future in [pool.submit(sign_last) for _ in range(2)])

    assert answers == [False, True]
    assert AgreementEvent.objects.filter(move="sign").count() == 1
