"""One firm's list of partners, looked for among all or with one changed firm given its new place in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
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

LIST_LENGTH = 12
# Every need shows its best partners, also where others fit the firm as a whole better.
PARTNERS_A_NEED = 3
# Open need -> (partner, fit) of those that fit it best, best first.
BestPartners = Mapping[int, Sequence[tuple[int, float]]]


@dataclass(frozen=True)
class Listing:
    """`chances`: chance of both by partner, of those who may stand on the list. Nobody who is not named here has a
    better chance than the last of a list that is full, or fits a need better than the last of its best."""

    chances: Mapping[int, float]
    best: BestPartners

    @classmethod
    def of(cls, company_id: int) -> "Listing | None":
        """As it was stored; None where it was never made, or somebody was taken out of it since."""
        search = PartnerSearch.objects.filter(company=company_id, done_at__isnull=False).first()
        rows = Suggestion.objects.filter(company=company_id).order_by("rank")
        found = list(rows.values_list("partner_id", "rank", "p_both"))
        if search is None or [rank for _partner, rank, _chance in found] != list(range(1, len(found) + 1)):
            return None
        return cls({partner: chance for partner, _rank, chance in found}, best_stored(search))

    @cached_property
    def in_order(self) -> list[int]:
        return sorted(self.chances, key=lambda partner: (-self.chances[partner], str(partner)))

    @cached_property
    def wanted(self) -> list[int]:
        """Who stands on the list, best first."""
        wanted = set(self.in_order[:LIST_LENGTH])
        for partners in self.best.values():
            wanted |= {partner for partner, fit in partners if fit >= NO_PARTNER_BELOW}
        return [partner for partner in self.in_order if partner in wanted]

    def with_changed(self, firm: int, chance: float | None, fits: Mapping[int, float]) -> "Listing | None":
        """The list when this firm alone is another: None where somebody who is not on it may follow.

        `chance` is None for a firm that may not stand on it (any more), `fits` are its fits to the open needs.
        """
        others = {partner: known for partner, known in self.chances.items() if partner != firm}
        found = Listing(
            others if chance is None else {**others, firm: chance},
            {need: with_fit(partners, firm, fits.get(need)) for need, partners in self.best.items()},
        )
        is_known = fits.keys() <= self.best.keys()
        return found if is_known and self.holds_in(found, firm) and self.needs_hold_in(fits, firm) else None

    def holds_in(self, found: "Listing", firm: int) -> bool:
        """Nobody could come before the last of the best."""
        top = self.in_order[:LIST_LENGTH]
        if firm not in top or len(top) < LIST_LENGTH:
            return True
        last = top[-1]
        if firm not in found.chances:
            return False
        return (-found.chances[firm], str(firm)) <= (-self.chances[last], str(last))

    def needs_hold_in(self, fits: Mapping[int, float], firm: int) -> bool:
        """Nobody could come before the last of the best for a need."""
        return all(
            need in fits and order((firm, fits[need])) <= order(partners[-1])
            for need, partners in self.best.items()
            if len(partners) == PARTNERS_A_NEED and firm in dict(partners)
        )


def best_stored(search: PartnerSearch) -> BestPartners:
    return {int(need): [(firm, fit) for firm, fit in best] for need, best in search.best_partners.items()}


def with_fit(
    partners: Sequence[tuple[int, float]], firm: int, fit: float | None
) -> Sequence[tuple[int, float]]:
    others = [found for found in partners if found[0] != firm]
    return ranked([*others, (firm, fit)] if fit is not None else others)


def order(found: tuple[int, float]) -> tuple[float, str]:
    partner, fit = found
    return -fit, str(partner)


def ranked(partners: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    return sorted(partners, key=order)[:PARTNERS_A_NEED]


class Shelf:
    """The market of all published firms, and those who ask, as they are now."""

    def __init__(self, asking: Sequence[int]) -> None:
        self.read_at = timezone.now()
        self.view = View.of(asking)
        self.weights: Weights = market.live_weights()

    def look(self, company_id: int) -> list[ScoredPair]:
        """Store the firm's list after a look at everybody; answers who has a chance, best first."""
        worlds = self.view.worlds_around(company_id)
        scored = self.scored(worlds, company_id)
        of_partner = {partner_of(pair, company_id): pair for pair in scored}
        chances = {partner: pair.p_both for partner, pair in of_partner.items()}
        listing = Listing(chances, self.best_partners(worlds, company_id, set(of_partner)))
        Suggestion.objects.filter(company_id=company_id).delete()
        self.add(worlds, company_id, listing, [of_partner[partner] for partner in listing.wanted])
        done = {"done_at": self.read_at, "best_partners": listing.best}
        PartnerSearch.objects.update_or_create(
            company_id=company_id, defaults=done, create_defaults={"asked_at": self.read_at, **done}
        )
        answer_watches({need: partners[0][1] for need, partners in listing.best.items() if partners})
        return scored

    def follow(self, company_id: int, changed: int) -> None:
        """The list after one firm changed: the others stand as they were stored, or all are looked at."""
        stored = Listing.of(company_id)
        if stored is None or not self.splice(company_id, stored, changed):
            self.look(company_id)

    def splice(self, company_id: int, stored: Listing, changed: int) -> bool:
        """Score the changed firm alone, and write its row alone; whether that is enough."""
        worlds = self.view.worlds_around(company_id, {changed})
        scored = self.scored(worlds, company_id)
        best = self.best_partners(worlds, company_id, {partner_of(pair, company_id) for pair in scored})
        fits = {need: partners[0][1] for need, partners in best.items() if partners}
        listing = stored.with_changed(changed, scored[0].p_both if scored else None, fits)
        if listing is None:
            return False
        rows = Suggestion.objects.filter(company_id=company_id)
        rows.exclude(partner__in=[firm for firm in listing.wanted if firm != changed]).delete()
        self.add(worlds, company_id, listing, scored)
        # Not done by that: what the firm itself changed meanwhile is still to be looked for.
        PartnerSearch.objects.filter(company=company_id).update(best_partners=listing.best)
        answer_watches(fits)
        return True

    def scored(self, worlds: Sequence[Market], company_id: int) -> list[ScoredPair]:
        """Every published partner with a chance, not put aside and no block between them, best first."""
        aside = PutAside.objects.filter(company=company_id).partners()
        left_out = kept_apart_from(company_id) | set(aside)
        found = [
            pair
            for place, world in enumerate(worlds)
            for pair in score_company(world, self.weights, str(company_id), top=None)
            if (partner := partner_of(pair, company_id)) not in left_out
            and self.view.is_published(partner)
            and self.view.world_of(partner) == place
        ]
        return sorted(found, key=lambda pair: (-pair.p_both, pair.thai_id, pair.japanese_id))

    def best_partners(self, worlds: Sequence[Market], company_id: int, allowed: set[int]) -> BestPartners:
        found: dict[int, list[tuple[int, float]]] = {}
        for place, world in enumerate(worlds):
            here = {partner for partner in allowed if self.view.world_of(partner) == place}
            for need, partners in best_for_needs(world, company_id, here).items():
                found.setdefault(need, []).extend(partners)
        return {need: ranked(partners) for need, partners in found.items()}

    def add(
        self, worlds: Sequence[Market], company_id: int, listing: Listing, scored: Sequence[ScoredPair]
    ) -> None:
        """Rows of those of `scored` that the list wants, and everybody's rank."""
        rank = {partner: place for place, partner in enumerate(listing.wanted, start=1)}
        chosen = [(pair, partner) for pair in scored if (partner := partner_of(pair, company_id)) in rank]
        firms = [company_id, *(partner for _pair, partner in chosen)]
        rows = market.snapshot(Company.objects.filter(pk__in=firms)) if chosen else []
        kept = Suggestion.objects.filter(company_id=company_id).only("rank", "partner_id")
        moved = [row for row in kept if row.rank != rank[row.partner_id]]
        for row in moved:
            row.rank = rank[row.partner_id]
        Suggestion.objects.bulk_update(moved, ["rank"])
        Suggestion.objects.bulk_create(
            self.suggestion(company_id, pair, rank[partner], worlds[self.view.world_of(partner)], rows)
            for pair, partner in chosen
        )

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


def answer_watches(fits: Mapping[int, float]) -> None:
    watches.answer_met(need for need, fit in fits.items() if fit >= NO_PARTNER_BELOW)


def partner_of(pair: ScoredPair, company_id: int) -> int:
    return int(pair.japanese_id if pair.thai_id == str(company_id) else pair.thai_id)


def best_for_needs(world: Market, company_id: int, allowed: set[int]) -> BestPartners:
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
