"""Two rows of one firm become one, all or nothing, and two again."""

import threading

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, transaction

from accounts.models import Notice
from agreements.models import Party
from companies import blocks
from companies.enums import Audience, CompanyState, FactGroup, MemberRole
from companies.merging import rules, steps, undoing, values
from companies.merging.refusals import refusals
from companies.models import Company, Merge, MergeChange, Offer, Shortlisted
from config.lifecycle import MoveNotAllowed
from matching import lifecycle as cases
from matching.enums import WithdrawReason
from tests.factories.accounts import UserFactory
from tests.factories.agreements import agreement_in
from tests.factories.companies import (
    AppointmentFactory,
    CapabilityFactory,
    CompanyFactory,
    JapaneseCompanyFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
    SubmittedCompanyFactory,
)
from tests.factories.matching import connected, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def double(db):
    return CompanyFactory(slug="double", name_native="บริษัท ซ้ำ จำกัด", registration_number="0105500000003")


def merge(gone, kept, dao, dip, **more) -> Merge:
    return steps.merge(gone, kept, by=dao, agency=dip, **more)


def test_every_relation_to_a_company_has_a_rule():
    assert rules.unknown_relations() == []
    assert rules.RULES.keys() <= rules.relations()


def test_every_fact_is_chosen_or_left_out_on_purpose():
    columns = {f.name for f in Company._meta.get_fields() if f.concrete}
    chosen = {name for group in values.CHOICES for name in group}
    assert chosen | values.NOT_CHOSEN == columns
    assert not chosen & values.NOT_CHOSEN


def test_a_relation_without_a_rule_stops_it_by_name(double, thai_firm, dao, dip, monkeypatch):
    monkeypatch.delitem(rules.RULES, "matching.Match.thai")
    with pytest.raises(ValidationError, match=r"matching\.Match\.thai"):
        merge(double, thai_firm, dao, dip)
    double.refresh_from_db()
    assert double.state == CompanyState.PUBLISHED


def test_what_hangs_on_it_goes_over_and_its_history_stays(double, thai_firm, dao, dip):
    offer, need, case = OfferFactory(company=double), NeedFactory(company=double), connected(thai=double)
    party = agreement_in("draft", thai=double).parties.get(company=double)
    events = double.events.count()
    row = merge(double, thai_firm, dao, dip)
    for one in (offer, need, case, party):
        one.refresh_from_db()
    double.refresh_from_db()

    assert {offer.company_id, need.company_id, case.thai_id, party.company_id} == {thai_firm.pk}
    assert (double.state, double.merged_into) == (CompanyState.ARCHIVED, thai_firm)
    assert double.events.count() == events + 1
    assert case.state == "connected"
    assert {"Offers", "Needs", "Cases", "Agreements"} <= {str(line.label) for line in steps.counted(row)}


def test_chosen_facts_are_taken_and_a_number_leaves_the_other_row(double, thai_firm, dao, dip):
    double.employees, thai_firm.employees = 40, 7
    double.save(), thai_firm.save()
    merge(double, thai_firm, dao, dip, taken={"registration_number", "name_native", "nonsense"})
    for firm in (double, thai_firm):
        firm.refresh_from_db()

    assert thai_firm.registration_number == "0105500000003"
    assert double.registration_number == ""
    assert thai_firm.name_native == "บริษัท ซ้ำ จำกัด"
    assert thai_firm.employees == 7


def test_empty_facts_are_proposed_to_be_filled(double, thai_firm):
    found = {one.name: one for one in values.differences(double, thai_firm)}
    assert found["registration_number"].takes_gone
    assert not found["name_native"].takes_gone


def test_what_one_showed_to_fewer_readers_stays_with_them(double, thai_firm, dao, dip):
    double.audiences = {FactGroup.EMPLOYEES.value: Audience.CONNECTED.value}
    double.save()
    merge(double, thai_firm, dao, dip)
    thai_firm.refresh_from_db()
    assert thai_firm.audience_of(FactGroup.EMPLOYEES) is Audience.CONNECTED


def test_what_both_have_stays_behind(double, thai_firm, japanese_firm, dao, dip):
    for firm in (double, thai_firm):
        Shortlisted.objects.create(company=firm, firm=japanese_firm, changed_by=UserFactory())
    assert [(line.moving, line.staying) for line in steps.plan(double, thai_firm)] == [(0, 1)]
    merge(double, thai_firm, dao, dip)
    assert thai_firm.shortlist.count() == 1


def test_people_come_over_once_and_its_owners_as_editors(double, thai_firm, somchai, dao, dip):
    stranger = MembershipFactory(company=double)
    MembershipFactory(company=double, user=somchai, role=MemberRole.EDITOR)
    merge(double, thai_firm, dao, dip)

    assert somchai.memberships.standing().get().company == thai_firm
    assert somchai.memberships.standing().get().role == MemberRole.OWNER
    assert stranger.user.memberships.standing().get().company == thai_firm
    assert stranger.user.memberships.standing().get().role == MemberRole.EDITOR


def test_both_teams_and_colleagues_are_told_in_their_language(
    double, thai_firm, somchai, dao, dip, mailoutbox
):
    colleague = AppointmentFactory(agency=dip).user
    stranger = MembershipFactory(company=double).user
    merge(double, thai_firm, dao, dip)

    told = set(Notice.objects.filter(template__contains="/merge").values_list("user", "template"))
    assert told == {
        (somchai.pk, "companies/notices/merge"),
        (stranger.pk, "companies/notices/merge"),
        (colleague.pk, "companies/notices/merge_desk"),
    }
    assert {message.to[0] for message in mail.outbox} == {somchai.email, stranger.email, colleague.email}


@pytest.mark.parametrize("kind", ["country", "parent", "block", "state", "suspended", "itself"])
def test_two_companies_are_refused_with_a_sentence(kind, double, thai_firm, dao, dip):
    gone, kept = double, thai_firm
    if kind == "country":
        gone = JapaneseCompanyFactory()
    elif kind == "parent":
        Company.objects.filter(pk=double.pk).update(parent=thai_firm)
        gone.refresh_from_db()
    elif kind == "block":
        blocks.block(double, thai_firm, by=UserFactory())
    elif kind == "state":
        kept = SubmittedCompanyFactory()
    elif kind == "suspended":
        Company.objects.filter(pk=double.pk).update(state=CompanyState.SUSPENDED)
    else:
        gone = thai_firm

    with pytest.raises(ValidationError) as refused:
        merge(gone, kept, dao, dip)
    assert len(refused.value.messages) == 1
    assert not Merge.objects.exists()


def test_cases_of_both_with_one_partner_are_refused(double, thai_firm, japanese_firm, dao, dip):
    case = propose(thai=double, japanese=japanese_firm)
    propose(thai=thai_firm, japanese=japanese_firm)
    with pytest.raises(ValidationError, match="Yuki Seiki"):
        merge(double, thai_firm, dao, dip)
    cases.withdraw(case, by=dao, reason=WithdrawReason.DESK)
    assert merge(double, thai_firm, dao, dip)


def test_a_block_of_one_with_a_partner_of_the_other_is_refused(double, thai_firm, japanese_firm, dao, dip):
    propose(thai=double, japanese=japanese_firm)
    blocks.block(thai_firm, japanese_firm, by=UserFactory())
    with pytest.raises(ValidationError, match="Yuki Seiki"):
        merge(double, thai_firm, dao, dip)


def test_both_parties_of_one_agreement_are_refused(double, thai_firm):
    agreement = agreement_in("draft", thai=double)
    Party.objects.create(agreement=agreement, company=thai_firm)
    assert len(refusals(double, thai_firm)) == 1


def test_undoing_puts_everything_back(double, thai_firm, somchai, dao, dip):
    offer, case = OfferFactory(company=double), propose(thai=double)
    owner = MembershipFactory(company=double)
    child = CompanyFactory(parent=double)
    row = merge(double, thai_firm, dao, dip, taken={"registration_number", "name_native"})
    undoing.undo(row, by=dao)
    for one in (offer, case, owner, double, thai_firm, child):
        one.refresh_from_db()

    assert (offer.company, case.thai, child.parent) == (double, double, double)
    assert (owner.company, owner.role) == (double, MemberRole.OWNER)
    assert (double.state, double.merged_into) == (CompanyState.PUBLISHED, None)
    assert double.registration_number == "0105500000003"
    assert (thai_firm.registration_number, thai_firm.name_roman) == ("", "Somchai Works Co., Ltd.")
    with pytest.raises(MoveNotAllowed):
        undoing.undo(row, by=dao)
    assert merge(double, thai_firm, dao, dip)


@pytest.mark.parametrize("kind", ["offer", "case", "fact", "archived", "merged on"])
def test_what_changed_since_refuses_the_undo_by_name(kind, double, thai_firm, dao, dip):
    offer, case = OfferFactory(company=double), propose(thai=double)
    row = merge(double, thai_firm, dao, dip, taken={"name_native"})
    if kind == "offer":
        Offer.objects.filter(pk=offer.pk).update(version=9)
    elif kind == "case":
        cases.withdraw(case, by=dao, reason=WithdrawReason.DESK)
    elif kind == "fact":
        Company.objects.filter(pk=thai_firm.pk).update(name_native="x")
    elif kind == "archived":
        Company.objects.filter(pk=thai_firm.pk).update(state=CompanyState.ARCHIVED)
    else:
        merge(Company.objects.get(pk=thai_firm.pk), CompanyFactory(), dao, dip)
    with pytest.raises(ValidationError):
        undoing.undo(row, by=dao)
    double.refresh_from_db()
    assert double.merged_into_id == thai_firm.pk


def test_the_record_cannot_be_rewritten(double, thai_firm, dao, dip):
    OfferFactory(company=double)
    row = merge(double, thai_firm, dao, dip)
    with pytest.raises(DatabaseError), transaction.atomic():
        MergeChange.objects.filter(merge=row).update(before=1)


def test_the_old_address_leads_to_the_firm_through_every_merge(double, thai_firm, dao, dip, client):
    merge(double, thai_firm, dao, dip)
    last = CompanyFactory(slug="last")
    merge(Company.objects.get(pk=thai_firm.pk), last, dao, dip)
    assert client.get("/th/companies/double/")["Location"] == "/th/companies/last/"


def test_an_officer_merges_on_the_page_and_undoes_it(double, thai_firm, dao, client_for):
    browser, page = client_for(dao), f"/en/desk/companies/{double.pk}/merge-into/{thai_firm.pk}/"
    NeedFactory(company=double)
    assert "Which value stays?" in browser.get(page).content.decode()
    sent = {"gone_version": double.version, "kept_version": thai_firm.version, "fact-name_roman": "gone"}
    refused = browser.post(page, sent)
    assert refused.status_code == 200
    answer = browser.post(page, sent | {"note": "same owner"})
    record = browser.get(answer["Location"]).content.decode()
    assert "same owner" in record
    assert "Needs" in record
    browser.post(f"/en/desk/merges/{Merge.objects.get().pk}/undo/")
    double.refresh_from_db()
    assert double.state == CompanyState.PUBLISHED


def test_an_edit_meanwhile_is_shown_before_anything_moves(double, thai_firm, dao, client_for):
    sent = {"gone_version": double.version, "kept_version": thai_firm.version, "note": "x"}
    Company.objects.filter(pk=double.pk).update(version=7)
    page = f"/en/desk/companies/{double.pk}/merge-into/{thai_firm.pk}/"
    assert client_for(dao).post(page, sent).status_code == 409
    assert not Merge.objects.exists()


def test_another_countrys_draft_is_not_shown(thai_firm, dao, client_for):
    draft = JapaneseCompanyFactory(state=CompanyState.DRAFT)
    assert client_for(dao).get(f"/en/desk/companies/{thai_firm.pk}/merge-into/{draft.pk}/").status_code == 404
    abroad = JapaneseCompanyFactory()
    page = client_for(dao).get(f"/en/desk/companies/{thai_firm.pk}/merge-into/{abroad.pk}/").content.decode()
    assert "different countries" in page
    assert "CANARY" not in page


@pytest.mark.django_db(transaction=True)
def test_of_two_desks_at_once_one_wins(double, thai_firm, dao, dip):
    CapabilityFactory()
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def attempt(gone, kept):
        start.wait()
        try:
            merge(gone, kept, dao, dip)
            outcomes.append("merged")
        except (ValidationError, MoveNotAllowed):
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=attempt, args=pair) for pair in ((double, thai_firm), (thai_firm, double))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["merged", "refused"]
    assert Merge.objects.count() == 1
    assert Company.objects.filter(state=CompanyState.ARCHIVED).count() == 1
