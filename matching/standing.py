"""The market as it was read last, and the firms that changed since.

Reading the market of two countries takes minutes; a firm that changed is placed beside the market as it stood. A small
market is read anew at every change. A large one is read once a day and kept in a file that all processes map into their
memory; until the next day the means and hubs of others are those of the reading. How changes are known: ADR 0003.
"""

import datetime
import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import cast

from django.utils import timezone

from companies.models import Capability, Company, Need, Offer
from companies.search.changes import all_seen, changes_after
from matching import kept_market, market
from matching.engine.market import Market, build_market, met_by
from matching.engine.newcomers import Hubs, Sums, Words, placed, sums_of

# Statements from which a market is kept though firms changed.
LARGE = 2000
MOST_CHANGED = 500


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

    def changed(self) -> set[int] | None:
        """Firms that changed since; None where that is not known of each, of too many, or of one in a small market."""
        if self.words_at != Capability.objects.state_of_words() or self.day != timezone.localdate():
            return None
        rows = {pk: company for pk, company, _at in changes_after(self.low_water)}
        fresh = {company for pk, company in rows.items() if pk not in self.seen}
        is_known = self.seen <= rows.keys() and None not in fresh
        if not is_known or len(fresh) > (MOST_CHANGED if self.is_large else 0):
            return None
        return {company for company in fresh if company is not None}


_lock = threading.Lock()
_kept: Standing | None = None


def current() -> tuple[Standing, set[int]]:
    """The market and the firms that changed since it was read."""
    global _kept
    with _lock:
        changed = None if _kept is None else _kept.changed()
        if _kept is None or changed is None:
            _kept = renewed()
            changed = _kept.changed() or set()
        return _kept, changed


def at_hand() -> Standing:
    """For an answer that cannot wait: the last reading of a large market, though firms changed since."""
    global _kept
    with _lock:
        if _kept is None or _kept.changed() is None:
            _kept = (kept_market.load() if is_large() else None) or renewed()
        return _kept


def renewed() -> Standing:
    """Of a large market the file, where it can still be followed; otherwise one process reads for all."""
    if not is_large():
        return read()
    with kept_market.held(kept_market.place()):
        found: Standing | None = kept_market.load()
        if found is None or found.changed() is None:
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
    _worlds: dict[int, list[Market]] = field(default_factory=dict)

    @classmethod
    def of(cls, asking: Iterable[int]) -> "View":
        """`asking` are shown partners, though they may not be published."""
        found, changed = current()
        firms = set(asking)
        taken = changed | {firm for firm in firms if found.market.country_of(str(firm)) is None}
        published = set(Company.objects.published().filter(pk__in=taken).values_list("pk", flat=True))
        rows = market.read_rows(market.snapshot(Company.objects.filter(pk__in=taken & (firms | published))))
        anew = placed(found.market, found.sums, found.words, rows.firms, rows.vectors, rows.tags, found.hubs)
        return cls(found, anew, frozenset(taken), frozenset(published))

    def worlds_of(self, company: int) -> list[Market]:
        """The firm before the partners that stand as they were read, and before those read anew; none for a firm
        that says nothing."""
        if company not in self._worlds:
            self._worlds[company] = self.worlds_around(company)
        return self._worlds[company]

    def narrow(self, company: int, partners: Collection[int]) -> None:
        """From now on the firm stands before these alone."""
        self._worlds[company] = self.worlds_around(company, partners)

    def worlds_around(self, company: int, partners: Collection[int] | None = None) -> list[Market]:
        home = self.anew if company in self.taken else self.standing.market
        country = home.country_of(str(company))
        if country is None:
            return []
        alone, others = (
            home.only(country, home.numbers(country, [str(company)])),
            [self.standing.market, self.anew],
        )
        if partners is not None:
            other, _side = met_by(country, "need")
            names = [str(partner) for partner in partners]
            others = [market.only(other, market.numbers(other, names)) for market in others]
        return [alone.facing(country, market) for market in others]

    def world_of(self, partner: int) -> int:
        """The place in `worlds_of` from which a partner is to be taken."""
        return 1 if partner in self.taken else 0

    def is_published(self, company: int) -> bool:
        """Whoever is not read anew was published at the reading, and did not change since."""
        return company in self.published or company not in self.taken
