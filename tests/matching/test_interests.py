"""Expressing interest: what it becomes, what refuses it, the quota, and who reads the words."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Notice
from companies import blocks
from companies.enums import CompanyState, NeedState
from companies.models import Company, Need
from config.lifecycle import MoveNotAllowed
from matching import interests, lifecycle, suggestions
from matching.enums import InterestState, MatchOrigin, MatchState, Obstacle, WithdrawReason
from matching.models import Interest, Match, Suggestion
from tests.factories.accounts import UserFactory
from tests.factories.companies import (
    CompanyFactory,
    JapaneseCompanyFactory,
    NeedFactory,
    OfferFactory,
)
from tests.factories.interests import WORDS, sent
from tests.factories.matching import CorridorFactory, ReasonFactory, announced, approve, match_in
from tests.matching.market import NEED, capability, maker, seeker

pytestmark = pytest.mark.django_db


@pytest.fixture
def corridor(dip):
    return CorridorFactory(desks=[dip], cool_off_days=180)


def refused(**who) -> Obstacle:
    with pytest.raises(interests.InterestRefused) as refusal:
        sent(**who)
    return refusal.value.obstacle


def end(match: Match, **changes) -> Match:
    Match.objects.filter(pk=match.pk).update(**changes)
    return match


def test_it_becomes_a_proposal_in_the_review_queue_of_the_desk(corridor, dao, thai_firm, japanese_firm):
    interest = sent(thai_firm, japanese_firm)
    match = interest.match
    assert (match.state, match.origin, match.corridor) == ("proposed", MatchOrigin.INTEREST, corridor)
    assert (match.thai, match.japanese) == (thai_firm, japanese_firm)
    event = match.events.get()
    assert (event.move, event.company, event.by) == ("propose", thai_firm, interest.by)
    assert Notice.objects.get(user=dao).template == "matching/notices/interest_sent"


def test_a_japanese_firm_stands_on_the_japanese_side_when_it_asks(corridor, thai_firm, japanese_firm):
    match = sent(japanese_firm, thai_firm).match
    assert (match.thai, match.japanese) == (thai_firm, japanese_firm)


def test_it_carries_the_evidence_a_suggestion_would_show(corridor):
    company, partner = seeker(), maker()
    suggestions.refresh(company.pk)
    shown = Suggestion.objects.get(company=company)
    match = sent(company, partner).match
    assert match.p_both == shown.p_both > 0
    assert match.evidence["links"] == shown.evidence["links"]
    assert [(link.need.company, link.offer.company) for link in match.links.all()] == [(company, partner)]


def test_the_answered_need_and_its_offer_lead_the_links_however_little_they_fit(corridor):
    company, partner = seeker(), JapaneseCompanyFactory()
    need = company.needs.get()
    offer = OfferFactory(company=partner, text="食品を包装します")
    match = sent(partner, company, need=need, offer=offer).match
    assert [(link.need, link.offer) for link in match.links.all()] == [(need, offer)]
    assert match.evidence["links"][0]["offer"] == f"offer:{offer.pk}"


def test_an_anonymous_need_is_not_put_beside_a_named_firm(corridor):
    company, partner = seeker(), maker()
    Need.objects.update(is_anonymous=True)
    assert sent(partner, company).match.links.count() == 0


def test_firms_without_a_word_can_meet_as_well(corridor, thai_firm, japanese_firm):
    match = sent(thai_firm, japanese_firm).match
    assert (match.p_both, match.evidence) == (0, {})


@pytest.mark.parametrize("state", [MatchState.PROPOSED, MatchState.INTRODUCED, MatchState.CONNECTED])
def test_refused_while_a_case_is_live(state):
    match = match_in(state)
    assert refused(sender=match.thai, partner=match.japanese) == Obstacle.LIVE


def test_refused_while_the_pair_is_barred():
    match = end(match_in(MatchState.REJECTED), ended_at=timezone.now() - datetime.timedelta(days=400))
    match.reason.bars_pair = True
    match.reason.save()
    assert refused(sender=match.thai, partner=match.japanese) == Obstacle.BARRED


def test_refused_while_the_pair_cools_off_and_free_afterwards():
    match = match_in(MatchState.REJECTED)
    assert refused(sender=match.thai, partner=match.japanese) == Obstacle.COOLING
    end(match, ended_at=timezone.now() - datetime.timedelta(days=181))
    assert sent(match.thai, match.japanese).state == InterestState.SENT


def test_a_newer_need_it_rests_on_ends_the_cooling_off(corridor):
    company, partner = seeker(), maker()
    lifecycle.reject(sent(company, partner).match, by=UserFactory(), reason=ReasonFactory())
    assert refused(sender=company, partner=partner) == Obstacle.COOLING
    NeedFactory(company=company, text=NEED, capabilities=[capability()])
    assert sent(company, partner).state == InterestState.SENT


@pytest.mark.parametrize("state", [CompanyState.SUBMITTED, CompanyState.SUSPENDED, CompanyState.DRAFT])
def test_refused_to_a_firm_that_is_not_published(corridor, state, japanese_firm):
    assert refused(sender=CompanyFactory(state=state), partner=japanese_firm) == Obstacle.UNPUBLISHED
    assert refused(sender=japanese_firm, partner=CompanyFactory(state=state)) == Obstacle.APART


def test_refused_within_one_country_and_one_group(corridor, thai_firm, japanese_firm):
    assert refused(sender=thai_firm, partner=CompanyFactory()) == Obstacle.APART
    child = CompanyFactory(parent=japanese_firm)
    assert refused(sender=child, partner=japanese_firm) == Obstacle.RELATED
    assert refused(sender=japanese_firm, partner=child) == Obstacle.RELATED
    sister = JapaneseCompanyFactory(parent=child)
    assert refused(sender=CompanyFactory(parent=child), partner=sister) == Obstacle.RELATED


@pytest.mark.parametrize("swap", [False, True])
def test_refused_when_either_has_blocked_the_other(corridor, thai_firm, japanese_firm, swap):
    pair = (japanese_firm, thai_firm) if swap else (thai_firm, japanese_firm)
    blocks.block(*pair, by=UserFactory())
    assert refused(sender=thai_firm, partner=japanese_firm) == Obstacle.APART


def test_refused_outside_every_open_corridor(thai_firm, japanese_firm):
    CorridorFactory(is_open=False)
    assert refused(sender=thai_firm, partner=japanese_firm) == Obstacle.NO_CORRIDOR


def test_refused_for_a_need_that_has_closed(corridor, thai_firm, japanese_firm):
    need = NeedFactory(company=japanese_firm, state=NeedState.PAUSED)
    offer = OfferFactory(company=thai_firm)
    assert refused(sender=thai_firm, partner=japanese_firm, need=need, offer=offer) == Obstacle.NEED_CLOSED


def test_a_refusal_leaves_nothing(corridor, thai_firm):
    refused(sender=thai_firm, partner=CompanyFactory())
    assert not Match.objects.exists()
    assert not Interest.objects.exists()


def test_the_quota_counts_the_last_thirty_days(corridor, thai_firm):
    for _time in range(interests.QUOTA):
        last = sent(thai_firm)
    assert interests.left_of_quota(thai_firm) == 0
    assert refused(sender=thai_firm, partner=JapaneseCompanyFactory()) == Obstacle.QUOTA
    Interest.objects.filter(pk=last.pk).update(sent_at=timezone.now() - datetime.timedelta(days=30, hours=1))
    assert interests.left_of_quota(thai_firm) == 1
    assert interests.left_of_quota(CompanyFactory()) == interests.QUOTA


def test_taking_back_gives_the_quota_back_and_lets_it_be_sent_again(
    corridor, thai_firm, japanese_firm, somchai
):
    interest = sent(thai_firm, japanese_firm)
    assert interests.left_of_quota(thai_firm) == interests.QUOTA - 1
    interests.withdraw(interest, by=somchai)
    assert interests.left_of_quota(thai_firm) == interests.QUOTA
    assert interest.match.events.latest("id").reason_code == WithdrawReason.SENDER
    assert not Notice.objects.filter(template="matching/notices/interest_not_taken_up").exists()
    assert sent(thai_firm, japanese_firm).state == InterestState.SENT


@pytest.mark.parametrize("move", ["withdrawn by the desk", "rejected", "approved by one of two"])
def test_what_a_desk_has_decided_cannot_be_taken_back(dip, smrj, thai_firm, japanese_firm, move):
    CorridorFactory(desks=[dip, smrj])
    interest = sent(thai_firm, japanese_firm)
    if move == "rejected":
        lifecycle.reject(interest.match, by=UserFactory(), reason=ReasonFactory())
    elif move == "approved by one of two":
        lifecycle.approve(interest.match, by=UserFactory(), agency=dip)
    else:
        lifecycle.withdraw(interest.match, by=UserFactory(), reason=WithdrawReason.DESK)
    with pytest.raises(MoveNotAllowed):
        interests.withdraw(interest, by=UserFactory())
    assert Interest.objects.get().withdrawn_at is None


def test_the_sender_is_told_that_it_was_not_taken_up(corridor, somchai, yuki, thai_firm, japanese_firm):
    interest = sent(thai_firm, japanese_firm)
    announced(lifecycle.reject(interest.match, by=UserFactory(), reason=ReasonFactory()))
    told = Notice.objects.filter(template="matching/notices/interest_not_taken_up")
    assert [notice.user for notice in told] == [somchai]
    assert Interest.objects.get().state == InterestState.NOT_TAKEN_UP


def test_a_block_during_review_tells_the_sender_only_that_it_was_not_taken_up(
    corridor, somchai, thai_firm, japanese_firm
):
    sent(thai_firm, japanese_firm)
    blocks.block(japanese_firm, thai_firm, by=UserFactory())
    assert Interest.objects.get().match.state == MatchState.WITHDRAWN
    assert Notice.objects.get(user=somchai).template == "matching/notices/interest_not_taken_up"
    assert interests.left_of_quota(thai_firm) == interests.QUOTA
    assert not Interest.objects.of_company(thai_firm).exists()


def page_of(browser, name, *args) -> str:
    with translation.override("en"):
        return browser.get(reverse(name, args=args)).content.decode()


def test_the_partner_reads_the_words_only_once_introduced(
    corridor, client_for, dao, somchai, yuki, thai_firm, japanese_firm
):
    match = sent(thai_firm, japanese_firm, by=somchai).match
    assert WORDS.cooperation in page_of(client_for(dao), "matching:match-review", match.pk)
    assert client_for(yuki).get(reverse("matching:match-detail", args=[match.pk])).status_code == 404
    assert WORDS.cooperation not in page_of(client_for(yuki), "matching:match-list")
    approve(match)
    assert WORDS.about in page_of(client_for(yuki), "matching:match-detail", match.pk)
    assert WORDS.about in page_of(client_for(somchai), "matching:match-detail", match.pk)


def test_an_anonymous_sheet_keeps_the_words_too(dip, client_for, somchai, yuki, thai_firm, japanese_firm):
    CorridorFactory(desks=[dip], has_anonymous_sheets=True)
    match = approve(sent(thai_firm, japanese_firm, by=somchai).match)
    assert WORDS.about not in page_of(client_for(yuki), "matching:match-detail", match.pk)
    assert WORDS.about in page_of(client_for(somchai), "matching:match-detail", match.pk)


def test_the_owner_sends_and_takes_back_on_the_page(corridor, client_for, somchai, thai_firm, japanese_firm):
    browser = client_for(somchai)
    page = page_of(browser, "matching:interest-create", japanese_firm.slug)
    assert "5 of 5 left" in page
    address = reverse("matching:interest-create", args=[japanese_firm.slug])
    answer = browser.post(address, {"cooperation": "", "about": "x", "lang": "th"})
    assert answer.status_code == 200
    assert not Interest.objects.exists()
    browser.post(address, {"cooperation": "a", "unclear": "", "about": "b", "lang": "th"})
    interest = Interest.objects.get()
    assert (interest.sender, interest.by, interest.state) == (thai_firm, somchai, InterestState.SENT)
    assert "With the desk" in page_of(browser, "matching:match-list")
    browser.post(reverse("matching:interest-withdraw", args=[interest.pk]))
    assert Interest.objects.get().state == InterestState.WITHDRAWN


def test_a_second_one_is_refused_in_words_and_the_text_survives(
    corridor, client_for, somchai, thai_firm, japanese_firm
):
    sent(thai_firm, japanese_firm)
    address = reverse("matching:interest-create", args=[japanese_firm.slug])
    answer = client_for(somchai).post(address, {"cooperation": "KEEP-ME", "about": "b", "lang": "th"})
    assert answer.status_code == 409
    assert "KEEP-ME" in answer.content.decode()
    assert Interest.objects.count() == 1


def test_only_ones_own_offer_answers_a_need(corridor, client_for, somchai, thai_firm, japanese_firm):
    need, foreign = NeedFactory(company=japanese_firm), OfferFactory(company=CompanyFactory())
    own = OfferFactory(company=thai_firm)
    address = reverse("matching:need-answer", args=[need.pk])
    words = {"cooperation": "a", "about": "b", "lang": "th"}
    assert client_for(somchai).post(address, words | {"offer": foreign.pk}).status_code == 200
    assert not Interest.objects.exists()
    client_for(somchai).post(address, words | {"offer": own.pk})
    interest = Interest.objects.get()
    assert (interest.need, interest.offer) == (need, own)


@pytest.fixture
def unnamed(corridor, thai_firm, japanese_firm):
    OfferFactory(company=thai_firm)
    return NeedFactory(company=japanese_firm, text="CANARY-words", is_anonymous=True)


def gives_away(page: str, firm: Company) -> list[str]:
    told = [firm.name_native, firm.name_roman, firm.slug, "CANARY", str(firm.location.name_en)]
    return [word for word in told if word in page]


def test_an_anonymous_need_is_answered_without_learning_whose_it_is(
    unnamed, client_for, somchai, thai_firm, japanese_firm
):
    browser = client_for(somchai)
    assert gives_away(page_of(browser, "matching:need-answer", unnamed.pk), japanese_firm) == []
    sent(thai_firm, japanese_firm, need=unnamed, offer=thai_firm.offers.get())
    assert gives_away(page_of(browser, "matching:match-list"), japanese_firm) == []


def test_nor_does_the_page_of_its_firm_tell_that_a_case_is_under_way(
    unnamed, client_for, somchai, thai_firm, japanese_firm
):
    sent(thai_firm, japanese_firm, need=unnamed, offer=thai_firm.offers.get())
    other = JapaneseCompanyFactory()
    pages = [
        page_of(client_for(somchai), "matching:interest-create", slug)
        for slug in (japanese_firm.slug, other.slug)
    ]
    assert ["cannot be sent" in page for page in pages] == [False, False]


def test_a_blocked_firm_and_its_needs_are_not_found(corridor, client_for, somchai, thai_firm, japanese_firm):
    need = NeedFactory(company=japanese_firm)
    blocks.block(japanese_firm, thai_firm, by=UserFactory())
    for name, key in (("matching:interest-create", japanese_firm.slug), ("matching:need-answer", need.pk)):
        assert client_for(somchai).get(reverse(name, args=[key])).status_code == 404
