"""Many proposals at once are what one after the other would be, and what became impossible meanwhile is left out."""

import threading

import pytest
from django.db import connection, transaction

from companies import blocks
from matching import lifecycle, proposing
from matching.engine.types import ScoredPair
from matching.enums import MatchOrigin, MatchState
from matching.models import Match, MatchEvent
from matching.proposing import Proposal, propose_all
from matching.runs import begin
from matching.signals import match_moved
from tests.factories.accounts import UserFactory
from tests.factories.companies import NeedFactory, OfferFactory
from tests.factories.matching import CorridorFactory
from tests.matching.market import maker, seeker

pytestmark = pytest.mark.django_db(transaction=True)


def proposals(number: int) -> list[Proposal]:
    made = []
    for place in range(number):
        thai, japanese = seeker(), maker()
        need, offer = NeedFactory(company=thai), OfferFactory(company=japanese)
        pair = ScoredPair(str(thai.pk), str(japanese.pk), 0.5, 0.25, 0.6, round(0.5 + place / 10, 4))
        made.append(Proposal(pair, {"links": [place]}, [(need.pk, offer.pk, 0.5)]))
    return made


def run_of(corridor):
    return begin(corridor=corridor, engine_version="e", weights_version="w")


def rows(*columns: str) -> list[tuple]:
    return list(Match.objects.order_by("thai_id").values_list(*columns))


def test_many_at_once_are_what_one_after_the_other_would_be():
    asked, corridor = proposals(3), CorridorFactory()
    run = run_of(corridor)
    columns = (
        "thai", "japanese", "corridor", "run", "origin", "state", "p_thai_accepts", "p_japanese_accepts", "p_both",
        "evidence", "links__need", "links__offer", "links__fit_need_to_offer", "events__move", "events__from_state",
        "events__to_state", "events__reason_code", "events__by", "events__company", "events__agency",
    )  # fmt: skip
    with transaction.atomic():
        for one in asked:
            firms = [NeedFactory._meta.model.objects.get(pk=one.links[0][0]).company,
                     OfferFactory._meta.model.objects.get(pk=one.links[0][1]).company]  # fmt: skip
            lifecycle.propose(
                thai=firms[0],
                japanese=firms[1],
                corridor=corridor,
                origin=MatchOrigin.RUN,
                run=run,
                p_thai_accepts=one.pair.p_thai_accepts,
                p_japanese_accepts=one.pair.p_japanese_accepts,
                p_both=one.pair.p_both,
                evidence=dict(one.evidence),
                links=one.links,
            )
        one_by_one = rows(*columns)
        transaction.set_rollback(True)
    assert propose_all(asked, corridor=corridor, run=run) == asked
    assert rows(*columns) == one_by_one
    assert len(one_by_one) == 3


def test_a_live_pair_and_one_kept_apart_are_left_out():
    live, apart, free = asked = proposals(3)
    corridor = CorridorFactory()
    run = run_of(corridor)
    propose_all([live], corridor=corridor, run=run)
    match = Match.objects.get()
    blocker = Match(thai_id=apart.firms[0], japanese_id=apart.firms[1])
    blocks.block(blocker.japanese, blocker.thai, by=UserFactory())
    assert propose_all(asked, corridor=corridor, run=run) == [free]
    assert Match.objects.count() == 2
    match.refresh_from_db()
    assert match.state == MatchState.PROPOSED


def test_nothing_to_propose_changes_nothing():
    assert propose_all([], corridor=CorridorFactory(), run=run_of(None)) == []


def test_a_pair_proposed_by_somebody_else_meanwhile_costs_no_other_pair(monkeypatch):
    """The index refuses the batch; the pair is then seen to be live, and the rest goes in."""
    taken, free = asked = proposals(2)
    corridor = CorridorFactory()
    run, look = run_of(corridor), proposing.live_pairs
    looked = []

    def look_and_be_overtaken(firms):
        seen = look(firms)
        if not looked:
            looked.append(seen)
            beside = threading.Thread(target=propose_beside, args=(taken, corridor, run, look))
            beside.start()
            beside.join()
        return seen

    monkeypatch.setattr(proposing, "live_pairs", look_and_be_overtaken)
    assert propose_all(asked, corridor=corridor, run=run) == [free]
    assert sorted(rows("thai", "japanese")) == sorted(one.firms for one in asked)


def propose_beside(one: Proposal, corridor, run, look) -> None:
    Match.objects.bulk_create([proposing.match_of(one, corridor, run)])
    connection.close()


def test_a_receiver_that_fails_leaves_no_match():
    def refuse(**news):
        raise RuntimeError("no")

    match_moved.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            propose_all(proposals(2), corridor=CorridorFactory(), run=run_of(None))
    finally:
        match_moved.disconnect(refuse)
    assert not Match.objects.exists()
    assert not MatchEvent.objects.exists()


def test_a_block_in_the_making_is_waited_for_and_kept():
    one = proposals(1)[0]
    corridor = CorridorFactory()
    run, made = run_of(corridor), []

    def propose_and_close() -> None:
        made.append(propose_all([one], corridor=corridor, run=run))
        connection.close()

    by, pair = UserFactory(), Match(thai_id=one.firms[0], japanese_id=one.firms[1])
    with transaction.atomic():
        blocks.block(pair.thai, pair.japanese, by=by)
        beside = threading.Thread(target=propose_and_close)
        beside.start()
        beside.join(timeout=2)
        assert beside.is_alive()
    beside.join()
    assert made == [[]]
    assert not Match.objects.exists()
