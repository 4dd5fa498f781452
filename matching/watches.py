"""Watching a need that has no partner yet: set, stopped, or answered when one appears."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.notices import notify
from companies.enums import MemberRole
from companies.models import Company, Need
from config.lifecycle import Lifecycle, MoveNotAllowed
from matching.announcements import path_of
from matching.engine.pairs import NO_PARTNER_BELOW
from matching.enums import WatchEnd, WatchState
from matching.models import NeedWatch, PartnerSearch

WATCH = Lifecycle(
    {
        "answer": ({WatchState.WATCHING}, WatchState.ANSWERED),
        "end": ({WatchState.WATCHING}, WatchState.ENDED),
    }
)


def has_partner(need: Need) -> bool:
    """Whether the latest list of its firm shows a company for it."""
    search = PartnerSearch.objects.filter(company=need.company_id).first()
    return search is not None and search.best_fit_of(need.pk) >= NO_PARTNER_BELOW


@transaction.atomic
def watch(need: Need, *, by: User) -> NeedWatch:
    """The standing watch of an open need, set now where there was none."""
    need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if not need.is_open or has_partner(need):
        raise MoveNotAllowed(need, "watch", need.state)
    standing = NeedWatch.objects.standing().filter(need=need).first()
    return standing or NeedWatch.objects.create(need=need, by=by)


@transaction.atomic
def end(standing: NeedWatch, *, by: User | None, reason: WatchEnd = WatchEnd.STOPPED) -> NeedWatch:
    standing = WATCH.lock(standing, "end")
    WATCH.arrive(standing, "end")
    standing.ended_at, standing.ended_by, standing.end_reason = timezone.now(), by, reason
    standing.save()
    return standing


def end_for(needs: Iterable[Need], *, by: User | None, reason: WatchEnd) -> None:
    for standing in NeedWatch.objects.standing().filter(need__in=needs).order_by("pk"):
        end(standing, by=by, reason=reason)


@transaction.atomic
def answer_met(needs: Iterable[int]) -> None:
    """Tell of every watched need among these, which have a partner now; each watch tells once."""
    met = NeedWatch.objects.standing().filter(need__in=list(needs)).order_by("pk")
    for standing in met.select_for_update(of=("self",)).select_related("need__company"):
        answer(standing)


def answer(standing: NeedWatch) -> None:
    WATCH.arrive(standing, "answer")
    standing.answered_at = timezone.now()
    standing.save()
    path = path_of("matching:suggestion-list") + f"#need-{standing.need_id}"
    for user in listeners(standing.need.company, standing.by):
        # Nothing of the partner: the page shows what this firm may see.
        notify(user, "matching/notices/partner_appeared", {"need": standing.need_id}, path)


def listeners(company: Company, setter: User) -> list[User]:
    """The firm's owners, and who set the watch while still of the firm."""
    of_firm = User.objects.filter(
        is_active=True, memberships__company=company, memberships__ended_at__isnull=True
    )
    owners = of_firm.filter(memberships__role=MemberRole.OWNER)
    return list((owners | of_firm.filter(pk=setter.pk)).distinct().order_by("pk"))
