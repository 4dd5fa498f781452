"""The shelf of this process, kept up with the database: see ADR 0003.

Triggers write a row of `FindingChange` in the transaction of each change. A row may become visible after later
ones, so the newest hour is compared as a set; older rows are taken as seen.
"""

import datetime
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from companies.models import FindingChange
from companies.search.shelf import Shelf, full_shelf, updated

# No transaction lives longer: statements end after 30 seconds, idle ones after 60.
STILL_OPEN = datetime.timedelta(hours=1)
KEPT = datetime.timedelta(days=2)
# A process that slept longer may have missed what was pruned.
LONGEST_SLEEP = datetime.timedelta(days=1)
MOST_ONE_BY_ONE = 500
Seen = dict[int, datetime.datetime]


@dataclass
class Followed:
    shelf: Shelf
    seen: Seen
    low_water: int
    at: datetime.datetime
    day: datetime.date


_lock = threading.Lock()
_followed: Followed | None = None


def current_shelf() -> Shelf:
    """The published firms as the database has them now; one small query while nothing changed."""
    global _followed
    with _lock:
        _followed = begun() if _followed is None else followed(_followed)
        return _followed.shelf


def followed(last: Followed) -> Followed:
    now, today = timezone.now(), timezone.localdate()
    rows = {pk: (company, at) for pk, company, at in changes_after(last.low_water)}
    if today != last.day or now - last.at > LONGEST_SLEEP or not last.seen.keys() <= rows.keys():
        return begun()
    fresh = [company for pk, (company, _at) in rows.items() if pk not in last.seen]
    if not fresh:
        return settled(last.shelf, {pk: at for pk, (_company, at) in rows.items()}, last.low_water)
    firms = {company for company in fresh if company is not None}
    if None in fresh or len(fresh) > MOST_ONE_BY_ONE:
        return begun()
    shelf = updated(last.shelf, sorted(firms))
    return settled(shelf, {pk: at for pk, (_c, at) in rows.items()}, last.low_water) if shelf else begun()


def begun() -> Followed:
    """What is seen is read first: a change in between is then read twice, never missed."""
    low_water, seen = all_seen()
    return settled(full_shelf(), seen, low_water)


def all_seen() -> tuple[int, Seen]:
    """For who reads everything now: the key up to which all is seen, and what is seen after it."""
    return narrowed({pk: at for pk, _company, at in changes_after(0)}, 0)


def settled(shelf: Shelf, seen: Seen, low_water: int) -> Followed:
    low_water, recent = narrowed(seen, low_water)
    return Followed(shelf, recent, low_water, timezone.now(), timezone.localdate())


def narrowed(seen: Seen, low_water: int) -> tuple[int, Seen]:
    now = timezone.now()
    low_water = max([low_water, *(pk for pk, at in seen.items() if now - at > STILL_OPEN)])
    return low_water, {pk: at for pk, at in seen.items() if pk > low_water}


def changes_after(low_water: int) -> list[tuple[int, int | None, datetime.datetime]]:
    return list(FindingChange.objects.filter(pk__gt=low_water).values_list("pk", "company", "at"))


def note(companies: Iterable[int]) -> None:
    """What the triggers cannot see: the reading of a text changed, not the text. Called in the transaction."""
    FindingChange.objects.bulk_create(FindingChange(company=company) for company in companies)


def prune() -> None:
    FindingChange.objects.filter(at__lt=timezone.now() - KEPT).delete()
