"""Every move of a company and of a need, from every state it may not start from."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from companies import lifecycle
from companies.enums import CloseReason, CompanyState, NeedState
from companies.models import Company, CompanyEvent, Need, NeedEvent, Offer
from companies.signals import company_moved, need_moved, statement_changed
from config.lifecycle import MoveNotAllowed
from tests.factories.companies import (
    CompanyFactory,
    DraftNeedFactory,
    NeedFactory,
    OfferFactory,
    SubmittedCompanyFactory,
    grinding,
    location_in,
)

pytestmark = pytest.mark.django_db

COMPANY_MOVES = {
    "submit": lambda firm, by: lifecycle.submit(firm, by=by),
    "return_with_reasons": lambda firm, by: lifecycle.return_with_reasons(firm, by=by, reason="Why"),
    "publish": lambda firm, by: lifecycle.publish(firm, by=by),
    "suspend": lambda firm, by: lifecycle.suspend(firm, by=by, reason="Why"),
    "archive": lambda firm, by: lifecycle.archive(firm, by=by),
}
NEED_MOVES = {
    "open": lambda need, by: lifecycle.open_need(need, by=by),
    "pause": lambda need, by: lifecycle.pause_need(need, by=by),
    "renew": lambda need, by: lifecycle.renew_need(need, by=by),
    "close": lambda need, by: lifecycle.close_need(need, by=by, reason=CloseReason.MATCHED),
}


@pytest.mark.parametrize("move", COMPANY_MOVES)
@pytest.mark.parametrize("state", CompanyState)
def test_company_moves_only_from_the_states_in_its_table(move, state, dao):
    firm = CompanyFactory(state=state)
    origins, target = lifecycle.COMPANY.moves[move]
    if state in origins:
        COMPANY_MOVES[move](firm, dao)
        event = CompanyEvent.objects.get()
        assert (event.move, event.from_state, event.to_state, event.by) == (move, state, target, dao)
        assert Company.objects.get().state == target
    else:
        with pytest.raises(MoveNotAllowed):
            COMPANY_MOVES[move](firm, dao)
        assert Company.objects.get().state == state
        assert not CompanyEvent.objects.exists()


@pytest.mark.parametrize("move", NEED_MOVES)
@pytest.mark.parametrize("state", NeedState)
def test_need_moves_only_from_the_states_in_its_table(move, state, somchai):
    need = DraftNeedFactory(state=state)
    origins, target = lifecycle.NEED.moves[move]
    if state in origins:
        NEED_MOVES[move](need, somchai)
        event = NeedEvent.objects.get()
        assert (event.move, event.from_state, event.to_state) == (move, state, target)
        assert Need.objects.get().state == target
    else:
        with pytest.raises(MoveNotAllowed):
            NEED_MOVES[move](need, somchai)
        assert Need.objects.get().state == state
        assert not NeedEvent.objects.exists()


@pytest.mark.parametrize("signal", [company_moved, need_moved, statement_changed])
def test_a_failing_receiver_rolls_the_whole_change_back(signal, somchai):
    firm, need = SubmittedCompanyFactory(), DraftNeedFactory()

    def fail(**news):
        raise RuntimeError("the receiver broke")

    signal.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            lifecycle.publish(firm, by=somchai)
            lifecycle.open_need(need, by=somchai)
            lifecycle.save_offer(firm, by=somchai, values={"lang": "th", "text": "ใหม่"})
    finally:
        signal.disconnect(fail)
    firm.refresh_from_db()
    need.refresh_from_db()
    assert (firm.state == CompanyState.SUBMITTED) == (signal is company_moved)
    assert (need.state == NeedState.DRAFT) == (signal is not statement_changed)
    assert not Offer.objects.exists()


def test_a_draft_belongs_to_the_person_who_made_it(somchai):
    values = {
        "country": "TH",
        "name_native": "บริษัท ใหม่ จำกัด",
        "name_roman": "New Co., Ltd.",
        "location": location_in("TH"),
        "profile_lang": "th",
    }
    first = lifecycle.create_draft(by=somchai, values=values)
    second = lifecycle.create_draft(by=somchai, values=values)
    assert first.memberships.get().user == somchai
    assert (first.slug, second.slug) == ("new-co-ltd", "new-co-ltd-2")
    assert first.events.get().move == "create_draft"


def test_an_edit_counts_a_version_and_refuses_an_older_one(somchai, thai_firm):
    lifecycle.edit(thai_firm, by=somchai, values={"profile": "ใหม่กว่า"}, version=1)
    with pytest.raises(lifecycle.EditConflict):
        lifecycle.edit(thai_firm, by=somchai, values={"profile": "เก่า"}, version=1)
    thai_firm.refresh_from_db()
    assert (thai_firm.version, thai_firm.profile) == (2, "ใหม่กว่า")
    assert "ใหม่กว่า" in thai_firm.search_text


def test_a_company_keeps_its_country(somchai, thai_firm):
    with pytest.raises(ValidationError):
        lifecycle.edit(thai_firm, by=somchai, values={"country": "JP"})


def test_a_return_without_a_reason_is_refused(dao):
    with pytest.raises(ValidationError):
        lifecycle.return_with_reasons(SubmittedCompanyFactory(), by=dao, reason="  ")


@pytest.mark.parametrize("state", [CompanyState.DRAFT, CompanyState.SUSPENDED, CompanyState.ARCHIVED])
def test_a_firm_unknown_to_the_desk_writes_no_statements(state, somchai):
    firm = CompanyFactory(state=state)
    with pytest.raises(MoveNotAllowed):
        lifecycle.save_need(firm, by=somchai, values={"lang": "th", "text": "หา"})


def test_a_statement_is_findable_until_it_is_withdrawn(somchai, thai_firm):
    values = {"lang": "th", "text": "เจียรเพลา", "capabilities": [grinding()]}
    offer = lifecycle.save_offer(thai_firm, by=somchai, values=values)
    thai_firm.refresh_from_db()
    assert "センタレス研削" in thai_firm.search_text
    lifecycle.withdraw_offer(offer, by=somchai)
    thai_firm.refresh_from_db()
    assert "センタレス研削" not in thai_firm.search_text
    with pytest.raises(MoveNotAllowed):
        lifecycle.withdraw_offer(offer, by=somchai)


def test_a_closed_need_and_a_withdrawn_offer_stay_as_they_were(somchai, thai_firm):
    need = lifecycle.close_need(NeedFactory(company=thai_firm), by=somchai)
    offer = lifecycle.withdraw_offer(OfferFactory(company=thai_firm), by=somchai)
    with pytest.raises(MoveNotAllowed):
        lifecycle.save_need(thai_firm, by=somchai, values={"text": "x"}, need=need)
    with pytest.raises(MoveNotAllowed):
        lifecycle.save_offer(thai_firm, by=somchai, values={"text": "x"}, offer=offer)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE companies_companyevent SET move = 'x'",
        "DELETE FROM companies_companyevent",
        "TRUNCATE companies_companyevent",
        "UPDATE companies_needevent SET move = 'x'",
        "DELETE FROM companies_needevent",
        "TRUNCATE companies_needevent",
    ],
)
def test_events_are_only_ever_added(statement, dao):
    lifecycle.publish(SubmittedCompanyFactory(), by=dao)
    lifecycle.open_need(DraftNeedFactory(), by=dao)
    # Otherwise pending foreign keys would refuse the TRUNCATE before the trigger can.
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
