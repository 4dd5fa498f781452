"""What becomes of a case: each move is the lifecycle's own, and asks the dice for the next."""

import datetime
import random
from collections.abc import Callable, Mapping

from django.utils import timezone

from companies.models import Appointment, Company
from companies.permissions import Viewer
from matching import lifecycle, next_steps, second_readings
from matching.enums import IN_REVIEW, Answer, MatchState, Opinion, WithdrawReason
from matching.history.agenda import Agenda
from matching.history.people import LANGUAGE_OF, People
from matching.history.words import Words
from matching.models import Match, Reason

REJECTIONS = {"weak_match": 55, "profile_incomplete": 15, "out_of_cluster": 8, "duplicate": 7, "other": 15}
REFUSALS = {
    "capacity_full": 22, "price_gap": 20, "spec_out_of_range": 16, "lot_too_small": 14, "existing_partner": 10,
    "lead_time": 8, "language_support": 6, "policy_timing": 4,
}  # fmt: skip
PARKED, WITHDRAWN, SILENT = 0.07, 0.03, 0.14
# An officer lets through what a firm may well accept; a colleague who reads it again mostly agrees.
LEAST_REJECTED, SECOND_AGREES = 0.16, 0.8
NOTED, DONE = 0.6, 0.85
# (Thai firm, Japanese firm) -> the day on which they signed.
Signed = Mapping[tuple[int, int], datetime.date]
CONCLUDED = {MatchState.NO_AGREEMENT: 0.55, MatchState.SILENT: 0.35}


class Fates:
    def __init__(
        self, agenda: Agenda, people: People, words: Words, dice: random.Random, signed: Signed
    ) -> None:
        self.agenda, self.people, self.words, self.dice, self.signed = agenda, people, words, dice, signed
        self.reasons = Reason.objects.in_bulk()

    def begin(self, match: Match) -> None:
        """Dice decide: without its features a case teaches the engine nothing."""
        match.evidence.pop("features", None)
        match.save(update_fields=["evidence"])
        self.review(match, 1 + int(self.dice.expovariate(0.35)))

    def review(self, match: Match, days: int) -> None:
        self.agenda.add_after(days, "TH", lambda: self.decide(match))

    def decide(self, match: Match) -> None:
        """One desk of those that have not yet."""
        match.refresh_from_db()
        desks = match.corridor.desks.exclude(agency__in=match.decisions.values("agency")).order_by("pk")
        desk = desks.select_related("agency").first()
        officer = self.people.officer_for(match, desk.agency_id) if desk else None
        if match.state not in IN_REVIEW or desk is None or officer is None:
            return
        lifecycle.claim(match, by=officer.user)
        drawn, rejected = self.dice.random(), max(LEAST_REJECTED, 0.55 - match.p_both)
        if self.signs_on(match):
            self.approve(match, officer)
        elif drawn < PARKED and match.state == MatchState.PROPOSED:
            self.park(match, officer)
        elif drawn < PARKED + rejected:
            self.reject(match, officer)
        else:
            self.approve(match, officer)

    def park(self, match: Match, officer: Appointment) -> None:
        days = self.dice.randint(10, 45)
        until = timezone.localdate() + datetime.timedelta(days=days)
        text = self.words.of("park", officer.user.language)
        lifecycle.park(match, by=officer.user, until=until, reason=text, agency=officer.agency)
        self.settled(match)
        self.review(match, days)

    def reject(self, match: Match, officer: Appointment) -> None:
        reason = self.drawn(REJECTIONS)
        noted = self.dice.random() < NOTED or reason.code == "other"
        note = self.words.of("reject", officer.user.language, reason.code) if noted else ""
        lifecycle.reject(match, by=officer.user, reason=reason, note=note, agency=officer.agency)
        self.settled(match)

    def approve(self, match: Match, officer: Appointment) -> None:
        lifecycle.approve(match, by=officer.user, agency=officer.agency)
        self.settled(match)
        if match.state != MatchState.INTRODUCED or match.answer_due_on is None:
            self.review(match, 1 + int(self.dice.expovariate(0.3)))
            return
        for company in (match.thai, match.japanese):
            self.agenda.add_after(self.dice.randint(1, 9), company.country, self.answering(match, company))
        lapses = datetime.datetime.combine(match.answer_due_on, datetime.time(18), datetime.UTC)
        self.agenda.add(lapses, lambda: self.lapse(match))

    def settled(self, match: Match) -> None:
        """The ten seconds are over."""
        lifecycle.release_decision(match.held.get())
        match.refresh_from_db()
        reading = match.second_readings.waiting().last()
        if reading is not None:
            self.agenda.add_after(self.dice.randint(2, 8), "TH", lambda: self.read_again(reading.pk, match))

    def read_again(self, reading: int, match: Match) -> None:
        row = match.second_readings.get(pk=reading)
        for post in self.people.officers_of(row.agency_id):
            viewer = Viewer(post.user, appointment=post)
            if second_readings.waiting_for(viewer).filter(pk=reading).exists():
                agrees = self.dice.random() < SECOND_AGREES
                opinion = next(each for each in Opinion if (each == row.first) == agrees)
                reason = self.reasons["weak_match"] if opinion == Opinion.REJECT else None
                second_readings.give(row, viewer=viewer, by=post.user, opinion=opinion, reason=reason)
                return

    def answering(self, match: Match, company: Company) -> Callable[[], None]:
        return lambda: self.answer(match, company)

    def answer(self, match: Match, company: Company) -> None:
        match.refresh_from_db()
        drawn = 1.0 if self.signs_on(match) else self.dice.random()
        if match.state != MatchState.INTRODUCED or drawn < SILENT:
            return
        by = self.people.owner_of(company)
        chance = match.p_thai_accepts if company.pk == match.thai_id else match.p_japanese_accepts
        if self.signs_on(match) or drawn < SILENT + (1 - SILENT) * min(0.9, chance + 0.3):
            lifecycle.answer(match, by=by, company=company, answer=Answer.INTERESTED)
            self.follow(match)
            return
        reason = self.drawn(REFUSALS)
        note = self.words.of("decline", LANGUAGE_OF[company.country], reason.code)
        lifecycle.answer(match, by=by, company=company, answer=Answer.DECLINED, reason=reason, note=note)

    def lapse(self, match: Match) -> None:
        if Match.objects.overdue_for_answer().filter(pk=match.pk).exists():
            lifecycle.lapse(match)

    def follow(self, match: Match) -> None:
        """Two firms that have just met talk; some come to an end of it."""
        match.refresh_from_db()
        if match.state != MatchState.CONNECTED:
            return
        first = next_steps.seeking_side(match)
        other = match.partner_of(first)
        self.agenda.add_after(
            self.dice.randint(1, 7), first.country, lambda: self.write(match, first, "first")
        )
        self.agenda.add_after(
            self.dice.randint(8, 14), other.country, lambda: self.write(match, other, "reply")
        )
        self.agenda.add_after(self.dice.randint(10, 25), other.country, lambda: self.plan(match, first))
        if day := self.signs_on(match):
            noon = datetime.datetime.combine(day, datetime.time(5), datetime.UTC)
            self.agenda.add(noon, lambda: self.sign(match))
            return
        if self.dice.random() < WITHDRAWN:
            self.agenda.add_after(self.dice.randint(5, 40), "TH", lambda: self.withdraw(match))
        self.agenda.add_after(self.dice.randint(30, 130), "TH", lambda: self.conclude(match))

    def write(self, match: Match, company: Company, what: str) -> None:
        if self.is_open(match):
            lang = LANGUAGE_OF[company.country]
            by, text = self.people.owner_of(company), self.words.of("message", lang, what)
            next_steps.send_message(match, by=by, company=company, text=text, lang=lang)

    def plan(self, match: Match, company: Company) -> None:
        if not self.is_open(match):
            return
        by, text = self.people.owner_of(company), self.words.of("step", LANGUAGE_OF[company.country])
        due = timezone.localdate() + datetime.timedelta(days=self.dice.randint(7, 40))
        step = next_steps.add_step(match, by=by, text=text, owner=company, due_on=due)
        if self.dice.random() < DONE:
            days = self.dice.randint(5, 25)
            self.agenda.add_after(days, company.country, lambda: next_steps.complete_step(step, by=by))

    def is_open(self, match: Match) -> bool:
        match.refresh_from_db()
        return match.state == MatchState.CONNECTED

    def withdraw(self, match: Match) -> None:
        if self.is_open(match):
            officer = self.people.officer_for(match, match.decisions.earliest("pk").agency_id)
            lifecycle.withdraw(match, by=officer.user if officer else None, reason=WithdrawReason.DESK)

    def conclude(self, match: Match) -> None:
        """Agreements come from the register alone."""
        drawn = self.dice.random()
        officer = self.people.officer_for(match, match.decisions.earliest("pk").agency_id)
        if not self.is_open(match) or officer is None:
            return
        for outcome, share in CONCLUDED.items():
            if drawn < share:
                lifecycle.conclude(match, by=officer.user, outcome=outcome)
                return
            drawn -= share

    def sign(self, match: Match) -> None:
        if self.is_open(match):
            lifecycle.conclude(match, by=None, outcome=MatchState.AGREED)

    def signs_on(self, match: Match) -> datetime.date | None:
        """The day to come on which the two firms sign."""
        day = self.signed.get((match.thai_id, match.japanese_id))
        return day if day and day > timezone.localdate() else None

    def drawn(self, shares: dict[str, int]) -> Reason:
        code = self.dice.choices(list(shares), weights=list(shares.values()))[0]
        return self.reasons[code]
