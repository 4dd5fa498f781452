"""The market as this process read it last, and the firms that changed since.

Reading the market of two countries takes minutes; a firm that changed is placed beside the market as it stood. A small
market is read anew at every change, a large one once a day: until then means and hubs are those of the reading.
"""

import datetime
import threading
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.utils import timezone

from companies.models import Capability, Company
from companies.search.changes import changes_after
from matching import market
from matching.engine.market import COUNTRIES, Market, build_market
from matching.engine.newcomers import Sums, Words, facing, placed, sums_of
from matching.engine.types import Country

# Statements from which a market is kept though firms changed.
LARGE = 2000
MOST_CHANGED = 500


@dataclass(frozen=True)
class Standing:
    """`seen`: keys of the changes that the reading holds; `state`: of the tree it was read with."""

    market: Market
    sums: Sums
    words: Words
    seen: frozenset[int]
    state: tuple[int, int, int]
    day: datetime.date

    @property
    def size(self) -> int:
        return sum(len(group) for group in self.market.groups.values())

    def country_of(self, company: int) -> Country | None:
        """None for a firm that does not stand in the market."""
        return country_in(self.market, company)

    def changed(self) -> set[int] | None:
        """Firms that changed since; None where that is not known of each, or of too many."""
        if self.state != Capability.objects.state_of_words() or self.day != timezone.localdate():
            return None
        rows = {pk: company for pk, company, _at in changes_after(0)}
        if not self.seen <= rows.keys():
            return None
        fresh = {company for pk, company in rows.items() if pk not in self.seen}
        if None in fresh or len(fresh) > MOST_CHANGED:
            return None
        return {company for company in fresh if company is not None}


_lock = threading.Lock()
_kept: Standing | None = None


def current() -> tuple[Standing, set[int]]:
    """The kept market and the firms that changed since; read anew where it is small, of yesterday or of other words."""
    global _kept
    with _lock:
        changed = None if _kept is None else _kept.changed()
        if _kept is None or changed is None or (changed and _kept.size < LARGE):
            _kept, changed = read(), set()
        return _kept, changed


def read() -> Standing:
    """What is seen is read first: a change in between is then placed once more, never missed."""
    seen = frozenset(pk for pk, _company, _at in changes_after(0))
    state, day, tree = Capability.objects.state_of_words(), timezone.localdate(), market.taxonomy()
    rows = market.read_rows(market.snapshot(Company.objects.published()))
    found = build_market(rows.firms, rows.vectors, rows.tags, tree)
    return Standing(found, sums_of(found, rows.vectors), Words.of(found), seen, state, day)


def country_in(found: Market, company: int) -> Country | None:
    return next((country for country in COUNTRIES if str(company) in found.index(country)), None)


@dataclass(frozen=True)
class View:
    """The standing market with some firms read anew: those that changed since, and those that do not stand in it."""

    standing: Standing
    anew: Market
    taken: frozenset[int]  # read anew, whether or not they still say something

    @classmethod
    def of(cls, asking: Iterable[int], published: Container[int]) -> "View":
        """`asking` are shown partners, though they may not be published."""
        found, changed = current()
        firms = set(asking)
        taken = frozenset(
            firm
            for firm in firms | changed
            if (firm in changed or found.country_of(firm) is None) and (firm in firms or firm in published)
        )
        rows = market.read_rows(market.snapshot(Company.objects.filter(pk__in=taken)))
        anew = placed(found.market, found.sums, found.words, rows.firms, rows.vectors, rows.tags)
        return cls(found, anew, taken | changed)

    def worlds_of(self, company: int) -> list[Market]:
        """The firm before the partners that stand as they were read, and before those read anew; none for a firm
        that says nothing."""
        home = self.anew if company in self.taken else self.standing.market
        country = country_in(home, company)
        if country is None:
            return []
        alone = home.only(country, home.index(country)[str(company)])
        return [facing(alone, country, self.standing.market), facing(alone, country, self.anew)]

    def world_of(self, partner: int) -> int:
        """The place in `worlds_of` from which a partner is to be taken."""
        return 1 if partner in self.taken else 0
