"""When an officer was last here, and what happened in their cases since."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.models import User
from companies.permissions import Viewer
from matching.models import DeskVisit, Match, MatchEvent
from matching.queries import cases_seen_by

# Looking again within the half hour is the same visit: what is new stays new.
ONE_VISIT = datetime.timedelta(minutes=30)
LONGEST = datetime.timedelta(days=30)
SHOWN = 10
COUNTED = 2000


@dataclass(frozen=True)
class News:
    """`since` the last visit: how often each move happened, and the latest events."""

    since: datetime.datetime
    counts: list[tuple[str, int]]
    latest: list[MatchEvent]


@transaction.atomic
def look_in(user: User) -> datetime.datetime | None:
    """Note that the person is here now; the end of the visit before, None on the first."""
    now = timezone.now()
    visit, is_first = DeskVisit.objects.select_for_update().get_or_create(user=user, defaults={"at": now})
    if is_first:
        return None
    if now - visit.at > ONE_VISIT:
        visit.before = visit.at
    visit.at = now
    visit.save(update_fields=["at", "before"])
    return visit.before


def news_for(viewer: Viewer, since: datetime.datetime | None) -> News | None:
    """What others did in the cases this person may see; None where nothing happened, or on a first visit."""
    if since is None:
        return None
    since = max(since, timezone.now() - LONGEST)
    events = events_for(viewer, since).values_list("pk", "move")[:COUNTED]
    if not events:
        return None
    moves = Counter(move for _pk, move in events)
    counts = [(MatchEvent(move=move).move_name, number) for move, number in moves.most_common()]
    return News(since, counts, with_parties([pk for pk, _move in events[:SHOWN]]))


def with_parties(keys: Sequence[int]) -> list[MatchEvent]:
    """Fetched by key, and the cases by theirs: to plan one question of ten tables takes longer than to answer three."""
    cases = Prefetch("match", Match.objects.with_parties().defer("evidence"))
    events = MatchEvent.objects.filter(pk__in=keys).order_by("-id")
    return list(events.select_related("by", "agency").prefetch_related(cases))


def events_for(viewer: Viewer, since: datetime.datetime) -> QuerySet[MatchEvent]:
    """Latest first; a decision of another desk that can still be undone is no news yet."""
    return (
        MatchEvent.objects.filter(at__gt=since, match__in=cases_seen_by(viewer).order_by().values("pk"))
        .exclude(by=viewer.user.pk)
        .exclude(match__held__isnull=False)
        .order_by("-id")
    )
