"""Officers who are away, and the colleague who stands in: declared by themselves, over by the calendar."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import NoticeKind
from accounts.models import User
from accounts.notices import notify, path_of, sort_notices
from companies.enums import AppointmentRole
from companies.models import Absence, Agency
from companies.signals import absence_began
from config.languages import date_in_words
from config.lifecycle import MoveNotAllowed

LONGEST = datetime.timedelta(days=180)

sort_notices(NoticeKind.DESK, ["companies/notices/stands_in", "companies/notices/stands_in_no_more"])


def colleagues_of(user: User, agency: Agency) -> list[User]:
    """Other standing officers of the desk."""
    found = User.objects.filter(
        is_active=True,
        appointments__agency=agency,
        appointments__role=AppointmentRole.DESK_OFFICER,
        appointments__ended_at__isnull=True,
    )
    return list(found.exclude(pk=user.pk).order_by("name", "id").distinct())


@transaction.atomic
def declare(
    *, by: User, agency: Agency, substitute: User, first: datetime.date, last: datetime.date
) -> Absence:
    """ValidationError with a sentence; the cases go over at once when the first day has come."""
    lock_people(by, substitute)
    refuse_days(first, last)
    refuse_people(by, agency, substitute, first, last)
    absence = Absence.objects.create(
        user=by, agency=agency, substitute=substitute, first_on=first, last_on=last
    )
    context = {"who": str(by), "first": first.isoformat(), "last": last.isoformat()}
    notify(substitute, "companies/notices/stands_in", context, path_of("companies:absence-list"))
    if first <= timezone.localdate():
        begin(absence)
    return absence


def lock_people(*people: User) -> None:
    """Two who name each other at once come one after the other."""
    rows = User.objects.select_for_update(of=("self",)).filter(pk__in=[user.pk for user in people])
    list(rows.order_by("pk"))


def refuse_days(first: datetime.date, last: datetime.date) -> None:
    if last < first:
        raise ValidationError({"last_on": _("The last day comes before the first. Turn them round.")})
    if last < timezone.localdate():
        raise ValidationError({"last_on": _("These days have passed. Choose a last day from today on.")})
    if last - first > LONGEST:
        raise ValidationError({"last_on": _("This is longer than half a year. End the appointment instead.")})


def refuse_people(
    by: User, agency: Agency, substitute: User, first: datetime.date, last: datetime.date
) -> None:
    if substitute not in colleagues_of(by, agency):
        raise ValidationError({"substitute": _("Choose an officer of your own desk.")})
    overlapping = Absence.objects.overlapping(first, last)
    if overlapping.filter(user=by).exists():
        text = _("You are away on some of these days already. Call that absence off first.")
        raise ValidationError({"first_on": text})
    if other := overlapping.filter(user=substitute).first():
        text = _("%(who)s is away too, until %(last)s. Choose somebody else.")
        values = {"who": substitute, "last": date_in_words(other.last_on)}
        raise ValidationError({"substitute": text % values})
    if other := overlapping.filter(substitute=by).select_related("user").first():
        text = _("You stand in for %(who)s on some of these days. Ask them to choose somebody else first.")
        raise ValidationError({"first_on": text % {"who": other.user}})


@transaction.atomic
def begin_due() -> int:
    """Those whose first day has come; called by the clock, a second call finds none."""
    due = Absence.objects.under_way().filter(begun_at=None).select_for_update(of=("self",))
    absences = list(due.order_by("pk"))
    for absence in absences:
        begin(absence)
    return len(absences)


def begin(absence: Absence) -> None:
    absence.begun_at = timezone.now()
    absence.save(update_fields=["begun_at"])
    absence_began.send(Absence, absence=absence)


@transaction.atomic
def end(absence: Absence, *, by: User) -> Absence:
    """Back earlier, or it was called off; cases that went over stay with the substitute."""
    row = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    if row.user_id != by.pk or row.ended_at is not None or row.last_on < timezone.localdate():
        raise MoveNotAllowed(row, "end", "ended")
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    context = {"who": str(by)}
    notify(row.substitute, "companies/notices/stands_in_no_more", context, path_of("companies:absence-list"))
    return row


def stand_ins(users: Iterable[int]) -> dict[int, Absence]:
    """Officers away today, by key, of those asked for."""
    found = Absence.objects.under_way().filter(user__in=list(users)).select_related("substitute")
    return {absence.user_id: absence for absence in found}


def stand_in_for(user: User) -> User:
    """Who takes what is given to `user` today."""
    absence = stand_ins([user.pk]).get(user.pk)
    return absence.substitute if absence else user
