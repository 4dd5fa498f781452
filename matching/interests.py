"""Expressing interest in another firm: what stands in the way, what is left of the quota, sending, taking back."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from companies.blocks import lock_pair
from companies.enums import Country
from companies.models import Company, Need, Offer
from companies.permissions import are_kept_apart
from config.lifecycle import MoveNotAllowed
from matching import announcements, lifecycle
from matching.appraisal import appraise
from matching.circumstances import is_cooling
from matching.corridors import CorridorMap
from matching.enums import IN_REVIEW, MatchOrigin, Obstacle, WithdrawReason
from matching.models import Corridor, Interest, Match

# More than one new partner a week is more than a small firm can talk to, and each of these is read by an officer
# before the proposals of the runs are.
QUOTA = 5
QUOTA_DAYS = 30


class InterestRefused(MoveNotAllowed):
    """Something stands between the two firms; `obstacle` says what."""

    def __init__(self, partner: Company, obstacle: Obstacle) -> None:
        super().__init__(partner, "express_interest", obstacle)
        self.obstacle = obstacle


@dataclass(frozen=True)
class Words:
    """The answers to the three questions, in one language."""

    cooperation: str
    unclear: str
    about: str
    lang: str


def left_of_quota(sender: Company) -> int:
    since = timezone.now() - datetime.timedelta(days=QUOTA_DAYS)
    return max(0, QUOTA - Interest.objects.filter(sender=sender).spent_since(since).count())


def obstacle_for(sender: Company, partner: Company, need: Need | None = None) -> Obstacle | None:
    """The first thing that stands in the way; None where nothing does."""
    return next(obstacles(sender, partner, need), None)


def obstacles(sender: Company, partner: Company, need: Need | None) -> Iterator[Obstacle]:
    if not sender.is_published:
        yield Obstacle.UNPUBLISHED
    if not partner.is_published or sender.country == partner.country or are_kept_apart(sender, partner):
        yield Obstacle.APART
    if are_related(sender, partner):
        yield Obstacle.RELATED
    if need is not None and not need.is_open:
        yield Obstacle.NEED_CLOSED
    yield from obstacles_of_pair(sender, partner)
    if not left_of_quota(sender):
        yield Obstacle.QUOTA


def obstacles_of_pair(sender: Company, partner: Company) -> Iterator[Obstacle]:
    corridor = corridor_of(sender, partner)
    if corridor is None:
        yield Obstacle.NO_CORRIDOR
    between = Match.objects.involving(sender).involving(partner)
    if between.live().exists():
        yield Obstacle.LIVE
    if between.barring().exists():
        yield Obstacle.BARRED
    last = between.ended().order_by("-ended_at").values_list("ended_at", flat=True).first()
    thai, japanese = sides(sender, partner)
    if corridor and is_cooling(
        last, corridor.cool_off_days, lambda: [link[0] for link in appraise(thai, japanese).links]
    ):
        yield Obstacle.COOLING


def are_related(one: Company, other: Company) -> bool:
    """Parent and child, or children of one parent."""
    families = ({firm.pk, firm.parent_id or firm.pk} for firm in (one, other))
    return bool(set.intersection(*families))


def sides(one: Company, other: Company) -> tuple[Company, Company]:
    """(Thai, Japanese)."""
    return (one, other) if one.country == Country.THAILAND else (other, one)


def corridor_of(one: Company, other: Company) -> Corridor | None:
    thai, japanese = sides(one, other)
    return CorridorMap([thai.pk, japanese.pk]).corridor_of(thai.pk, japanese.pk)


@transaction.atomic
def send(
    *,
    sender: Company,
    partner: Company,
    by: User,
    words: Words,
    need: Need | None = None,
    offer: Offer | None = None,
) -> Interest:
    """A proposal for the desk with the sender's words; InterestRefused where something stands in the way.

    Both firms' rows are held, so that two at once cannot both be the last of the quota.
    """
    lock_pair(sender, partner)
    firms = Company.objects.select_related("location").in_bulk([sender.pk, partner.pk])
    sender, partner = firms[sender.pk], firms[partner.pk]
    corridor = corridor_of(sender, partner)
    obstacle = obstacle_for(sender, partner, need)
    if obstacle or corridor is None:
        raise InterestRefused(partner, obstacle or Obstacle.NO_CORRIDOR)
    thai, japanese = sides(sender, partner)
    seen = appraise(thai, japanese, answered=need, by_offer=offer)
    match = lifecycle.propose(
        thai=thai,
        japanese=japanese,
        corridor=corridor,
        origin=MatchOrigin.INTEREST,
        p_thai_accepts=seen.p_thai_accepts,
        p_japanese_accepts=seen.p_japanese_accepts,
        p_both=seen.p_both,
        evidence=seen.evidence,
        links=seen.links,
        by=by,
        company=sender,
    )
    interest = Interest.objects.create(
        sender=sender, match=match, need=need, offer=offer, by=by, **vars(words)
    )
    announcements.tell_desks(match, "interest_sent")
    return interest


def may_still_withdraw(match: Match) -> bool:
    """No desk has decided anything yet; an officer who reads it has not."""
    return match.state in IN_REVIEW and not match.decisions.exists()


@transaction.atomic
def withdraw(interest: Interest, *, by: User) -> Interest:
    """Its sender takes it back; the quota is given back and the pair does not cool off."""
    match = Match.objects.select_for_update(of=("self",)).get(pk=interest.match_id)
    if not may_still_withdraw(match):
        raise MoveNotAllowed(match, "withdraw", match.state)
    interest.withdrawn_at = timezone.now()
    interest.save(update_fields=["withdrawn_at"])
    lifecycle.withdraw(match, by=by, reason=WithdrawReason.SENDER)
    return interest
