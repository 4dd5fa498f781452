"""Adds a desk's years to the market of bench/search_market.py: runs, and matches in every state with their history.

Pairs, chances and evidence are the engine's own, of a part of the firms; what became of a pair is drawn by dice.
"""

import datetime
import json
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import django

SEED = 5
YEARS = 5
OFFICERS = 6
# Firms of each country that are paired: each comes to some ten matches over the years.
FIRMS_A_SIDE = 2000
PARTNERS = 12
TO_VERIFY = 300
RUNS = 24
CHOSEN, NEARLY = 60, 40
OF_KEPT_RUNS = 0.07
A_BATCH = 2000
# Share of each state, the oldest first: what is live was proposed last.
SHARES = (
    ("rejected", 0.28),
    ("declined", 0.14),
    ("unanswered", 0.10),
    ("agreed", 0.08),
    ("no_agreement", 0.08),
    ("silent", 0.06),
    ("withdrawn", 0.04),
    ("connected", 0.06),
    ("introduced", 0.04),
    ("approved", 0.01),
    ("parked", 0.03),
    ("proposed", 0.08),
)
# Days before today in which cases of a live state were proposed.
LIVE_DAYS = {"connected": 150, "introduced": 40, "approved": 20, "parked": 90, "proposed": 30}
MET = ("agreed", "no_agreement", "silent", "connected")
INTRODUCED = (*MET, "declined", "unanswered", "introduced")
LOSING_MOVES = {
    "declined": "decline",
    "unanswered": "lapse",
    "agreed": "conclude_agreed",
    "no_agreement": "conclude_no_agreement",
    "silent": "conclude_silent",
    "withdrawn": "withdraw",
    "rejected": "reject",
}


def fill(matches: int) -> None:
    """All of it or nothing; the engine takes longer than a page may."""
    from django.db import connection, transaction

    from bench.search_market import tidy

    with connection.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0")
    with transaction.atomic():
        fill_years(matches)
    tidy()


def fill_years(matches: int) -> None:
    from matching.imports import load_corridors

    dice = random.Random(SEED)
    load_corridors()
    officers = add_officers()
    add_newcomers(dice)
    market, rows, pairs = scored(matches)
    runs = add_runs(dice, officers, pairs)
    add_matches(dice, Story(dice, officers, runs), market, rows, dice.sample(pairs, min(matches, len(pairs))))


def add_officers() -> list[int]:
    """Keys of the officers of the Thai desk; the last one sees two clusters only."""
    from accounts.models import User
    from companies.enums import AppointmentRole
    from companies.models import Agency, Appointment, Cluster

    agency, keys = Agency.objects.get(code="dip"), []
    for number in range(OFFICERS):
        user = User.objects.create_user(email=f"officer-{number}@bench.example", password=None)
        post = Appointment.objects.create(user=user, agency=agency, role=AppointmentRole.DESK_OFFICER)
        if number == OFFICERS - 1:
            post.clusters.set(Cluster.objects.filter(parent=None)[:2])
        keys.append(user.pk)
    return keys


def add_newcomers(dice: random.Random) -> None:
    """Firms that wait to be verified, and profiles that nobody confirmed for long."""
    from django.utils import timezone

    from bench.search_market import add_firms, demonstration, refresh
    from companies.models import Company

    now, before = timezone.now(), Company.objects.count()
    thai = [row for row in demonstration() if row["country"] == "TH"]
    refresh(add_firms(dice, thai, range(before, before + TO_VERIFY), state="submitted", submitted_at=now))
    stale = Company.objects.published().filter(pk__in=Company.objects.published().values("pk")[: before // 9])
    stale.update(confirmed_at=now - datetime.timedelta(days=400))


def scored(matches: int) -> tuple[Any, list, list]:
    """The engine's market of a part of the firms, its statement rows, and its best pairs."""
    from companies.models import Company
    from matching import market
    from matching.engine.accept import PRIOR
    from matching.engine.pairs import score_all

    a_side = min(FIRMS_A_SIDE, max(matches // 5, 20))
    firms = Company.objects.published().order_by("pk")
    keys = [
        pk
        for country in ("TH", "JP")
        for pk in firms.filter(country=country).values_list("pk", flat=True)[:a_side]
    ]
    rows = market.snapshot(firms.filter(pk__in=keys))
    scene = market.load(rows)
    return scene, rows, score_all(scene, PRIOR, top=PARTNERS)


def whole_market() -> list:
    """Statement rows of every firm, as a run of the whole market stores them."""
    from companies.models import Company
    from matching import market

    return market.snapshot(Company.objects.published())


def add_runs(dice: random.Random, officers: Sequence[int], pairs: list) -> list[int]:
    """Finished runs, each with the statements it read of the whole market, what it chose and what it nearly chose."""
    from django.utils import timezone

    from matching import exposure
    from matching.engine import ENGINE_VERSION
    from matching.engine.accept import PRIOR
    from matching.models import Corridor, Run
    from matching.runs import Limits, lane

    corridors, statements, keys = list(Corridor.objects.all()), whole_market(), []
    for number in range(RUNS):
        corridor = corridors[number % len(corridors)]
        at = timezone.now() - datetime.timedelta(days=30 * (RUNS - number))
        run = Run(
            corridor=corridor,
            state="done",
            is_simulation=number % 6 > 2,
            parameters={"corridors": [vars(lane(corridor, Limits()))]},
            engine_version=ENGINE_VERSION,
            weights_version=PRIOR.version,
            statements=statements,
            timings={"prepare": 9.0, "scoring": 30.0, "assigning": 2.0},
            started_by_id=dice.choice(officers),
            created_at=at,
            finished_at=at + datetime.timedelta(minutes=2),
        )
        drawn = dice.sample(pairs, min(CHOSEN + NEARLY, len(pairs)))
        run.report = exposure.report(run, drawn[:CHOSEN])
        run.counts = counts_of(run, drawn[:CHOSEN])
        run.save()
        add_outcomes(run, drawn)
        keys.append(run.pk)
    return keys


def counts_of(run: Any, chosen: list) -> dict[str, Any]:
    from matching.selection import FAIRNESS

    whole = {row["country"]: row for row in run.report if row["by"] == "country"}
    thai, japanese = (whole[country]["firms"] for country in ("TH", "JP"))
    return {
        "thai": thai,
        "japanese": japanese,
        "pairs": thai * japanese,
        "proposals": len(chosen),
        "expected_matches": round(sum(pair.p_both for pair in chosen), 2),
        "fairness": {country: {name: row[name] for name in FAIRNESS} for country, row in whole.items()},
    }


def add_outcomes(run: Any, drawn: list) -> None:
    from matching.models import RunPair, RunShard
    from matching.selection import row_of
    from matching.terms import Lane

    lane = Lane(**run.parameters["corridors"][0])
    ranked = sorted(drawn, key=lambda pair: -pair.p_both)
    better = [[int(ranked[0].thai_id), int(ranked[0].japanese_id)]]
    rows = [row_of(run, lane, pair, place=place) for place, pair in enumerate(ranked[:CHOSEN], start=1)]
    rows += [row_of(run, lane, pair, hindrance="budget", better=better) for pair in ranked[CHOSEN:]]
    RunPair.objects.bulk_create(rows)
    RunShard.objects.bulk_create(
        RunShard(run=run, number=number, companies=[], pairs=10**6, seconds=1.5, done_at=run.finished_at)
        for number in range(1, 21)
    )


class Story:
    """What becomes of a pair: its columns, and the moves that led there with their times."""

    def __init__(self, dice: random.Random, officers: Sequence[int], runs: Sequence[int]) -> None:
        from django.utils import timezone

        from matching.models import Reason

        self.dice, self.officers, self.runs, self.now = dice, officers, runs, timezone.now()
        self.reasons = {
            "rejected": [reason.pk for reason in Reason.objects.for_use("reject")],
            "declined": [reason.pk for reason in Reason.objects.for_use("decline")],
        }

    def columns(self, state: str) -> dict[str, Any]:
        proposed, days = self.beginning(state), self.dice.uniform
        # The other runs, of years ago, are not kept here.
        run = self.dice.choice(self.runs) if self.dice.random() < OF_KEPT_RUNS else None
        told: dict[str, Any] = {"state": state, "proposed_at": proposed, "run_id": run}
        at = proposed
        if state not in ("proposed", "parked", "rejected"):
            at = told["approved_at"] = self.later(at, days(1, 9))
        if state in INTRODUCED:
            at = told["introduced_at"] = self.later(at, 0.001)
            told["answer_due_on"] = at.date() + datetime.timedelta(days=self.dice.randint(10, 22))
        if state in MET:
            at = told["connected_at"] = self.later(at, days(1, 14))
            told |= {"thai_answer": "interested", "japanese_answer": "interested"}
            told |= {"thai_answered_at": at, "japanese_answered_at": at}
        if state == "declined":
            told |= {"thai_answer": "declined", "thai_answered_at": self.later(at, 3)}
        if state == "parked":
            away = self.dice.choice((-3, 20))
            told["parked_until"] = self.now.date() + datetime.timedelta(days=away)
        if state in LOSING_MOVES:
            told["ended_at"] = self.later(at, days(1, 60))
        if state in self.reasons:
            told["reason_id"] = self.dice.choice(self.reasons[state])
        return told

    def beginning(self, state: str) -> datetime.datetime:
        """Live cases are of late, the others of any day of the years before the last quarter."""
        if state in LIVE_DAYS:
            return self.now - datetime.timedelta(days=self.dice.uniform(0.5, LIVE_DAYS[state]))
        return self.now - datetime.timedelta(days=self.dice.uniform(90, 365 * YEARS))

    def later(self, at: datetime.datetime, days: float) -> datetime.datetime:
        return min(at + datetime.timedelta(days=days), self.now)

    def events(self, match: Any) -> Iterator[Any]:
        from matching.models import MatchEvent

        def event(move: str, origin: str, state: str, at: datetime.datetime, by: int | None) -> Any:
            return MatchEvent(
                match=match, move=move, from_state=origin, to_state=state, at=at, by_id=by,
                agency=None, reason_code=match.reason_id or "" if move in ("reject", "decline") else "",
            )  # fmt: skip

        officer = self.dice.choice(self.officers)
        yield event("propose", "", "proposed", match.proposed_at, None)
        if match.approved_at:
            yield event("approve", "proposed", "approved", match.approved_at, officer)
        if match.introduced_at:
            yield event("introduce", "approved", "introduced", match.introduced_at, officer)
        if match.connected_at:
            yield event("answer", "introduced", "introduced", match.connected_at, None)
            yield event("connect", "introduced", "connected", match.connected_at, None)
        if match.state == "parked":
            yield event("park", "proposed", "parked", self.later(match.proposed_at, 2), officer)
        if match.ended_at:
            yield event(LOSING_MOVES[match.state], "", match.state, match.ended_at, officer)


def add_matches(dice: random.Random, story: Story, market: Any, rows: list, pairs: list) -> None:
    """One match a pair, in batches; a pair in no corridor is none."""
    from matching.corridors import CorridorMap

    lanes = CorridorMap({int(key) for pair in pairs for key in (pair.thai_id, pair.japanese_id)})
    states = [state for state, share in SHARES for _ in range(round(share * len(pairs)))]
    dice.shuffle(states)
    texts = {row[0]: row[2] for row in rows}
    drawn = zip(pairs, states, strict=False)
    while batch := list(islice(drawn, A_BATCH)):
        add_batch(dice, story, market, texts, lanes, batch)


def add_batch(
    dice: random.Random, story: Story, market: Any, texts: dict[str, str], lanes: Any, batch: list
) -> None:
    from matching.engine.accept import PRIOR
    from matching.engine.explain import explain
    from matching.models import Match, MatchEvent

    matches, found = [], []
    for pair, state in batch:
        evidence = explain(market, pair, PRIOR)
        told = story.columns(state)
        linked = {key for link in evidence.links for key in (link.need_id, link.offer_id)}
        thai, japanese = int(pair.thai_id), int(pair.japanese_id)
        matches.append(
            Match(
                thai_id=thai,
                japanese_id=japanese,
                corridor=lanes.corridor_of(thai, japanese),
                origin=dice.choices(("run", "officer", "interest"), (8, 1, 1))[0],
                p_thai_accepts=pair.p_thai_accepts,
                p_japanese_accepts=pair.p_japanese_accepts,
                p_both=pair.p_both,
                evidence={**evidence.as_json(), "texts": {key: texts[key] for key in linked}},
                **told,
            )
        )
        found.append(evidence)
    Match.objects.bulk_create(matches)
    MatchEvent.objects.bulk_create(event for match in matches for event in story.events(match))
    add_what_follows(dice, story, matches, found)


def add_what_follows(dice: random.Random, story: Story, matches: list, found: list) -> None:
    """Links of the evidence, decisions of desks, conversations with steps, and questions to firms."""
    from companies.models import Agency
    from matching.evidence import key_of
    from matching.models import Conversation, FirmQuestion, MatchDecision, MatchLink, NextStep

    dip = Agency.objects.get(code="dip")
    MatchLink.objects.bulk_create(
        MatchLink(
            match=match,
            need_id=key_of(link.need_id),
            offer_id=key_of(link.offer_id),
            fit_need_to_offer=link.fit_need_to_offer,
        )
        for match, evidence in zip(matches, found, strict=True)
        for link in evidence.links
    )
    MatchDecision.objects.bulk_create(
        MatchDecision(match=match, agency=dip, by_id=dice.choice(story.officers), at=match.approved_at)
        for match in matches
        if match.approved_at
    )
    met = [match for match in matches if match.connected_at]
    Conversation.objects.bulk_create(Conversation(match=match, opened_at=match.connected_at) for match in met)
    NextStep.objects.bulk_create(
        NextStep(
            match=match,
            text="見積もりを送る",
            owner_id=match.thai_id,
            due_on=story.now.date() + datetime.timedelta(days=dice.randint(-20, 20)),
        )
        for match in met
    )
    FirmQuestion.objects.bulk_create(
        FirmQuestion(
            match=match,
            company_id=match.thai_id,
            agency=dip,
            text="เครื่องจักรของท่านรับชิ้นงานใหญ่สุดเท่าใด",
            lang="th",
            asked_by_id=dice.choice(story.officers),
        )
        for match in matches
        if match.state == "proposed" and dice.random() < 0.05
    )


def restocked() -> dict[str, Any]:
    """Cases decided by an earlier run of the bench wait again; who asks, and about what, for the requests."""
    from django.db.models import Q
    from django.test import Client
    from django.utils import timezone

    from accounts.models import User
    from matching.models import DeskVisit, HeldDecision, Match, MatchDecision, Run

    decided = Match.objects.filter(Q(held__isnull=False)).values_list("pk", flat=True)
    keys = list(decided)
    HeldDecision.objects.all().delete()
    MatchDecision.objects.filter(match__in=keys).delete()
    nothing = dict.fromkeys(
        ("claimed_by", "claimed_until", "handed_to", "parked_until", "approved_at", "ended_at", "reason")
    )
    Match.objects.filter(pk__in=keys).update(state="proposed", **nothing)
    Match.objects.in_review().update(claimed_by=None, claimed_until=None)
    cookies = []
    for user in User.objects.filter(email__startswith="officer-").order_by("pk"):
        client = Client()
        client.force_login(user)
        cookies.append("; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items()))
        last_week = timezone.now() - datetime.timedelta(days=7)
        DeskVisit.objects.update_or_create(user=user, defaults={"at": last_week, "before": None})
    waiting = Match.objects.filter(state="proposed", corridor__code="japan-smrj")
    return {
        "cookies": cookies,
        "waiting": list(waiting.order_by("-p_both", "id").values_list("pk", flat=True)),
        "past": list(Match.objects.filter(state="agreed").values_list("pk", flat=True)[:200]),
        "runs": list(Run.objects.values_list("pk", flat=True)[:10]),
        "matches": Match.objects.count(),
    }


if __name__ == "__main__":
    django.setup()
    if sys.argv[1:]:
        fill(int(sys.argv[1]))
    else:
        print(json.dumps(restocked()))
