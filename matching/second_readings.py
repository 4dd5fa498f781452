"""A small share of a desk's decisions is read a second time by a colleague who does not know of the first.

Which cases are drawn hangs on their number and the installation's secret: nothing shows it before the decision, so
nobody decides otherwise because of it. The second opinion changes nothing of the case; it shows how far officers agree.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from companies.models import Agency
from companies.permissions import Viewer
from config.lifecycle import MoveNotAllowed
from matching.enums import HeldMove, Opinion
from matching.models import ConflictOfInterest, HeldDecision, Match, MatchEvent, Reason, SecondReading
from matching.querysets import SecondReadingQuerySet

RELATED = ("match__thai__location", "match__japanese__location", "match__corridor")
OPINION_OF = {HeldMove.APPROVE: Opinion.APPROVE, HeldMove.REJECT: Opinion.REJECT}
HUNDREDTHS = 10_000


def ask(match: Match, decision: HeldDecision) -> None:
    """Once a desk's decision can no longer be undone: have it read again, where it is drawn."""
    opinion = OPINION_OF.get(HeldMove(decision.move))
    if opinion is None or decision.agency is None or not is_drawn(match, decision.agency):
        return
    is_rejection = opinion == Opinion.REJECT
    SecondReading.objects.get_or_create(
        match=match,
        agency=decision.agency,
        defaults={
            "first": opinion,
            "first_by": decision.by,
            "first_reason": match.reason if is_rejection else None,
        },
    )


def is_drawn(match: Match, agency: Agency) -> bool:
    """The same answer at every time, for the share of the corridor."""
    digest = salted_hmac("matching.second_readings", f"{match.pk}:{agency.pk}").digest()
    place = int.from_bytes(digest[:8], "big") % HUNDREDTHS
    return place < match.corridor.second_percent * HUNDREDTHS // 100


def waiting_for(viewer: Viewer) -> SecondReadingQuerySet:
    """Those an officer may read: of the own desk, decided by somebody else, in nothing of which they had a hand."""
    readings = SecondReading.objects.select_related(*RELATED)
    if not viewer.is_desk or viewer.appointment is None:
        return readings.none()
    user = viewer.user
    acted = MatchEvent.objects.filter(match=OuterRef("match"), by=user.pk)
    close = ConflictOfInterest.objects.standing().filter(user=user).values("company")
    return (
        readings.waiting()
        .filter(agency=viewer.appointment.agency_id)
        .exclude(first_by=user)
        .exclude(passed_by=user)
        .exclude(match__thai__in=close)
        .exclude(match__japanese__in=close)
        .exclude(Exists(acted))
        .order_by("asked_at", "id")
    )


def was_taken(viewer: Viewer, key: int) -> bool:
    """Whether a colleague of the own desk has read it meanwhile."""
    own = viewer.appointment.agency_id if viewer.appointment else None
    return SecondReading.objects.given().filter(pk=key, agency=own).exclude(first_by=viewer.user).exists()


@transaction.atomic
def give(
    reading: SecondReading,
    *,
    viewer: Viewer,
    by: User,
    opinion: Opinion,
    reason: Reason | None = None,
    note: str = "",
) -> SecondReading:
    """The second opinion, once; refused where a colleague was first or the officer had a hand in the case."""
    row = lock(reading, viewer, "give")
    row.second, row.second_by, row.note = opinion, by, note
    row.second_reason = reason if opinion == Opinion.REJECT else None
    row.read_at = timezone.now()
    row.save()
    return row


@transaction.atomic
def leave_to_others(reading: SecondReading, *, viewer: Viewer, by: User) -> None:
    """The officer knows the case or what was decided, and would not be unbiased."""
    lock(reading, viewer, "pass").passed_by.add(by)


def lock(reading: SecondReading, viewer: Viewer, move: str) -> SecondReading:
    row = SecondReading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if not waiting_for(viewer).filter(pk=row.pk).exists():
        raise MoveNotAllowed(row, move, "read" if row.read_at else "waiting")
    return row


def given_by(user: User) -> SecondReadingQuerySet:
    """What an officer read a second time, the latest first, with the first decision beside it."""
    related = ("match__thai", "match__japanese", "first_by", "first_reason", "second_reason")
    return SecondReading.objects.filter(second_by=user).select_related(*related).order_by("-read_at")
