"""What stands around the choice of a run: who is published, kept apart, cooling off, and how much each firm has.

Read from the database for a run of today, and from the run's record for its replay.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Count
from django.utils import timezone
from numpy.typing import NDArray

from companies.models import Block, Company, Need
from matching.corridors import CorridorMap
from matching.engine.types import ScoredPair
from matching.enums import Hindrance
from matching.models import Match
from matching.scored import Keys, Scored
from matching.terms import Lane

Pair = tuple[int, int]
WHYS = [
    Hindrance.UNPUBLISHED,
    *(Hindrance.APART, Hindrance.BARRED, Hindrance.LIVE),
    *(Hindrance.ELSEWHERE, Hindrance.OTHER_CLUSTER, Hindrance.UNLIKELY, Hindrance.COOLING),
]
CHOOSE_LOCK = 0x6F746732
# The bands of up to 49 people.
SMALL_BELOW = 50
RestsOn = Callable[[ScoredPair], Iterable[int]]


@dataclass
class Circumstances:
    """`loads` grow as pairs are taken; `cooling` holds (corridor, Thai firm, Japanese firm).

    `ended` says when the last case of a pair ended; a replay has none and finds `cooling` in its record.
    """

    map: CorridorMap
    published: set[int]
    small: set[int]
    seen: set[int]
    apart: dict[Pair, Hindrance]
    loads: Counter[str]
    cooling: set[tuple[int, int, int]] = field(default_factory=set)
    ended: dict[Pair, datetime.datetime] = field(default_factory=dict)
    _corridors: tuple[Scored, Keys] | None = None

    def hindrance(self, pair: ScoredPair, lane: Lane, rests_on: RestsOn) -> Hindrance | None:
        """Why this corridor may not propose the pair now; caps and budget are the assignment's."""
        code = int(self.hindrances(Scored.of_pairs([pair]), lane, rests_on)[0])
        return WHYS[code - 1] if code else None

    def hindrances(self, scored: Scored, lane: Lane, rests_on: RestsOn) -> NDArray[np.int8]:
        """Likewise of each pair: 0 where nothing is in the way, else the place in WHYS from 1."""
        found = np.zeros(len(scored), np.int8)

        def mark(which: NDArray[Any], why: Hindrance) -> None:
            hit = np.zeros(len(scored), bool)
            hit[which] = True
            found[hit & (found == 0)] = WHYS.index(why) + 1

        mark(~both(scored, lambda firm: firm in self.published), Hindrance.UNPUBLISHED)
        for pair, place in scored.places_of(self.apart).items():
            mark(np.array([place]), self.apart[pair])
        mark(self.corridors_of(scored) != lane.corridor, Hindrance.ELSEWHERE)
        if lane.clusters:
            wanted = set(lane.clusters)
            mark(
                ~both(scored, lambda firm: bool(self.map.clusters_of[firm] & wanted)), Hindrance.OTHER_CLUSTER
            )
        mark(scored.p_both < lane.minimum_probability, Hindrance.UNLIKELY)
        cooled = self.ended.keys() | {(thai, japanese) for _corridor, thai, japanese in self.cooling}
        for place in scored.places_of(cooled).values():
            if not found[place] and self.is_cooling(scored.pair(place), lane, rests_on):
                mark(np.array([place]), Hindrance.COOLING)
        return found

    def corridors_of(self, scored: Scored) -> Keys:
        """Kept from one lane to the next."""
        if self._corridors is None or self._corridors[0] is not scored:
            pairs = scored.thai, scored.japanese
            self._corridors = scored, self.map.narrowest_of(*scored.firms, pairs)
        return self._corridors[1]

    def is_cooling(self, pair: ScoredPair, lane: Lane, rests_on: RestsOn) -> bool:
        key = (lane.corridor, *ids(pair))
        if is_cooling(self.ended.get(ids(pair)), lane.cool_off_days, lambda: rests_on(pair)):
            self.cooling.add(key)
        return key in self.cooling

    def first_places(self, lane: Lane) -> dict[str, float]:
        """What the first place of a firm never proposed before, or small, is worth beside the chance."""
        return {
            str(firm): lane.new_firm_bonus * (firm not in self.seen)
            + lane.small_firm_bonus * (firm in self.small)
            for firm in self.published
        }

    def take(self, pair: ScoredPair) -> None:
        self.loads.update([pair.thai_id, pair.japanese_id])

    def as_json(self) -> dict[str, Any]:
        return {
            "map": self.map.as_json(),
            "published": sorted(self.published),
            "small": sorted(self.small),
            "seen": sorted(self.seen),
            "apart": [[*pair, why] for pair, why in sorted(self.apart.items())],
            "loads": dict(self.loads),
        }


def both(scored: Scored, holds: Callable[[int], bool]) -> NDArray[np.bool_]:
    """Of each pair, whether this holds of both firms."""
    thai, japanese = (np.array([holds(firm) for firm in firms.tolist()], bool) for firms in scored.firms)
    return thai[scored.thai] & japanese[scored.japanese]


def around_now(firms: set[int]) -> Circumstances:
    """Of these firms, as the database has it; whoever writes by it holds `lock_choice` until the end of the
    transaction."""
    published = dict(Company.objects.published().filter(pk__in=firms).values_list("pk", "employees"))
    return Circumstances(
        map=CorridorMap(firms),
        published=set(published),
        small={firm for firm, people in published.items() if people is not None and people < SMALL_BELOW},
        seen=proposed_before() & firms,
        apart={pair: why for pair, why in kept_apart().items() if set(pair) <= firms},
        loads=live_loads(),
        ended=ended_pairs(),
    )


def around_then(kept: Any) -> Circumstances:
    """As a run kept it before it chose."""
    return Circumstances(
        map=CorridorMap.stored(kept["map"]),
        published=set(kept["published"]),
        small=set(kept["small"]),
        seen=set(kept["seen"]),
        apart={(thai, japanese): Hindrance(why) for thai, japanese, why in kept["apart"]},
        loads=Counter(kept["loads"]),
        cooling={(corridor, thai, japanese) for corridor, thai, japanese in kept["cooling"]},
    )


def lock_choice() -> None:
    """Who chooses at the same time waits: each counts the live matches of all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHOOSE_LOCK])


def is_cooling(ended: datetime.datetime | None, days: int, rests_on: Callable[[], Iterable[int]]) -> bool:
    """Ended a short while ago, and none of the needs it would rest on was opened since."""
    if ended is None or ended < timezone.now() - datetime.timedelta(days=days):
        return False
    return not Need.objects.filter(pk__in=rests_on(), opened_at__gt=ended).exists()


def ids(pair: ScoredPair) -> Pair:
    return int(pair.thai_id), int(pair.japanese_id)


def kept_apart() -> dict[Pair, Hindrance]:
    """Pairs with a live match, barred until staff lift the bar, or blocked by one of the two."""
    live = Match.objects.live().values_list("thai_id", "japanese_id")
    barred = Match.objects.barring().values_list("thai_id", "japanese_id")
    return {
        **dict.fromkeys(Block.objects.kept_apart(), Hindrance.APART),
        **dict.fromkeys(barred, Hindrance.BARRED),
        **dict.fromkeys(live, Hindrance.LIVE),
    }


def proposed_before() -> set[int]:
    """Firms that any match, live or ended, was ever made for."""
    return {firm for pair in Match.objects.values_list("thai_id", "japanese_id") for firm in pair}


def ended_pairs() -> dict[Pair, datetime.datetime]:
    """When the last match of each pair ended."""
    ended = Match.objects.ended().order_by("ended_at")
    rows = ended.values_list("thai_id", "japanese_id", "ended_at")
    return {(thai, japanese): at for thai, japanese, at in rows if at}


def live_loads() -> Counter[str]:
    """Live matches of each firm, in all corridors."""
    loads: Counter[str] = Counter()
    for side in ("thai_id", "japanese_id"):
        counted = Match.objects.live().order_by().values_list(side).annotate(live=Count("pk"))
        loads.update({str(firm): live for firm, live in counted})
    return loads
