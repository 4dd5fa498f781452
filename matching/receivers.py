"""What a change in a firm or its statements asks of matching; runs inside the transaction of the change."""

from django.dispatch import receiver

from accounts.copies import Portion
from accounts.models import User
from accounts.signals import person_erased, personal_copy_asked
from companies.answers import Tried
from companies.enums import CloseReason, CompanyState, NeedState
from companies.models import Absence, Block, CapabilityEvent, Company, Need, Offer
from companies.signals import (
    absence_began,
    answers_asked,
    block_changed,
    companies_imported,
    company_moved,
    conditions_asked,
    kinds_asked,
    need_moved,
    partners_asked,
    statement_changed,
    words_changed,
)
from matching import filters as filters  # registers the search of the board
from matching import handing_on, lifecycle, personal, preview, retagging, suggestions, watches
from matching.engine.collaboration import read_types, reads_as
from matching.engine.constraints import read_conditions
from matching.engine.types import stated_json
from matching.enums import CONTACTS_OPEN, MatchState, WatchEnd, WithdrawReason
from matching.models import Match

SEEKING = (CompanyState.SUBMITTED, CompanyState.PUBLISHED)


@receiver(company_moved)
def follow_company(company: Company, by: User | None, **news: object) -> None:
    """Its suggestions are computed anew; a firm nobody may find any more leaves lists and cases."""
    if company.state in SEEKING:
        suggestions.ask(company)
    if company.state != CompanyState.PUBLISHED:
        suggestions.take_out(company)
    if company.state == CompanyState.ARCHIVED:
        watches.end_for(company.needs.all(), by=by, reason=WatchEnd.LEFT)
    if company.state in (CompanyState.SUSPENDED, CompanyState.ARCHIVED):
        for match in Match.objects.live().involving(company).order_by("pk"):
            lifecycle.withdraw(match, by=by, reason=WithdrawReason.COMPANY_LEFT)


@receiver(companies_imported)
def follow_import(companies: list[int], **news: object) -> None:
    """Their suggestions are computed as those of any firm, but by a job for many."""
    suggestions.ask_for_many(companies)


@receiver(statement_changed)
def follow_statement(statement: Offer | Need, **news: object) -> None:
    if statement.company.state in SEEKING:
        suggestions.ask(statement.company)


@receiver(words_changed)
def follow_words(event: CapabilityEvent, **news: object) -> None:
    retagging.ask(event)


@receiver(conditions_asked)
def read_text(text: str, **news: object) -> dict[str, dict[str, object]]:
    """The conditions in a text, for whoever stores or shows them."""
    return {code: stated_json(stated) for code, stated in read_conditions(text).items()}


@receiver(partners_asked)
def name_partners(company: Company, **news: object) -> set[int]:
    """Firms whose contacts are open to it."""
    cases = Match.objects.involving(company).filter(state__in=CONTACTS_OPEN)
    return {pk for pair in cases.values_list("thai", "japanese") for pk in pair} - {company.pk}


@receiver(kinds_asked)
def read_kinds(text: str, **news: object) -> tuple[list[str], str | None]:
    return read_types(text), reads_as(text)


@receiver(answers_asked)
def look_for_answers(tried: Tried, **news: object) -> preview.Preview:
    """Who could answer a text on its form, for the page beside it."""
    return preview.look(tried)


@receiver(need_moved)
def follow_need(need: Need, by: User | None, **news: object) -> None:
    if need.company.state in SEEKING:
        suggestions.ask(need.company)
    if need.state == NeedState.CLOSED:
        watches.end_for([need], by=by, reason=WatchEnd.CLOSED)
    if need.state == NeedState.CLOSED and need.close_reason != CloseReason.MATCHED:
        withdraw_what_rested_on(need, by)


def withdraw_what_rested_on(need: Need, by: User | None) -> None:
    """Cases left without any open need; two firms already in conversation end theirs themselves."""
    resting = Match.objects.live().exclude(state=MatchState.CONNECTED).filter(links__need=need)
    for match in resting.distinct().order_by("pk"):
        if not Need.objects.open().filter(match_links__match=match).exists():
            lifecycle.withdraw(match, by=by, reason=WithdrawReason.NEED_CLOSED)


@receiver(block_changed)
def follow_block(block: Block, by: User, **news: object) -> None:
    """Both lists are computed anew, and whatever is under way between the two ends."""
    firms = sorted((block.blocker, block.blocked), key=lambda firm: firm.pk)
    if block.lifted_at is None:
        suggestions.part(*firms)
        live = Match.objects.live().involving(block.blocker).involving(block.blocked)
        for match in live.select_for_update(of=("self",)).order_by("pk"):
            lifecycle.withdraw(match, by=by, reason=WithdrawReason.BLOCKED)
    for firm in firms:
        if firm.state in SEEKING:
            suggestions.ask(firm)


@receiver(absence_began)
def pass_cases_on(absence: Absence, **news: object) -> None:
    handing_on.pass_on(absence)


@receiver(personal_copy_asked)
def add_to_copy(user: User, **news: object) -> Portion:
    return personal.portion_of(user)


@receiver(person_erased)
def forget_person(user: User, **news: object) -> None:
    personal.forget(user)
