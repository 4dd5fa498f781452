"""What an officer does around a decision: conflicts, colleagues, questions to a firm, several cases, pairs by hand."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Notice
from companies.permissions import Viewer
from config.lifecycle import MoveNotAllowed
from matching import bulk, conflicts, firm_questions, lifecycle
from matching.enums import HeldMove, MatchState, Skipped
from matching.handing_on import hand_on
from matching.models import DeskVisit, Match, MatchEvent
from matching.queries import desk_states, queue_for
from matching.similar import similar_to
from tests.factories.accounts import UserFactory
from tests.factories.companies import (
    AgencyFactory,
    AppointmentFactory,
    CompanyFactory,
    MembershipFactory,
)
from tests.factories.matching import CorridorFactory, ReasonFactory, announced, approve, connected, propose
from tests.matching.desk import listed, url
from tests.matching.market import capability

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.timedelta(days=400)


def viewer_of(appointment):
    return Viewer(appointment.user, appointment=appointment)


# Filters


def test_the_queue_is_narrowed_by_chance_age_hands_and_conflict(desk, corridor, officer):
    likely, unlikely = propose(corridor=corridor, p_both=0.65), propose(corridor=corridor, p_both=0.1)
    Match.objects.filter(pk=unlikely.pk).update(proposed_at=timezone.now() - datetime.timedelta(days=8))
    lifecycle.claim(likely, by=officer.user)
    conflicts.declare(unlikely.thai, by=officer.user)

    assert (
        listed(desk, chance="60") == listed(desk, whose="mine") == listed(desk, conflict="no") == [likely.pk]
    )
    assert listed(desk, chance="0") == listed(desk, age="7") == listed(desk, conflict="yes") == [unlikely.pk]
    assert listed(desk, whose="free") == [unlikely.pk]
    assert listed(desk) == [likely.pk, unlikely.pk]


def test_a_case_that_waits_for_a_firm_leaves_the_head_of_the_queue(desk, corridor, officer):
    owner = MembershipFactory(company=CompanyFactory())
    best, next_best = propose(corridor=corridor, thai=owner.company, p_both=0.9), propose(corridor=corridor)
    ask(best, owner.company, officer)

    assert listed(desk) == listed(desk, order="waiting") == [next_best.pk, best.pk]
    assert listed(desk, firm="asked") == [best.pk]


# Conflicts of interest


@pytest.mark.parametrize("move", ["approve", "reject", "park"])
def test_an_officer_in_conflict_decides_nothing_and_is_offered_a_colleague(desk, corridor, officer, move):
    match = propose(corridor=corridor)
    colleague = AppointmentFactory(agency=officer.agency)
    desk.post(url("match-conflict", match.pk), {"conflict-company": match.japanese_id})
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)

    words = {"reject-reason": ReasonFactory().pk, "park-until": tomorrow.isoformat()}
    answer = desk.post(url(f"match-{move}", match.pk), words)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "declared a conflict of interest" in text
    assert 'data-open="hand"' in text
    assert str(colleague.user) in text
    match.refresh_from_db()
    assert (match.state, match.events.count()) == (MatchState.PROPOSED, 1)
    assert not lifecycle.claim(match, by=officer.user)


def test_declaring_a_conflict_frees_what_one_holds_and_ending_it_is_ones_own(corridor, officer):
    match = propose(corridor=corridor)
    lifecycle.claim(match, by=officer.user)
    conflict = conflicts.declare(match.thai, by=officer.user)
    assert conflicts.declare(match.thai, by=officer.user) == conflict
    match.refresh_from_db()
    assert match.claimed_by is None

    conflicts.end(conflict, by=UserFactory())
    assert conflicts.conflict_of(officer.user, match)
    conflicts.end(conflict, by=officer.user)
    assert lifecycle.approve(match, by=officer.user, agency=officer.agency).state == MatchState.APPROVED


# Handing on


def test_a_case_is_handed_to_a_colleague_who_is_told(corridor, officer):
    match, colleague = propose(corridor=corridor), AppointmentFactory(agency=officer.agency)
    match = hand_on(match, to=colleague.user, by=officer.user, agency=officer.agency)

    assert (match.handed_to, match.events.latest("id").move) == (colleague.user, "hand_on")
    assert Notice.objects.get().user == colleague.user


@pytest.mark.parametrize("to", ["another desk", "in conflict", "oneself"])
def test_a_case_is_not_handed_to(corridor, officer, to):
    match = propose(corridor=corridor)
    colleague = AppointmentFactory(agency=officer.agency if to == "in conflict" else AgencyFactory()).user
    if to == "in conflict":
        conflicts.declare(match.thai, by=colleague)
    receiver = officer.user if to == "oneself" else colleague

    with pytest.raises(MoveNotAllowed):
        hand_on(match, to=receiver, by=officer.user, agency=officer.agency)
    assert not Notice.objects.exists()


# Asking a firm


def ask(match, company, officer):
    return firm_questions.ask(
        match, company=company, by=officer.user, agency=officer.agency, text="Which lots?", lang="en"
    )


def test_a_firm_answers_the_desk_once_and_never_hears_of_the_partner(client, corridor, officer):
    owner = MembershipFactory(company=CompanyFactory())
    match = propose(corridor=corridor, thai=owner.company)
    question = ask(match, owner.company, officer)
    client.force_login(owner.user)

    page = client.get(url("firm-question", question.pk)).content.decode()
    answered = client.post(url("firm-question-answer", question.pk), {"text": "1,000 pieces", "lang": "en"})
    late = client.post(url("firm-question-answer", question.pk), {"text": "2,000", "lang": "en"})

    told = "".join(str(vars(notice)) for notice in Notice.objects.filter(user=owner.user))
    assert not [
        word for word in (match.japanese.name_roman, match.japanese.name_native) if word in page + told
    ]
    assert (answered.status_code, late.status_code) == (302, 409)
    question.refresh_from_db()
    assert (question.answer, question.answered_by) == ("1,000 pieces", owner.user)
    assert Notice.objects.filter(user=officer.user, template="matching/notices/firm_answered").count() == 1
    client.force_login(officer.user)
    assert "1,000 pieces" in client.get(url("match-review", match.pk)).content.decode()


def test_a_firm_is_asked_once_at_a_time_and_only_in_review(corridor, officer):
    owner = MembershipFactory(company=CompanyFactory())
    match = propose(corridor=corridor, thai=owner.company)
    question = ask(match, owner.company, officer)
    for company in (owner.company, match.japanese, CompanyFactory()):
        with pytest.raises(MoveNotAllowed):
            ask(match, company, officer)
    approve(match)

    assert not question.match.questions.waiting().exists()
    with pytest.raises(MoveNotAllowed):
        firm_questions.answer(question, by=owner.user, text="x", lang="en")


# Several cases


def test_a_preview_says_what_happens_to_each_and_who_is_left_out(desk, corridor, officer):
    free, held, barred = (propose(corridor=corridor) for _ in range(3))
    lifecycle.claim(held, by=UserFactory())
    conflicts.declare(barred.thai, by=officer.user)
    cases = [free.pk, held.pk, barred.pk, propose().pk]

    page = desk.get(url("bulk-decide"), {"move": "approve", "case": cases})

    assert [line.match for line in page.context["will"]] == [free]
    assert {line.match: line.skipped for line in page.context["skipped"]} == {
        held: Skipped.HELD,
        barred: Skipped.CONFLICT,
    }
    assert not MatchEvent.objects.exclude(move="propose").exists()


def test_several_are_decided_as_previewed_and_what_changed_since_is_left(desk, corridor, officer):
    first, second = propose(corridor=corridor), propose(corridor=corridor)
    seen = [f"{match.pk}:{bulk.stamp_of(match)}" for match in (first, second)]
    lifecycle.reject(second, by=UserFactory(), reason=ReasonFactory(), agency=officer.agency)

    desk.post(url("bulk-decide"), {"move": "approve", "case": [*seen, str(propose(corridor=corridor).pk)]})

    states = list(Match.objects.order_by("pk").values_list("state", flat=True))
    assert states == [MatchState.APPROVED, MatchState.REJECTED, MatchState.PROPOSED]


def test_several_rejections_want_their_reason_and_can_be_undone_together(desk, corridor, officer):
    cases = [propose(corridor=corridor) for _ in range(2)]
    seen = [f"{match.pk}:{bulk.stamp_of(match)}" for match in cases]
    asked = {"move": HeldMove.REJECT, "case": seen}
    assert desk.post(url("bulk-decide"), asked).status_code == 200
    desk.post(url("bulk-decide"), asked | {"reject-reason": ReasonFactory().pk})
    held = [row.pk for match in cases for row in match.held.all()]
    assert len(held) == len(cases)

    desk.post(url("decision-undo"), {"held": held})

    assert set(Match.objects.values_list("state", flat=True)) == {MatchState.PROPOSED}


# Two desks


def two_desks():
    dip, japan = AppointmentFactory(), AppointmentFactory(agency=AgencyFactory(country="JP"))
    return dip, japan, CorridorFactory(desks=[dip.agency, japan.agency])


def test_each_desk_sees_the_others_state_once_it_is_told():
    dip, japan, corridor = two_desks()
    match = lifecycle.approve(propose(corridor=corridor), by=dip.user, agency=dip.agency)

    before = {state.agency: state.waits for state in desk_states(match, viewer_of(japan))}
    own = {state.agency: state.waits for state in desk_states(match, viewer_of(dip))}
    announced(match)
    after = {state.agency: state.waits for state in desk_states(match, viewer_of(japan))}

    assert before == {dip.agency: True, japan.agency: True}
    assert own == after == {dip.agency: False, japan.agency: True}
    assert not queue_for(viewer_of(dip)).exists()
    assert queue_for(viewer_of(japan)).get() == match


def test_one_desks_no_ends_it_with_that_desks_reason(client):
    dip, japan, corridor = two_desks()
    match = announced(lifecycle.approve(propose(corridor=corridor), by=dip.user, agency=dip.agency))
    announced(
        lifecycle.reject(match, by=japan.user, reason=ReasonFactory(), note="internal", agency=japan.agency)
    )
    match.refresh_from_db()

    states = {state.agency: state.has_rejected for state in desk_states(match, viewer_of(dip))}
    pages = {}
    for person in (dip, japan):
        client.force_login(person.user)
        pages[person.pk] = client.get(url("match-review", match.pk)).content.decode()

    assert states == {dip.agency: False, japan.agency: True}
    assert all("Does not fit well enough" in page for page in pages.values())
    assert ["internal" in pages[person.pk] for person in (dip, japan)] == [False, True]


# Similar cases


def test_similar_cases_share_a_capability_and_none_is_shown_that_the_reader_may_not_see(corridor, officer):
    grinding = capability()
    mine, alike, elsewhere, other = (
        propose(corridor=found) for found in (corridor, corridor, CorridorFactory(), corridor)
    )
    for match in (mine, alike, elsewhere):
        match.links.get().need.capabilities.add(grinding)
    for match in (alike, elsewhere, other):
        announced(lifecycle.reject(match, by=UserFactory(), reason=ReasonFactory()))
    from matching.queries import cases_seen_by

    found = similar_to(mine, cases_seen_by(viewer_of(officer)))

    assert (found.cases, found.total) == ([alike], 1)
    assert found.endings == [("Rejected", 1)]


# Pairs made by hand


def test_today_shows_ones_cases_what_is_late_and_what_others_did(desk, officer, corridor):
    desk.get(url("today"))
    DeskVisit.objects.update(at=timezone.now() - datetime.timedelta(hours=2))
    mine, talking = propose(corridor=corridor), connected(corridor=corridor)
    talking.next_steps.update(due_on=timezone.localdate() - datetime.timedelta(days=2))
    lifecycle.claim(mine, by=officer.user)

    context = desk.get(url("today")).context

    assert list(context["mine"]) == [mine]
    assert [step.match for step in context["overdue"]] == [talking]
    assert dict(context["news"].counts)["Connected"] == 1
    again = desk.get(url("today")).context
    assert again["news"].since == context["news"].since


def test_what_is_new_is_counted_in_ones_own_cases_only(desk, officer, corridor):
    desk.get(url("today"))
    DeskVisit.objects.update(at=timezone.now() - datetime.timedelta(hours=2))
    propose()
    assert desk.get(url("today")).context["news"] is None


# Watching a case


def test_a_page_hears_when_a_colleague_takes_frees_or_decides_the_case(desk, corridor, officer):
    match, colleague = propose(corridor=corridor), UserFactory(name="Colleague")
    page = url("match-state", match.pk)
    shown = desk.get(page)
    stamp = shown.context["stamp"]
    assert desk.get(page, {"seen": stamp}).status_code == 204

    lifecycle.claim(match, by=colleague)
    taken = desk.get(page, {"seen": stamp})
    assert "Colleague" in taken.content.decode()
    lifecycle.approve(match, by=colleague, agency=officer.agency)
    decided = desk.get(page, {"seen": taken.context["stamp"]}).content.decode()

    assert "Approved" in decided
    assert "hx-trigger" not in decided


def test_a_decision_by_htmx_answers_with_the_next_case_in_ones_hands(desk, corridor, officer):
    strong, weak = propose(corridor=corridor, p_both=0.6), propose(corridor=corridor, p_both=0.2)
    answer = desk.post(url("match-approve", strong.pk), headers={"HX-Request": "true"})

    weak.refresh_from_db()
    assert answer.context["match"] == weak
    assert weak.claimed_by == officer.user
    assert answer["HX-Push-Url"] == url("match-review", weak.pk)
    assert "Undo" in answer.content.decode()
