"""A block ends what is under way, keeps the pair out of lists and runs, and lifting it opens the way."""

import pytest

from companies import blocks
from config.lifecycle import MoveNotAllowed
from matching import circumstances, next_steps, suggestions
from matching.enums import MatchState
from matching.models import Match, Suggestion
from tests.factories.accounts import UserFactory
from tests.factories.matching import connected, introduced, match_in, propose
from tests.matching.market import maker, seeker, work_off

pytestmark = pytest.mark.django_db(transaction=True)


def partners_of(company):
    return list(Suggestion.objects.for_company(company).values_list("partner_id", flat=True))


def suggested_pair():
    company, partner = seeker(), maker()
    suggestions.refresh(company.pk)
    work_off(suggestions.REFRESH_LISTS)
    assert (partners_of(company), partners_of(partner)) == ([partner.pk], [company.pk])
    return company, partner


def test_neither_list_shows_the_other_at_once_and_after_the_next_search():
    company, partner = suggested_pair()
    blocks.block(partner, company, by=UserFactory())
    assert partners_of(company) == partners_of(partner) == []
    work_off()
    assert not Suggestion.objects.exists()


def test_a_list_computed_before_the_block_hides_the_partner_all_the_same():
    company, partner = suggested_pair()
    rows = list(Suggestion.objects.all())
    blocks.block(company, partner, by=UserFactory())
    Suggestion.objects.bulk_create(rows)
    assert partners_of(company) == partners_of(partner) == []


def test_lifting_the_block_brings_the_suggestion_back():
    company, partner = suggested_pair()
    blocks.block(company, partner, by=UserFactory())
    blocks.unblock(company, partner, by=UserFactory())
    work_off()
    assert partners_of(company) == [partner.pk]


@pytest.mark.parametrize(
    "state", [MatchState.PROPOSED, MatchState.PARKED, MatchState.INTRODUCED, MatchState.CONNECTED]
)
def test_what_is_under_way_ends(state):
    match = match_in(state)
    blocks.block(match.japanese, match.thai, by=UserFactory())
    match.refresh_from_db()
    assert match.state == MatchState.WITHDRAWN
    assert match.events.latest("id").reason_code == "blocked"


def test_cases_with_others_go_on():
    match = introduced()
    other = introduced(thai=match.thai)
    blocks.block(match.thai, match.japanese, by=UserFactory())
    other.refresh_from_db()
    assert other.state == MatchState.INTRODUCED


def test_the_pair_cannot_be_proposed_by_anyone():
    match = match_in(MatchState.REJECTED)
    blocks.block(match.thai, match.japanese, by=UserFactory())
    with pytest.raises(MoveNotAllowed):
        propose(thai=match.thai, japanese=match.japanese)
    assert Match.objects.count() == 1


def test_a_run_leaves_the_pair_out():
    match = match_in(MatchState.REJECTED)
    pair = (match.thai_id, match.japanese_id)
    assert pair not in circumstances.kept_apart()
    blocks.block(match.japanese, match.thai, by=UserFactory())
    assert pair in circumstances.kept_apart()


def test_after_an_agreement_nobody_writes_to_who_blocked_them():
    match = match_in(MatchState.AGREED)
    blocks.block(match.thai, match.japanese, by=UserFactory())
    with pytest.raises(MoveNotAllowed):
        next_steps.send_message(match, by=UserFactory(), company=match.japanese, text="x", lang="ja")


def test_a_conversation_with_others_goes_on():
    match = connected()
    blocks.block(match.thai, connected(thai=match.thai).japanese, by=UserFactory())
    next_steps.send_message(match, by=UserFactory(), company=match.japanese, text="x", lang="ja")
