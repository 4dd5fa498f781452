"""The partners an owner sees: one firm against the other country, refreshed when words or firms change."""

from collections.abc import Iterable, Sequence

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
from matching.engine.market import Market, rows_of
from matching.engine.pairs import NO_PARTNER_BELOW, best_of_owners
from matching.engine.types import Country, ScoredPair
from matching.models import PartnerSearch, PutAside, Suggestion
from outbox.queue import enqueue

REFRESH = "matching.refresh_suggestions"
REFRESH_LISTS = "matching.refresh_lists"
LIST_LENGTH = 12
# Every need shows its best partners, also where others fit the firm as a whole better.
PARTNERS_A_NEED = 3
FIRMS_A_JOB = 40
SOON = 10


def ask(company: Company) -> None:
    """Want a firm's suggestions computed; called in the transaction of the change."""
    PartnerSearch.objects.update_or_create(company=company, defaults={"asked_at": timezone.now()})
    enqueue(REFRESH, {"company": company.pk}, key=f"company:{company.pk}", priority=SOON)


def ask_for_all() -> None:
    """After a run the hubs of the market and its weights may have moved: every list is computed anew."""
    ids = list(Company.objects.suggestible().order_by("pk").values_list("pk", flat=True))
    ask_for_lists(ids, name="all")


def ask_for_many(companies: Sequence[int]) -> None:
    """Firms that arrived or changed together; those that may not look yet or any more are left out."""
    firms = Company.objects.suggestible().filter(pk__in=companies).order_by("pk")
    if ids := list(firms.values_list("pk", flat=True)):
        ask_for_lists(ids, name=f"from:{ids[0]}")


def ask_for_lists(ids: Sequence[int], *, name: str) -> None:
    for start in range(0, len(ids), FIRMS_A_JOB):
        enqueue(REFRESH_LISTS, {"companies": list(ids[start : start + FIRMS_A_JOB])}, key=f"{name}:{start}")


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
    shelf.replace(company_id, scored)
    if company_id in shelf.published:
        touched = before | would_enter(company_id, scored)
        ask_for_lists(sorted(touched), name=f"partners-of-{company_id}")


def refresh_lists(ids: Iterable[int]) -> None:
    """Replace the lists of several firms, one market for all."""
    firms = sorted(Company.objects.suggestible().filter(pk__in=list(ids)).values_list("pk", flat=True))
    shelf = Shelf(firms)
    for firm in firms:
        shelf.replace(firm, shelf.scored(firm))


class Shelf:
    """The market of all published firms and of those who ask, read once."""

    def __init__(self, asking: list[int]) -> None:
        self.read_at = timezone.now()
        self.published = set(Company.objects.published().values_list("pk", flat=True))
        self.rows = market.snapshot(Company.objects.filter(pk__in=self.published | set(asking)))
        self.market: Market = market.load(self.rows)
        self.weights: Weights = market.live_weights()

    def scored(self, company_id: int) -> list[ScoredPair]:
        """Every published partner with a chance, not put aside and no block between them, best first."""
        everyone = max(len(firms) for firms in self.market.companies.values())
        pairs = score_company(self.market, self.weights, str(company_id), top=everyone)
        aside = PutAside.objects.filter(company=company_id).partners()
        allowed = self.published - kept_apart_from(company_id) - set(aside)
        return [pair for pair in pairs if partner_of(pair, company_id) in allowed]

    def replace(self, company_id: int, scored: Sequence[ScoredPair]) -> None:
        wanted = {partner_of(pair, company_id) for pair in scored[:LIST_LENGTH]}
        ranked = self.partners_by_need(company_id, {partner_of(pair, company_id) for pair in scored})
        for partners in ranked.values():
            good = [partner for partner, fit in partners if fit >= NO_PARTNER_BELOW]
            wanted |= set(good[:PARTNERS_A_NEED])
        best_fits = {need: partners[0][1] for need, partners in ranked.items() if partners}
        chosen = [pair for pair in scored if partner_of(pair, company_id) in wanted]
        Suggestion.objects.filter(company_id=company_id).delete()
        Suggestion.objects.bulk_create(
            self.suggestion(company_id, pair, rank) for rank, pair in enumerate(chosen, start=1)
        )
        PartnerSearch.objects.update_or_create(
            company_id=company_id,
            defaults={"done_at": self.read_at, "best_fits": best_fits},
            create_defaults={"asked_at": self.read_at, "done_at": self.read_at, "best_fits": best_fits},
        )
        watches.answer_met(need for need, fit in best_fits.items() if fit >= NO_PARTNER_BELOW)

    def partners_by_need(self, company_id: int, allowed: set[int]) -> dict[int, list[tuple[int, float]]]:
        """Open need -> the allowed partners and how well each fits it, best first."""
        country = self.country_of(company_id)
        if country is None:
            return {}
        other: Country = "JP" if country == "TH" else "TH"
        needs, offers = self.market.groups[country, "need"], self.market.groups[other, "offer"]
        number = self.market.index(country)[str(company_id)]
        rows = rows_of(needs, number, number + 1)
        fits = fit_needs_to_offers(needs, offers, self.market.taxonomy, rows)
        ids = [int(partner.id) for partner in self.market.companies[other]]
        best = best_of_owners(fits, offers.owners, len(ids), axis=1)
        return {
            evidence.key_of(need.id): [
                (ids[place], round(float(row[place]), 4))
                for place in np.argsort(-row, kind="stable")
                if ids[place] in allowed
            ]
            for need, row in zip(needs.statements[rows], best, strict=True)
        }

    def country_of(self, company_id: int) -> Country | None:
        return next((c for c in self.market.companies if str(company_id) in self.market.index(c)), None)

    def suggestion(self, company_id: int, pair: ScoredPair, rank: int) -> Suggestion:
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
            evidence=evidence.stored(explain(self.market, pair, self.weights), self.rows),
            computed_at=self.read_at,
        )


def partner_of(pair: ScoredPair, company_id: int) -> int:
    return int(pair.japanese_id if pair.thai_id == str(company_id) else pair.thai_id)


def in_lists_of(company_id: int) -> set[int]:
    return set(Suggestion.objects.filter(partner_id=company_id).values_list("company_id", flat=True))


def would_enter(company_id: int, scored: Sequence[ScoredPair]) -> set[int]:
    """Partners whose list this firm would enter: a short one, or one whose last it beats."""
    chance = {partner_of(pair, company_id): pair.p_both for pair in scored}
    lists = Suggestion.objects.filter(company__in=chance).order_by().values("company_id")
    least = {row["company_id"]: row for row in lists.annotate(length=Count("pk"), last=Min("p_both"))}
    full = {firm for firm, row in least.items() if row["length"] >= LIST_LENGTH}
    return {firm for firm, p in chance.items() if firm not in full or p > least[firm]["last"]}
