"""Why a firm is not among another's partners: what held it back, in words. Blocks are never told.

A firm that is kept apart, unpublished or of nobody's country is simply not found, as anywhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

from django.utils.translation import gettext as _

from companies.answers import Tried
from companies.conditions import said, standing
from companies.enums import ConditionCode
from companies.models import Company, Need
from matching import trials
from matching.engine.constraints import compare
from matching.engine.explain import slugs_of
from matching.engine.kinds import ANSWERS
from matching.engine.pairs import NO_PARTNER_BELOW
from matching.engine.tags import tag_agreement
from matching.engine.types import stated_json
from matching.enums import HeldBackBy, Obstacle
from matching.interests import corridor_of, obstacles_of_pair
from matching.models import Match, PutAside
from matching.permissions import hides_partner
from matching.trials import Trial

# Kinds that answer each other less than this, and trades that agree less, hold a firm back.
LEAST_ANSWER, LEAST_AGREEMENT = 0.8, 0.5
NEXT_BEST = 3
# Their obstacles that are told here; the quota is no reason why two firms do not fit.
OF_PAIR = (Obstacle.LIVE, Obstacle.BARRED, Obstacle.COOLING, Obstacle.NO_CORRIDOR)


@dataclass(frozen=True)
class Held:
    """A firm beside the need it comes nearest to; fit in [0, 1], None where there is nothing to compare."""

    firm: Company
    need: Need | None
    fit: float | None
    reasons: Sequence[str]

    @property
    def told_fit(self) -> float | None:
        """Whole per cent, rounded down: what falls short of the line is never told as the line."""
        # Fits have four decimals; 0.29 x 100 is a little less than 29.
        return None if self.fit is None else floor(round(100 * self.fit, 2)) / 100

    @property
    def fits(self) -> bool:
        return self.fit is not None and self.fit >= NO_PARTNER_BELOW


def trials_of(company: Company) -> list[tuple[Need, Trial]]:
    """Each open need of a firm, scored as it stands."""
    needs = company.needs.open().select_related("company").prefetch_related("capabilities")
    return [(need, trials.trial_of(tried_as(need))) for need in needs]


def tried_as(need: Need) -> Tried:
    conditions = need.conditions if need.conditions is not None else standing(need.text, None)
    slugs = tuple(capability.slug for capability in need.capabilities.all())
    return Tried(need.company, True, need.text, need.lang, need.collaboration_type_id, slugs, conditions)


def next_best(trial: Trial) -> list[Held]:
    """The firms just below the line, nearest first."""
    below = [found for found in trial.firms if found[2] < NO_PARTNER_BELOW][:NEXT_BEST]
    firms = Company.objects.select_related("location").in_bulk([key for key, _place, _fit in below])
    return [
        Held(firms[key], None, fit, reasons_of_fit(trial, place, fit))
        for key, place, fit in below
        if key in firms
    ]


def held_back(company: Company, partner: Company, tried: Iterable[tuple[Need, Trial]]) -> Held:
    """`partner` is a firm of the other country that `company` may find."""
    nearest = max(
        (
            (fit, -need.pk, need, trial, place)
            for need, trial in tried
            for key, place, fit in trial.firms
            if key == partner.pk
        ),
        key=lambda found: found[:2],
        default=None,
    )
    between = between_firms(company, partner)
    if nearest is None:
        nothing = [] if between else [str(nothing_to_compare(company).label)]
        return Held(partner, None, None, [*between, *nothing])
    fit, _key, need, trial, place = nearest
    return Held(partner, need, fit, [*between, *reasons_of_fit(trial, place, fit)])


def nothing_to_compare(company: Company) -> HeldBackBy:
    return HeldBackBy.NO_OFFER if company.needs.open().exists() else HeldBackBy.NO_NEED


def between_firms(company: Company, partner: Company) -> list[str]:
    """What stands between the two whatever they write."""
    found = []
    if PutAside.objects.standing().filter(company=company, partner=partner, need=None).exists():
        found.append(str(HeldBackBy.PUT_ASIDE.label))
    if partner.pk in set(trials.family_of(company)):
        found.append(str(Obstacle.RELATED.label))
    if not has_unnamed_case(company, partner):
        found += [str(one.label) for one in obstacles_of_pair(company, partner) if one in OF_PAIR]
    corridor = corridor_of(company, partner)
    if corridor and Match.objects.live().involving(partner).count() >= corridor.company_cap:
        found.append(str(HeldBackBy.CAP.label))
    return found


def has_unnamed_case(company: Company, partner: Company) -> bool:
    """A case, past or present, in which the partner keeps its name back: to speak of it would give the name."""
    cases = Match.objects.involving(company).involving(partner).with_parties()
    return any(hides_partner(case, company) for case in cases)


def reasons_of_fit(trial: Trial, place: int, fit: float) -> list[str]:
    """Why this statement meets the need no better; what weighs most stands first."""
    if fit >= NO_PARTNER_BELOW:
        return []
    own, group = trial.met.own, trial.met.group
    found = []
    if ANSWERS[own.kinds[0], group.kinds[place]] < LEAST_ANSWER:
        found.append(str(HeldBackBy.KIND.label))
    wanted, given = slugs_of(trial.market, own, 0), slugs_of(trial.market, group, place)
    if tag_agreement(wanted, given, trial.market.taxonomy) < LEAST_AGREEMENT:
        found.append(str(HeldBackBy.CAPABILITY.label))
    found += broken(trial, place)
    return found or [str(HeldBackBy.MEANING.label)]


def broken(trial: Trial, place: int) -> list[str]:
    offer = trial.met.group.statements[place]
    firm = trial.market.companies[trial.other][int(trial.met.group.owners[place])]
    text = _("%(what)s: you seek %(need)s, they offer %(offer)s.")
    return [
        text
        % {
            "what": ConditionCode(one.code).label,
            "need": said(one.code, stated_json(one.wanted)),
            "offer": said(one.code, stated_json(one.given)),
        }
        for one in compare(trial.statement, offer, firm.certifications)
        if one.state == "not_met" and one.given is not None
    ]
