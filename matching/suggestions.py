"""The partners an owner sees: one firm against the other country, refreshed when words or firms change."""

import time
from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from companies.models import Company
from matching.engine.types import ScoredPair
from matching.models import PartnerSearch, Suggestion
from matching.shelf import LIST_LENGTH, Shelf, partner_of
from outbox.queue import BEHIND, SOON, enqueue

REFRESH = "matching.refresh_suggestions"
REFRESH_LISTS = "matching.refresh_lists"
FIRMS_A_JOB = 40
# After this long (s) a job leaves the rest of its firms to another: nothing that is locked stays so for long.
SLICE = 1.0


def ask(company: Company) -> None:
    """Want a firm's suggestions computed; called in the transaction of the change."""
    PartnerSearch.objects.update_or_create(company=company, defaults={"asked_at": timezone.now()})
    enqueue(REFRESH, {"company": company.pk}, key=f"company:{company.pk}", priority=SOON)


def ask_for_all() -> None:
    """After a run the hubs of the market and its weights may have moved: every list is computed anew."""
    ask_for_lists(list(Company.objects.suggestible().order_by("pk").values_list("pk", flat=True)))


def ask_for_many(companies: Sequence[int]) -> None:
    """Firms that arrived or changed together; those that may not look yet or any more are left out."""
    firms = Company.objects.suggestible().filter(pk__in=companies).order_by("pk")
    ask_for_lists(list(firms.values_list("pk", flat=True)))


def ask_for_lists(ids: Sequence[int], changed: int | None = None) -> None:
    """`changed`: the one firm because of which these lists may be others."""
    for start in range(0, len(ids), FIRMS_A_JOB):
        firms = list(ids[start : start + FIRMS_A_JOB])
        key = sha256(repr((firms, changed)).encode()).hexdigest()
        enqueue(REFRESH_LISTS, {"companies": firms, "changed": changed}, key=key, priority=BEHIND)


def take_out(company: Company) -> None:
    """A firm that is not published appears in nobody's list; its own list stays while it may look."""
    Suggestion.objects.filter(partner=company).delete()
    if not Company.objects.suggestible().filter(pk=company.pk).exists():
        Suggestion.objects.filter(company=company).delete()


def part(one: Company, other: Company) -> None:
    """Neither appears in the other's list."""
    Suggestion.objects.filter(company=one, partner=other).delete()
    Suggestion.objects.filter(company=other, partner=one).delete()


@transaction.atomic
def refresh(company_id: int) -> None:
    """Replace a firm's list, and have the lists computed that it enters or leaves."""
    company = Company.objects.suggestible().filter(pk=company_id).first()
    if company is None:
        return
    hold([company_id])
    shelf = Shelf([company_id])
    lists = in_lists_of(company_id)
    scored = shelf.look(company_id)
    if shelf.view.is_published(company_id):
        lists |= would_enter(company_id, scored)
        # In a small market everybody's means and hubs moved with this firm.
        ask_for_lists(sorted(lists), changed=company_id if shelf.view.standing.is_large else None)


@transaction.atomic
def refresh_lists(ids: Iterable[int], changed: int | None = None) -> None:
    """Renew the lists of several firms, one market for all. Where one firm changed and nothing else did, it is given
    its new place in them."""
    firms = sorted(Company.objects.suggestible().filter(pk__in=list(ids)).values_list("pk", flat=True))
    hold(firms)
    shelf = Shelf(firms)
    started = time.monotonic()
    for done, firm in enumerate(firms, start=1):
        if changed is None:
            shelf.look(firm)
        else:
            shelf.follow(firm, changed)
        if time.monotonic() - started > SLICE:
            ask_for_lists(firms[done:], changed)
            return


def hold(companies: Sequence[int]) -> None:
    """Nobody else writes these lists until this transaction ends; before the market is looked at, so that whoever
    comes later has seen no less of it."""
    list(PartnerSearch.objects.select_for_update().filter(company__in=companies).order_by("pk"))


def in_lists_of(company_id: int) -> set[int]:
    return set(Suggestion.objects.filter(partner_id=company_id).values_list("company_id", flat=True))


def would_enter(company_id: int, scored: Sequence[ScoredPair]) -> set[int]:
    """Partners whose list this firm would enter: a short one, or one whose last it beats."""
    chance = {partner_of(pair, company_id): pair.p_both for pair in scored}
    lists = Suggestion.objects.filter(company__in=chance).order_by().values("company_id")
    least = {row["company_id"]: row for row in lists.annotate(length=Count("pk"), last=Min("p_both"))}
    full = {firm for firm, row in least.items() if row["length"] >= LIST_LENGTH}
    return {firm for firm, p in chance.items() if firm not in full or p > least[firm]["last"]}
