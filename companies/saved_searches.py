"""Searches a person keeps: saved, looked at, mailed when they find something new, deleted and brought back."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import MailTiming, NoticeKind
from accounts.models import User
from accounts.notices import address_of, mail_timing, path_of, zones_at_digest_hour
from companies.enums import HowOften, SearchPlace
from companies.models import SavedSearch
from companies.permissions import Viewer

MOST_SAVED = 20
# More than a person reads in one mail; the page shows the rest.
MOST_NAMED = 8
SALT = "companies.saved-search"
MONDAY = 0
SEND = "companies.send_saved_searches"


@dataclass(frozen=True)
class Searcher:
    """Who searches in one place: keys for a viewer, newest or best first, and what each is called in a mail."""

    keys: Callable[[Viewer, QueryDict], Sequence[int]]
    names: Callable[[Viewer, Sequence[int]], list[str]]
    page: str


SEARCHERS: dict[str, Searcher] = {}


def searches(place: SearchPlace, searcher: Searcher) -> None:
    SEARCHERS[place] = searcher


def viewer_of(search: SavedSearch) -> Viewer:
    """As whom its owner may look now: nobody's member once they left the firm."""
    standing = (
        search.user.memberships.standing().filter(company=search.company).select_related("company").first()
    )
    return Viewer(search.user, membership=standing)


def found_by(search: SavedSearch, viewer: Viewer | None = None) -> list[int]:
    """What it finds for its owner at this moment."""
    viewer = viewer or viewer_of(search)
    return list(SEARCHERS[search.place].keys(viewer, QueryDict(search.query)))


def kept_by(user: User) -> list[SavedSearch]:
    return list(SavedSearch.objects.filter(user=user, removed_at=None).select_related("company", "user"))


@transaction.atomic
def save(*, by: User, viewer: Viewer, place: str, query: str, name: str) -> SavedSearch:
    """The same question saved twice is one; ValidationError where the person keeps as many as one may."""
    User.objects.select_for_update().get(pk=by.pk)
    standing = SavedSearch.objects.filter(user=by, removed_at=None)
    same = standing.filter(place=place, query=query, company=viewer.company).first()
    if same:
        return same
    if standing.count() >= MOST_SAVED:
        raise ValidationError(
            _("You keep %(most)s searches already, as many as one may. Delete one first.")
            % {"most": MOST_SAVED}
        )
    row = SavedSearch(user=by, company=viewer.company, place=SearchPlace(place), query=query, name=name)
    row.known_keys = row.mailed_keys = found_by(row, viewer)
    row.save()
    return row


def look(search: SavedSearch) -> None:
    """What it finds now is known from here on."""
    keys = found_by(search)
    SavedSearch.objects.filter(pk=search.pk).update(
        known_keys=keys, mailed_keys=merged(search.mailed_keys, keys), looked_at=timezone.now()
    )


def merged(one: Iterable[int], other: Iterable[int]) -> list[int]:
    return list(dict.fromkeys([*one, *other]))


def change(search: SavedSearch, *, name: str, how_often: str) -> None:
    search.name, search.how_often = name, HowOften(how_often)
    search.save(update_fields=["name", "how_often"])


def remove(search: SavedSearch) -> None:
    SavedSearch.objects.filter(pk=search.pk).update(removed_at=timezone.now())


@transaction.atomic
def bring_back(search: SavedSearch) -> bool:
    """Whether there was room for it."""
    User.objects.select_for_update().get(pk=search.user_id)
    if SavedSearch.objects.filter(user=search.user_id, removed_at=None).count() >= MOST_SAVED:
        return False
    SavedSearch.objects.filter(pk=search.pk).update(removed_at=None)
    return True


def stop_token(search: SavedSearch) -> str:
    """What the link in a mail ends in: whoever holds it may only stop this one's mails."""
    return signing.dumps(search.pk, salt=SALT)


def of_token(token: str) -> SavedSearch | None:
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return SavedSearch.objects.filter(pk=key).first()


def stop(search: SavedSearch) -> None:
    SavedSearch.objects.filter(pk=search.pk).update(how_often=HowOften.NEVER)


def due(now: datetime.datetime) -> list[int]:
    """Keys of people where it is the hour of mails: daily ones, and on Mondays weekly ones."""
    found: set[int] = set()
    for zone in zones_at_digest_hour(now):
        is_monday = now.astimezone(ZoneInfo(zone)).weekday() == MONDAY
        kinds = [HowOften.DAILY, HowOften.WEEKLY] if is_monday else [HowOften.DAILY]
        rows = SavedSearch.objects.filter(removed_at=None, how_often__in=kinds, user__time_zone=zone)
        found |= set(rows.values_list("user", flat=True))
    return sorted(found)


def kinds_on(user_id: int, now: datetime.datetime) -> list[str]:
    """What is mailed on this day where the person lives."""
    zone = User.objects.values_list("time_zone", flat=True).get(pk=user_id)
    is_monday = now.astimezone(ZoneInfo(zone)).weekday() == MONDAY
    return [HowOften.DAILY, HowOften.WEEKLY] if is_monday else [HowOften.DAILY]


@transaction.atomic
def send(user_id: int, kinds: Sequence[str]) -> bool:
    """One mail of what each search newly finds; a second call finds nothing. True when mailed."""
    user = User.objects.select_for_update().get(pk=user_id)
    if mail_timing(user, NoticeKind.SEARCHES) == MailTiming.NONE:
        return False
    with translation.override(user.language):
        told = [line for row in kept_by(user) if row.how_often in kinds and (line := news_of(row))]
        if not told:
            return False
        text = render_to_string(
            "companies/notices/saved_searches.txt", {"told": told, "site_url": settings.SITE_URL}
        )
    subject, _sep, body = text.strip().partition("\n")
    send_mail(subject.strip(), body.lstrip(), None, [user.email])
    return True


def news_of(search: SavedSearch) -> dict[str, object] | None:
    viewer = viewer_of(search)
    keys = found_by(search, viewer)
    seen = {*search.mailed_keys, *search.known_keys}
    new = [key for key in keys if key not in seen]
    if not new:
        return None
    SavedSearch.objects.filter(pk=search.pk).update(mailed_keys=merged(search.mailed_keys, new))
    return {
        "name": search.name,
        "number": len(new),
        "names": SEARCHERS[search.place].names(viewer, new[:MOST_NAMED]),
        "more": max(0, len(new) - MOST_NAMED),
        "address": address_of(search.user, path_of("companies:saved-search-list")),
        "stop": address_of(search.user, path_of("companies:saved-search-stop", stop_token(search))),
    }
