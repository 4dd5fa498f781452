"""Past cases like one in review, and how they ended.

The rule: a case that ended counts two points for each capability its needs share with the needs of this case, one
for a kind of cooperation in common, one for the same corridor. Without a shared capability it is not similar.
Most points first, then the latest; only cases the reader may see, and never one whose decision can still be undone.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from companies.models import Need
from matching.models import Match

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


def similar_to(match: Match, seen: QuerySet[Match]) -> Similar:
    """`seen` are the cases the reader may see."""
    own = traits_of([match])[match.pk]
    past = (
        seen.filter(ended_at__isnull=False, held__isnull=True)
        .filter(links__need__capabilities__in=own.capabilities)
        .exclude(pk=match.pk)
        .select_related("reason")
        .order_by("-ended_at", "-pk")
        .distinct()[:LOOKED_AT]
    )
    cases = list(past)
    traits = traits_of(cases)
    ranked = sorted(cases, key=lambda case: -points(own, traits[case.pk]))
    endings = Counter(case.get_state_display() for case in cases)
    return Similar(ranked[:SHOWN], endings.most_common(), len(cases))


def points(one: Traits, other: Traits) -> int:
    return (
        A_CAPABILITY * len(one.capabilities & other.capabilities)
        + A_KIND * bool(one.kinds & other.kinds)
        + THE_CORRIDOR * (one.corridor == other.corridor)
    )


def traits_of(cases: list[Match]) -> dict[int, Traits]:
    """By case, in one query."""
    keys = [case.pk for case in cases]
    rows = Need.objects.filter(match_links__match__in=keys).values_list(
        "match_links__match", "capabilities", "collaboration_type"
    )
    capabilities: dict[int, set[int]] = {pk: set() for pk in keys}
    kinds: dict[int, set[str]] = {pk: set() for pk in keys}
    for case, capability, kind in rows:
        if case in capabilities:
            capabilities[case] |= {capability} - {None}
            kinds[case] |= {kind} - {None}
    return {
        case.pk: Traits(frozenset(capabilities[case.pk]), frozenset(kinds[case.pk]), case.corridor_id)
        for case in cases
    }
