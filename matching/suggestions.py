"""The partners an owner sees: one firm against the other country, refreshed when words or firms change."""

import time
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import numpy as np
from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from companies.models import Company
from companies.permissions import kept_apart_from
from matching import evidence, market, watches
from matching.engine.accept import Weights
from matching.engine.allpairs import score_company
from matching.engine.explain import explain
from matching.engine.fit import fit_needs_to_offers
from matching.engine.market import Market, met_by
from matching.engine.pairs import NO_PARTNER_BELOW, best_of_owners
from matching.engine.types import ScoredPair
from matching.market import StatementRow
from matching.models import PartnerSearch, PutAside, Suggestion
from matching.standing import View
from outbox.queue import SOON, enqueue

REFRESH = "matching.refresh_suggestions"
REFRESH_LISTS = "matching.refresh_lists"
LIST_LENGTH = 12
# Every need shows its best partners, also where others fit the firm as a whole better.
PARTNERS_A_NEED = 3
FIRMS_A_JOB = 40
# After this long (s) a job leaves the rest of its firms to another, and lets those pass that somebody waits for.
SLICE = 0.1


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


def ask_for_lists(ids: Sequence[int], entered_by: int | None = None) -> None:
    for start in range(0, len(ids), FIRMS_A_JOB):
        firms = list(ids[start : start + FIRMS_A_JOB])
        key = sha256(repr((firms, entered_by)).encode()).hexdigest()
        enqueue(REFRESH_LISTS, {"companies": firms, "entered_by": entered_by}, key=key)


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
    shelf = Shelf([company_id])
    before = in_lists_of(company_id)
    scored = shelf.scored(company_id)
    shelf.replace(company_id, scored, known={})
    if shelf.view.is_published(company_id):
        entered = would_enter(company_id, scored) - before
        if shelf.view.standing.is_large:
            ask_for_lists(sorted(entered), entered_by=company_id)
        else:
            # In a small market everybody's means and hubs moved with this firm.
            before |= entered
        ask_for_lists(sorted(before))


def refresh_lists(ids: Iterable[int], entered_by: int | None = None) -> None:
    """Replace the lists of several firms, one market for all. Where one firm enters them and nothing else changed,
    only those on the list and this one are looked at."""
    firms = sorted(Company.objects.suggestible().filter(pk__in=list(ids)).values_list("pk", flat=True))
    shelf = Shelf(firms)
    started = time.monotonic()
    for done, firm in enumerate(firms, start=1):
        listed = partners_listed(firm) if entered_by is not None else set()
        # A firm without a list may never have been looked at: then all are.
        if entered_by is not None and listed:
            shelf.view.narrow(firm, {entered_by, *listed})
        shelf.replace(firm, shelf.scored(firm), known=best_fits_known(firm) if listed else {})
        if time.monotonic() - started > SLICE:
            ask_for_lists(firms[done:], entered_by)
            return


class Shelf:
    """The market of all published firms, and those who ask, as they are now."""

    def __init__(self, asking: list[int]) -> None:
        self.read_at = timezone.now()
        self.view = View.of(asking)
        self.weights: Weights = market.live_weights()

    def scored(self, company_id: int) -> list[ScoredPair]:
        """Every published partner with a chance, not put aside and no block between them, best first."""
        aside = PutAside.objects.filter(company=company_id).partners()
        left_out = kept_apart_from(company_id) | set(aside)
        found = [
            pair
            for place, world in enumerate(self.view.worlds_of(company_id))
            for pair in score_company(world, self.weights, str(company_id), top=None)
            if (partner := partner_of(pair, company_id)) not in left_out
            and self.view.is_published(partner)
            and self.view.world_of(partner) == place
        ]
        return sorted(found, key=lambda pair: (-pair.p_both, pair.thai_id, pair.japanese_id))

    def replace(self, company_id: int, scored: Sequence[ScoredPair], *, known: Mapping[int, float]) -> None:
        """`known`: the best fit of each need, where not everybody was looked at."""
        wanted = {partner_of(pair, company_id) for pair in scored[:LIST_LENGTH]}
        by_need = self.partners_by_need(company_id, {partner_of(pair, company_id) for pair in scored})
        for partners in by_need.values():
            wanted |= {partner for partner, fit in partners if fit >= NO_PARTNER_BELOW}
        best_fits = {
            need: max([known.get(need, 0.0), *(fit for _partner, fit in partners[:1])])
            for need, partners in by_need.items()
            if partners or need in known
        }
        chosen = [pair for pair in scored if partner_of(pair, company_id) in wanted]
        Suggestion.objects.filter(company_id=company_id).delete()
        Suggestion.objects.bulk_create(self.suggested(company_id, chosen))
        PartnerSearch.objects.update_or_create(
            company_id=company_id,
            defaults={"done_at": self.read_at, "best_fits": best_fits},
            create_defaults={"asked_at": self.read_at, "done_at": self.read_at, "best_fits": best_fits},
        )
        watches.answer_met(need for need, fit in best_fits.items() if fit >= NO_PARTNER_BELOW)

    def suggested(self, company_id: int, chosen: Sequence[ScoredPair]) -> list[Suggestion]:
        worlds = self.view.worlds_of(company_id)
        partners = [partner_of(pair, company_id) for pair in chosen]
        rows = market.snapshot(Company.objects.filter(pk__in=[company_id, *partners]))
        return [
            self.suggestion(company_id, pair, rank, worlds[self.view.world_of(partner)], rows)
            for rank, (pair, partner) in enumerate(zip(chosen, partners, strict=True), start=1)
        ]

    def partners_by_need(self, company_id: int, allowed: set[int]) -> dict[int, list[tuple[int, float]]]:
        """Open need -> the allowed partners that fit it best and how well, best first."""
        found: dict[int, list[tuple[int, float]]] = {}
        for place, world in enumerate(self.view.worlds_of(company_id)):
            here = {partner for partner in allowed if self.view.world_of(partner) == place}
            for need, partners in best_for_needs(world, company_id, here).items():
                found.setdefault(need, []).extend(partners)
        return {need: ranked(partners) for need, partners in found.items()}

    def suggestion(
        self, company_id: int, pair: ScoredPair, rank: int, world: Market, rows: Sequence[StatementRow]
    ) -> Suggestion:
        is_thai = pair.thai_id == str(company_id)
        chances = (pair.p_thai_accepts, pair.p_japanese_accepts)
        own, partners = chances if is_thai else chances[::-1]
        return Suggestion(
            company_id=company_id,
            partner_id=partner_of(pair, company_id),
            rank=rank,
            p_company_accepts=own,
            p_partner_accepts=partners,
            p_both=pair.p_both,
            evidence=evidence.stored(explain(world, pair, self.weights), rows),
            computed_at=self.read_at,
        )


def partner_of(pair: ScoredPair, company_id: int) -> int:
    return int(pair.japanese_id if pair.thai_id == str(company_id) else pair.thai_id)


def in_lists_of(company_id: int) -> set[int]:
    return set(Suggestion.objects.filter(partner_id=company_id).values_list("company_id", flat=True))


def partners_listed(company_id: int) -> set[int]:
    return set(Suggestion.objects.filter(company_id=company_id).values_list("partner_id", flat=True))


def best_fits_known(company_id: int) -> dict[int, float]:
    """Also of partners below the line, which are on no list."""
    search = PartnerSearch.objects.filter(company_id=company_id).first()
    return {int(need): fit for need, fit in search.best_fits.items()} if search else {}


def would_enter(company_id: int, scored: Sequence[ScoredPair]) -> set[int]:
    """Partners whose list this firm would enter: a short one, or one whose last it beats."""
    chance = {partner_of(pair, company_id): pair.p_both for pair in scored}
    lists = Suggestion.objects.filter(company__in=chance).order_by().values("company_id")
    least = {row["company_id"]: row for row in lists.annotate(length=Count("pk"), last=Min("p_both"))}
    full = {firm for firm, row in least.items() if row["length"] >= LIST_LENGTH}
    return {firm for firm, p in chance.items() if firm not in full or p > least[firm]["last"]}


def best_for_needs(world: Market, company_id: int, allowed: set[int]) -> dict[int, list[tuple[int, float]]]:
    """Of the one firm of its country in `world`."""
    country = world.country_of(str(company_id))
    if country is None:
        return {}
    facing = met_by(country, "need")
    needs, offers = world.groups[country, "need"], world.groups[facing]
    fits = fit_needs_to_offers(needs, offers, world.taxonomy, slice(None))
    ids = np.array([int(partner.id) for partner in world.companies[facing[0]]], np.int64)
    best = best_of_owners(fits, offers.owners, len(ids), axis=1)
    places = np.flatnonzero(np.isin(ids, list(allowed)))
    return {
        evidence.key_of(need.id): [
            (int(ids[place]), round(float(row[place]), 4))
            for place in places[np.argsort(-row[places], kind="stable")[:PARTNERS_A_NEED]]
        ]
        for need, row in zip(needs.statements, best, strict=True)
    }


def ranked(partners: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    return sorted(partners, key=lambda found: -found[1])[:PARTNERS_A_NEED]
