"""Within each firm one colleague carries a case, and hands it on."""

import pytest
from django.urls import reverse
from django.utils import timezone

from config.lifecycle import MoveNotAllowed
from matching.responsibility import hand_over, responsible_for
from tests.factories.matching import connected, introduced, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def match(thai_firm, japanese_firm):
    return connected(thai=thai_firm, japanese=japanese_firm)


def post(browser, match, colleague):
    address = reverse("matching:match-hand-over", args=[match.pk])
    return browser.post(address, {"colleague": colleague.pk})


def test_a_colleague_is_told_and_shown(match, somchai, malee, thai_firm, client_for):
    post(client_for(somchai), match, malee)

    assert responsible_for(match, thai_firm) == malee
    assert malee.notices.filter(template="matching/notices/handed_over").count() == 1
    page = client_for(somchai).get(reverse("matching:match-detail", args=[match.pk]))
    assert page.context["responsible"] == malee


def test_taking_it_oneself_sends_no_notice(match, somchai, thai_firm, client_for):
    post(client_for(somchai), match, somchai)
    assert responsible_for(match, thai_firm) == somchai
    assert not somchai.notices.filter(template="matching/notices/handed_over").exists()


def test_the_other_firm_neither_chooses_nor_sees_it(match, somchai, malee, yuki, thai_firm, client_for):
    hand_over(match, company=thai_firm, to=malee, by=somchai)
    browser = client_for(yuki)
    post(browser, match, malee)

    page = browser.get(reverse("matching:match-detail", args=[match.pk]))
    assert page.context["responsible"] is None
    assert list(page.context["colleagues"]) == [yuki]
    assert responsible_for(match, match.japanese) is None


def test_strangers_find_nothing(match, outsider, malee, client_for):
    assert post(client_for(outsider), match, malee).status_code == 404


def test_a_proposal_has_nobody(thai_firm, somchai):
    with pytest.raises(MoveNotAllowed):
        hand_over(propose(thai=thai_firm), company=thai_firm, to=somchai, by=somchai)


def test_somebody_who_left_cannot_be_chosen_and_is_shown_no_more(match, somchai, malee, thai_firm):
    hand_over(match, company=thai_firm, to=malee, by=somchai)
    malee.memberships.update(ended_at=timezone.now())
    assert responsible_for(match, thai_firm) is None
    with pytest.raises(MoveNotAllowed):
        hand_over(match, company=thai_firm, to=malee, by=somchai)


def test_each_move_is_on_record_once(match, somchai, malee, thai_firm):
    for _time in range(2):
        hand_over(match, company=thai_firm, to=malee, by=somchai)
    assert match.events.filter(move="hand_over", company=thai_firm).count() == 1


def test_before_an_answer_the_notice_names_no_hidden_partner(thai_firm, somchai, malee):
    match = introduced(thai=thai_firm)
    match.corridor.has_anonymous_sheets = True
    match.corridor.save()
    hand_over(match, company=thai_firm, to=malee, by=somchai)
    assert malee.notices.latest("id").context["partner"] == ""
