"""Past cases like one in review, and how they ended.

The rule: a case that ended counts two points for each capability its needs share with the needs of this case, one
for a kind of cooperation in common, one for the same corridor. Without a shared capability it is not similar.
Most points first, then the latest; only cases the reader may see, and never one whose decision can still be undone.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from companies.models import Need
from matching.enums import MatchState
from matching.models import Match, MatchLink
from matching.querysets import MatchQuerySet

SHOWN = 5
# The latest that share a capability; older ones say less about today's market.
LOOKED_AT = 200
A_CAPABILITY, A_KIND, THE_CORRIDOR = 2, 1, 1


@dataclass(frozen=True)
class Similar:
    """Cases to show, best first, and how many of all similar ones ended in each state."""

    cases: list[Match]
    endings: list[tuple[str, int]]
    total: int


@dataclass(frozen=True)
class Traits:
    capabilities: frozenset[int]
    kinds: frozenset[str]
    corridor: int


def similar_to(match: Match, seen: MatchQuerySet) -> Similar:
    """`seen` are the cases the reader may see."""
    own = traits_of({match.pk: match.corridor_id})[match.pk]
    needs = Need.capabilities.through.objects.filter(capability__in=own.capabilities)
    alike = MatchLink.objects.filter(need__in=needs.values("need")).values("match")
    past = (
        seen.filter(ended_at__isnull=False, held__isnull=True, pk__in=alike)
        .exclude(pk=match.pk)
        .order_by("-ended_at", "-pk")
        .values_list("pk", "state", "corridor")[:LOOKED_AT]
    )
    endings = {pk: MatchState(state).label for pk, state, _corridor in past}
    traits = traits_of({pk: corridor for pk, _state, corridor in past})
    best = sorted(endings, key=lambda pk: -points(own, traits[pk]))[:SHOWN]
    shown = seen.with_names().select_related("reason").in_bulk(best)
    return Similar(
        [shown[pk] for pk in best], Counter(map(str, endings.values())).most_common(), len(endings)
    )


def points(one: Traits, other: Traits) -> int:
    return (
        A_CAPABILITY * len(one.capabilities & other.capabilities)
        + A_KIND * bool(one.kinds & other.kinds)
        + THE_CORRIDOR * (one.corridor == other.corridor)
    )


def traits_of(corridors: Mapping[int, int]) -> dict[int, Traits]:
    """By case, in one query; `corridors` by case."""
    rows = MatchLink.objects.filter(match__in=list(corridors)).values_list(
        "match", "need__capabilities", "need__collaboration_type"
    )
    capabilities: dict[int, set[int]] = {pk: set() for pk in corridors}
    kinds: dict[int, set[str]] = {pk: set() for pk in corridors}
    for case, capability, kind in rows.order_by():
        capabilities[case] |= {capability} - {None}
        kinds[case] |= {kind} - {None}
    return {
        pk: Traits(frozenset(capabilities[pk]), frozenset(kinds[pk]), corridor)
        for pk, corridor in corridors.items()
    }
