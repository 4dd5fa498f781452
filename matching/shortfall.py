"""Why a firm gets nothing from the runs: what it lacks, and what stands in the way of its best partners."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from companies.enums import Country
from companies.models import Company
from matching.circumstances import Circumstances, around_now, ids, live_loads
from matching.corridors import CorridorMap
from matching.engine.pairs import NO_PARTNER_BELOW
from matching.engine.types import ScoredPair
from matching.enums import Hindrance
from matching.models import Corridor, PartnerSearch, Run, RunPair, Suggestion
from matching.terms import Lane

SHOWN = 10


@dataclass(frozen=True)
class Partner:
    """A partner the engine suggests, and why no run proposes the two now; None: nothing stands in the way."""

    company: Company
    p_both: float
    corridor: Corridor | None
    hindrance: Hindrance | None


@dataclass(frozen=True)
class Shortfall:
    company: Company
    causes: Sequence[str]
    partners: Sequence[Partner]
    last_run: Run | None
    proposals: int


def shortfall_of(company: Company) -> Shortfall:
    """What keeps this firm from being proposed, as sentences in the reader's language."""
    corridors = corridors_serving(company)
    partners = best_partners(company)
    rows = last_rows(company, corridors)
    causes = [
        *lacks(company),
        *([] if corridors else [_("No open corridor serves its place and its clusters.")]),
        *at_cap(company, corridors),
        *below_the_line(company, partners, corridors),
        *in_the_way(partners),
        *left_by_run(rows),
    ]
    return Shortfall(
        company=company,
        causes=causes,
        partners=partners,
        last_run=rows[0].run if rows else None,
        proposals=sum(row.place is not None for row in rows),
    )


def corridors_serving(company: Company) -> list[Corridor]:
    map_ = CorridorMap([company.pk])
    return [corridor for corridor in map_.corridors if map_.takes(corridor, company.pk, company.country)]


def lacks(company: Company) -> list[str]:
    found = []
    if not company.is_published:
        found.append(_("The company is not published, so no run reads it."))
    needs, offers = company.needs.open().exists(), company.offers.standing().exists()
    if not needs:
        found.append(_("It has no open need, so no partner can be sought for it."))
    if not offers:
        found.append(_("It has no offer, so it can meet nobody's need."))
    return found


def at_cap(company: Company, corridors: Sequence[Corridor]) -> list[str]:
    live = live_loads()[str(company.pk)]
    cap = max((corridor.company_cap for corridor in corridors), default=0)
    if not corridors or live < cap:
        return []
    return [_("It has %(live)s live matches, and the cap is %(cap)s.") % {"live": live, "cap": cap}]


def below_the_line(company: Company, partners: Sequence[Partner], corridors: Sequence[Corridor]) -> list[str]:
    search = PartnerSearch.objects.filter(company=company, done_at__isnull=False).first()
    if search is None:
        return [_("Its partners are still being looked for. Look again in a minute.")]
    if not partners:
        return [_("No firm of the other country fits any of its needs or offers.")]
    least = min((corridor.minimum_probability for corridor in corridors), default=0.0)
    best = max(partner.p_both for partner in partners)
    if best < least:
        figures = {"best": round(100 * best), "least": round(100 * least)}
        return [_("Its best chance is %(best)s%%, and the corridor asks for %(least)s%%.") % figures]
    if search.best_fits and max(search.best_fits.values()) < NO_PARTNER_BELOW:
        return [_("No offer meets one of its needs well enough; it can only be found for its own offers.")]
    return []


def in_the_way(partners: Sequence[Partner]) -> list[str]:
    """Only where nothing is left: one free partner is enough to be proposed."""
    if not partners or any(partner.hindrance is None for partner in partners):
        return []
    counts = {
        why: sum(partner.hindrance == why for partner in partners)
        for why in Hindrance
        if why != Hindrance.UNLIKELY
    }
    sentence = _("%(number)s of its best %(all)s partners: %(why)s")
    return [
        sentence % {"number": number, "all": len(partners), "why": why.label}
        for why, number in counts.items()
        if number
    ]


def left_by_run(rows: Sequence[RunPair]) -> list[str]:
    """What the latest run said of the firm's pairs, unless it chose one."""
    if not rows or any(row.place is not None for row in rows):
        return []
    best = rows[0]
    return [
        _("In the latest run its best pair had a chance of %(chance)s%%: %(why)s")
        % {"chance": round(100 * best.p_both), "why": Hindrance(best.hindrance).label}
    ]


def last_rows(company: Company, corridors: Sequence[Corridor]) -> list[RunPair]:
    """What the latest finished run of its corridors kept of the firm, best first."""
    side = "thai" if company.country == Country.THAILAND else "japanese"
    served = RunPair.objects.filter(corridor__in=[corridor.pk for corridor in corridors])
    of_firm = served.filter(**{side: company}).exclude(hindrance=Hindrance.UNSCORED)
    last = of_firm.filter(run__replay_of__isnull=True).order_by("-run").values_list("run", flat=True).first()
    return list(of_firm.filter(run=last).select_related("run").order_by("-p_both", "pk")) if last else []


def best_partners(company: Company) -> list[Partner]:
    found = list(Suggestion.objects.for_company(company)[:SHOWN])
    pairs = {row.pk: pair_of(company, row) for row in found}
    around = around_now({firm for pair in pairs.values() for firm in ids(pair)})
    return [partner_of(row, pairs[row.pk], around) for row in found]


def pair_of(company: Company, row: Suggestion) -> ScoredPair:
    firms = (company.pk, row.partner_id)
    chances = (row.p_company_accepts, row.p_partner_accepts)
    if company.country != Country.THAILAND:
        firms, chances = firms[::-1], chances[::-1]
    return ScoredPair(str(firms[0]), str(firms[1]), 0.0, 0.0, *chances)


def partner_of(row: Suggestion, pair: ScoredPair, around: Circumstances) -> Partner:
    corridor = around.map.corridor_of(int(pair.thai_id), int(pair.japanese_id))
    if corridor is None:
        return Partner(row.partner, row.p_both, None, Hindrance.ELSEWHERE)
    lane = Lane(
        corridor.pk,
        corridor.budget,
        corridor.company_cap,
        corridor.minimum_probability,
        corridor.cool_off_days,
    )
    needs = [int(link["need"].partition(":")[2]) for link in row.evidence.get("links", [])]
    why = around.hindrance(pair, lane, lambda _pair: needs)
    return Partner(row.partner, row.p_both, corridor, why or cap_of(pair, row, corridor, around))


def cap_of(pair: ScoredPair, row: Suggestion, corridor: Corridor, around: Circumstances) -> Hindrance | None:
    for firm, why in ((pair.thai_id, Hindrance.THAI_CAP), (pair.japanese_id, Hindrance.JAPANESE_CAP)):
        if int(firm) == row.partner_id and around.loads[firm] >= corridor.company_cap:
            return why
    return None
