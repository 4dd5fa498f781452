"""Telling a firm's people that a need ends: 14 and 3 days before, and once it has; each once a period."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.enums import NoticeKind
from accounts.models import User
from accounts.notices import notify, path_of, sort_notices
from companies import lifecycle
from companies.enums import NeedState
from companies.models import Need, NeedReminder

TELL = "companies.tell_of_ending"
# Days before the end, the last first; 0 is said once the day has passed.
STAGES = (0, 3, 14)
# What ended before anybody counted is not told late.
LATE = datetime.timedelta(days=30)

sort_notices(NoticeKind.STEPS, ["companies/notices/need_ends", "companies/notices/need_ended"])


def stage_of(need: Need, today: datetime.date) -> int | None:
    """The nearest stage reached; None while the end is far."""
    left = (need.open_until - today).days
    if left < 0:
        return 0
    return next((days for days in STAGES if days and left <= days), None)


def due() -> list[int]:
    """Keys of open needs whose people have not been told of the stage reached."""
    today = timezone.localdate()
    near = Need.objects.filter(
        state=NeedState.OPEN, open_until__range=(today - LATE, today + datetime.timedelta(days=max(STAGES)))
    )
    told = set(NeedReminder.objects.filter(need__in=near).values_list("need", "open_until", "days"))
    return [
        need.pk
        for need in near.order_by("pk")
        if (need.pk, need.open_until, stage_of(need, today)) not in told
    ]


@transaction.atomic
def tell(need_id: int) -> bool:
    """Whether anybody was to be told: a need renewed, closed or told of meanwhile is left alone."""
    need = Need.objects.select_for_update(of=("self",)).select_related("company").get(pk=need_id)
    stage = stage_of(need, timezone.localdate()) if need.state == NeedState.OPEN else None
    if stage is None:
        return False
    _row, is_new = NeedReminder.objects.get_or_create(need=need, open_until=need.open_until, days=stage)
    if not is_new:
        return False
    if stage == 0:
        lifecycle.note_lapse(need)
    template = "companies/notices/need_ended" if stage == 0 else "companies/notices/need_ends"
    context = {"until": need.open_until.isoformat(), "text": need.text[:80]}
    for user in people_of(need):
        notify(user, template, context, path_of("companies:need-renew", need.pk))
    return True


def people_of(need: Need) -> list[User]:
    members = need.company.memberships.standing().values("user")
    return list(User.objects.filter(pk__in=members, is_active=True).order_by("pk"))
