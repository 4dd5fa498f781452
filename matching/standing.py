"""The market as it was read last, and the firms that changed since.

Reading the market of two countries takes minutes; a firm that changed is placed beside the market as it stood. A small
market is read anew at every change. A large one is read once a day and kept in a file that all processes map into their
memory; until the next day the means and hubs of others are those of the reading. How changes are known: ADR 0003.
"""

import datetime
import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from django.utils import timezone

from companies.models import Capability, Company, Need, Offer
from companies.search.changes import all_seen, changes_after
from matching import kept_market, market
from matching.engine.market import Market, build_market, met_by
from matching.engine.newcomers import Hubs, Sums, Words, placed, sums_of
from matching.market import Read

# Statements from which a market is kept though firms changed.
LARGE = 2000
MOST_CHANGED = 500


class Readings:
    """Firms read anew, each once for its last change; nothing of one that says nothing."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, Read | None]] = {}

    def of(self, changes: Mapping[int, int]) -> Read:
        """`changes`: firm -> key of its last change."""
        stale = [firm for firm, key in changes.items() if self._known.get(firm, (None, None))[0] != key]
        if stale:
            read = market.read_rows(market.snapshot(Company.objects.filter(pk__in=stale))).by_firm()
            self._known.update({firm: (changes[firm], read.get(firm)) for firm in stale})
        known = (self._known[firm][1] for firm in changes)
        return Read.joined(part for part in known if part is not None)


@dataclass(frozen=True)
class Standing:
    """`seen`: keys of the changes after `low_water` that the reading holds; `words_at`: state of the tree it was read
    with."""

    market: Market
    sums: Sums
    words: Words
    low_water: int
    seen: frozenset[int]
    words_at: tuple[int, int, int]
    day: datetime.date
    is_large: bool
    hubs: Hubs = field(default_factory=Hubs)
    readings: Readings = field(default_factory=Readings)

    def changes(self) -> dict[int, int] | None:
        """Key of each change since -> the firm that changed; None where that is not known of each, of too many, or of
        one in a small market."""
        if self.words_at != Capability.objects.state_of_words() or self.day != timezone.localdate():
            return None
        rows = {pk: company for pk, company, _at in changes_after(self.low_water)}
        fresh = {pk: company for pk, company in rows.items() if pk not in self.seen}
        known = {pk: company for pk, company in fresh.items() if company is not None}
        is_known = self.seen <= rows.keys() and len(known) == len(fresh)
        few = len(set(known.values())) <= (MOST_CHANGED if self.is_large else 0)
        return known if is_known and few else None


_lock = threading.Lock()
_kept: Standing | None = None
# Jobs follow each other faster than firms change: what the last one read anew serves for the next.
_last: "tuple[tuple[frozenset[int], frozenset[int]], View] | None" = None


def current() -> tuple[Standing, dict[int, int]]:
    """The market and the changes since it was read."""
    global _kept
    with _lock:
        changes = None if _kept is None else _kept.changes()
        if _kept is None or changes is None:
            _kept = renewed()
            changes = _kept.changes() or {}
        return _kept, changes


def at_hand() -> Standing:
    """For an answer that cannot wait: the last reading of a large market, though firms changed since."""
    global _kept
    with _lock:
        if _kept is None or _kept.changes() is None:
            _kept = (kept_market.load() if is_large() else None) or renewed()
        return _kept


def renewed() -> Standing:
    """Of a large market the file, where it can still be followed; otherwise one process reads for all."""
    if not is_large():
        return read()
    with kept_market.held(kept_market.place()):
        found: Standing | None = kept_market.load()
        if found is None or found.changes() is None:
            kept_market.save(read())
            found = cast(Standing, kept_market.load())
    return found


def is_large() -> bool:
    return Offer.objects.standing().count() + Need.objects.open().count() >= LARGE


def read() -> Standing:
    """What is seen is read first: a change in between is then placed once more, never missed.

    Nothing is asked of the database once its rows are there: it ends a transaction that says nothing for minutes.
    """
    low_water, seen = all_seen()
    words_at, day, tree = Capability.objects.state_of_words(), timezone.localdate(), market.taxonomy()
    large = is_large()
    rows = market.read_rows(market.snapshot(Company.objects.published()))
    found = build_market(rows.firms, rows.vectors, rows.tags, tree)
    sums, words = sums_of(found, rows.vectors), Words.of(found)
    return Standing(found.complete(), sums, words, low_water, frozenset(seen), words_at, day, large)


@dataclass(frozen=True)
class View:
    """The standing market with some firms read anew: those that changed since, and those that do not stand in it."""

    standing: Standing
    anew: Market
    taken: frozenset[int]  # read anew, whether or not they still say something
    published: frozenset[int]  # of those read anew; the others are

    @classmethod
    def of(cls, asking: Iterable[int]) -> "View":
        """`asking` are shown partners, though they may not be published."""
        global _last
        found, changes = current()
        firms = set(asking)
        taken = set(changes.values()) | {firm for firm in firms if found.market.country_of(str(firm)) is None}
        key = frozenset(changes), frozenset(taken & firms)
        if _last is None or _last[0] != key or _last[1].standing is not found:
            newest = {company: pk for pk, company in sorted(changes.items())}
            _last = key, cls.read(found, {firm: newest.get(firm, 0) for firm in taken}, firms)
        return _last[1]

    @classmethod
    def read(cls, found: Standing, taken: Mapping[int, int], asking: set[int]) -> "View":
        """`taken`: firm -> key of its last change."""
        published = set(Company.objects.published().filter(pk__in=taken).values_list("pk", flat=True))
        shown = {firm: key for firm, key in taken.items() if firm in published | asking}
        rows = found.readings.of(shown)
        anew = placed(found.market, found.sums, found.words, rows.firms, rows.vectors, rows.tags, found.hubs)
        return cls(found, anew, frozenset(taken), frozenset(published))

    def worlds_around(self, company: int, partners: Collection[int] | None = None) -> list[Market]:
        """The firm before the partners that stand as they were read, and before those read anew, or before `partners`
        alone; none for a firm that says nothing."""
        home = self.anew if company in self.taken else self.standing.market
        country = home.country_of(str(company))
        if country is None:
            return []
        alone = home.only(country, home.numbers(country, [str(company)]))
        others = [self.standing.market, self.anew]
        if partners is not None:
            other, _side = met_by(country, "need")
            names = [str(partner) for partner in partners]
            others = [market.only(other, market.numbers(other, names)) for market in others]
        return [alone.facing(country, market) for market in others]

    def world_of(self, partner: int) -> int:
        """The place in `worlds_around` from which a partner is to be taken."""
        return 1 if partner in self.taken else 0

    def is_published(self, company: int) -> bool:
        """Whoever is not read anew was published at the reading, and did not change since."""
        return company in self.published or company not in self.taken
