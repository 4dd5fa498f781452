import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from matching import lifecycle
from matching.enums import MatchState
from tests.factories.accounts import UserFactory
from tests.factories.companies import AgencyFactory, AppointmentFactory, MembershipFactory
from tests.factories.matching import CorridorFactory, ReasonFactory, introduced, propose

pytestmark = pytest.mark.django_db
EVIDENCE = {
    "weights_version": "prior",
    "links": [
        {
            "seeker": "JP",
            "conditions": [
                {"code": "tolerance", "state": "not_met", "need": "±5 µm", "offer": "±20 µm"},
                {"code": "material", "state": "met", "need": "SUS304", "offer": "SUS304"},
            ],
        }
    ],
    "parts": {
        "TH": [{"code": "base", "points": 40.0}, {"code": "own_need_met", "points": -3.0}],
        "JP": [{"code": "base", "points": 45.0}],
    },
}


@pytest.fixture
def officer():
    return AppointmentFactory()


@pytest.fixture
def corridor(officer):
    return CorridorFactory(desks=[officer.agency])


@pytest.fixture
def desk(client, officer):
    client.force_login(officer.user)
    return client


def url(name, match, language="en"):
    with translation.override(language):
        return reverse(f"matching:{name}", args=[match.pk])


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_the_mirror_shows_both_firms_in_their_own_words(desk, corridor, language):
    match = propose(corridor=corridor, evidence=EVIDENCE)

    page = desk.get(url("match-review", match, language))

    assert page.status_code == 200
    for text in (match.thai.profile, match.japanese.profile, "SUS304", "±20 µm", "56%"):
        assert text in page.content.decode()


def test_the_queue_lists_the_desks_own_corridors_best_first(desk, corridor):
    weak = propose(corridor=corridor, p_both=0.2)
    strong = propose(corridor=corridor, p_both=0.6)
    propose()

    page = desk.get(reverse("matching:review-queue"))

    assert [case.pk for case in page.context["page_obj"]] == [strong.pk, weak.pk]


def test_the_queue_can_be_ordered_by_waiting_and_narrowed(desk, corridor):
    first, second = propose(corridor=corridor, p_both=0.2), propose(corridor=corridor, p_both=0.6)

    page = desk.get(reverse("matching:review-queue"), {"order": "waiting", "corridor": corridor.pk})

    assert [case.pk for case in page.context["page_obj"]] == [first.pk, second.pk]


def test_approving_goes_on_to_the_next_case(desk, corridor):
    strong, weak = propose(corridor=corridor, p_both=0.6), propose(corridor=corridor, p_both=0.2)

    answer = desk.post(url("match-approve", strong))

    strong.refresh_from_db()
    assert strong.state == MatchState.APPROVED
    assert answer["Location"] == url("match-review", weak)


def test_for_htmx_the_case_comes_without_the_frame(desk, corridor):
    match = propose(corridor=corridor)

    answer = desk.get(url("match-review", match), headers={"HX-Request": "true"})

    assert "<header" not in answer.content.decode()
    assert answer["HX-Push-Url"] == url("match-review", match)


@pytest.mark.parametrize(("headers", "status"), [({}, 409), ({"HX-Request": "true"}, 200)])
def test_approving_what_was_just_decided_shows_what_happened(desk, corridor, headers, status):
    match = propose(corridor=corridor)
    colleague = UserFactory(name="Colleague")
    lifecycle.reject(match, by=colleague, reason=ReasonFactory())

    answer = desk.post(url("match-approve", match), headers=headers)

    assert answer.status_code == status
    assert "Colleague" in answer.content.decode()


def test_a_case_another_officer_holds_is_not_decided(desk, corridor):
    match = propose(corridor=corridor)
    lifecycle.claim(match, by=UserFactory(name="Colleague"))

    answer = desk.post(url("match-approve", match))

    match.refresh_from_db()
    assert (answer.status_code, match.state) == (409, MatchState.PROPOSED)
    assert "Colleague" in answer.content.decode()


def test_a_rejection_wants_a_reason_and_keeps_what_was_typed(desk, corridor):
    match = propose(corridor=corridor)

    answer = desk.post(url("match-reject", match), {"reject-note": "too far apart"})

    assert "too far apart" in answer.content.decode()
    assert 'id="reject-title"' in answer.content.decode()
    match.refresh_from_db()
    assert match.state == MatchState.PROPOSED


def test_a_rejection_with_its_reason_is_recorded(desk, corridor):
    match = propose(corridor=corridor)

    desk.post(url("match-reject", match), {"reject-reason": ReasonFactory().pk, "reject-note": "no"})

    match.refresh_from_db()
    assert (match.state, match.reason_id, match.reason_note) == (MatchState.REJECTED, "weak_match", "no")


def test_parking_wants_a_later_date(desk, corridor):
    match = propose(corridor=corridor)
    today = timezone.localdate()

    desk.post(url("match-park", match), {"park-until": today.isoformat()})
    match.refresh_from_db()
    assert match.state == MatchState.PROPOSED
    desk.post(url("match-park", match), {"park-until": (today + datetime.timedelta(days=5)).isoformat()})

    match.refresh_from_db()
    assert match.state == MatchState.PARKED


def test_opening_a_case_by_hand_takes_the_lease_and_says_until_when(desk, corridor):
    match = propose(corridor=corridor)

    answer = desk.post(url("match-claim", match), headers={"HX-Request": "true"})

    assert "Bangkok time" in answer.content.decode()


def test_an_introduction_can_be_taken_back(desk, corridor):
    match = introduced(corridor=corridor)

    desk.post(url("match-withdraw", match))

    match.refresh_from_db()
    assert match.state == MatchState.WITHDRAWN


@pytest.mark.parametrize("stranger", [AppointmentFactory, MembershipFactory, UserFactory])
def test_a_case_of_another_desk_is_not_there(client, corridor, stranger):
    person = stranger(agency=AgencyFactory()) if stranger is AppointmentFactory else stranger()
    client.force_login(getattr(person, "user", person))
    match = propose(corridor=corridor)

    assert client.get(url("match-review", match)).status_code == 404
    for name in ("claim", "approve", "reject", "park", "withdraw"):
        assert client.post(url(f"match-{name}", match)).status_code == 404


def test_an_auditor_reads_and_decides_nothing(client, corridor):
    client.force_login(UserFactory(is_auditor=True))
    match = propose(corridor=corridor)

    assert client.get(url("match-review", match)).status_code == 200
    assert client.get(reverse("matching:review-queue")).status_code == 200
    assert client.post(url("match-approve", match)).status_code == 404
