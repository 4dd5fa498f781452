"""Which programme lane a pair of firms belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companies.enums import Country
from companies.models import Cluster, Company
from matching.models import Corridor

Keys = NDArray[np.int64]


class CorridorMap:
    """The open corridors and the clusters of some firms, read once for many pairs."""

    def __init__(self, company_ids: Iterable[int]) -> None:
        ids = list(company_ids)
        self.prefecture_of = dict(Company.objects.filter(pk__in=ids).values_list("pk", "location_id"))
        self.clusters_of = clusters_by_company(ids)
        self.corridors = sorted(Corridor.objects.open().prefetch_related("clusters"), key=narrowness)
        self.clusters_in = {c.pk: {cluster.pk for cluster in c.clusters.all()} for c in self.corridors}

    def as_json(self) -> dict[str, Any]:
        """What `stored` reads again: places and clusters of the firms, and the open corridors."""
        return {
            "places": {str(firm): place for firm, place in self.prefecture_of.items()},
            "clusters": {str(firm): sorted(codes) for firm, codes in self.clusters_of.items()},
            "corridors": [[c.pk, c.prefecture_id, sorted(self.clusters_in[c.pk])] for c in self.corridors],
        }

    @classmethod
    def stored(cls, kept: Mapping[str, Any]) -> "CorridorMap":
        """The map of a run, as it was then; its corridors carry their key and place only."""
        found = cls.__new__(cls)
        found.prefecture_of = {int(firm): place for firm, place in kept["places"].items()}
        found.clusters_of = defaultdict(set)
        found.clusters_of |= {int(firm): set(codes) for firm, codes in kept["clusters"].items()}
        found.corridors = [Corridor(pk=pk, prefecture_id=place) for pk, place, _codes in kept["corridors"]]
        found.clusters_in = {pk: set(codes) for pk, _place, codes in kept["corridors"]}
        return found

    def corridor_of(self, thai: int, japanese: int) -> Corridor | None:
        """The narrowest open corridor that covers the pair; a pair in none is only ever a suggestion."""
        return next((c for c in self.corridors if self.covers(c, thai, japanese)), None)

    def narrowest_of(self, thai: Keys, japanese: Keys, pairs: tuple[Keys, Keys]) -> Keys:
        """As `corridor_of` for many: key of the corridor, 0 for none, of pairs of (Thai, Japanese) places in the
        firms."""
        found = np.zeros(len(pairs[0]), np.int64)
        for corridor in reversed(self.corridors):
            ours, theirs = (
                np.array([self.takes(corridor, firm, country) for firm in firms.tolist()], bool)
                for firms, country in ((thai, Country.THAILAND), (japanese, Country.JAPAN))
            )
            if ours.any() and theirs.any():
                found[ours[pairs[0]] & theirs[pairs[1]]] = corridor.pk
        return found

    def is_served(self, firm: int, country: str, corridors: Sequence[int]) -> bool:
        """Whether one of these corridors could propose the firm to somebody."""
        return any(self.takes(c, firm, country) for c in self.corridors if c.pk in corridors)

    def takes(self, corridor: Corridor, firm: int, country: str) -> bool:
        here = corridor.prefecture_id is None or corridor.prefecture_id == self.prefecture_of.get(firm)
        wanted = self.clusters_in[corridor.pk]
        return (here or country == Country.THAILAND) and (not wanted or bool(wanted & self.clusters_of[firm]))

    def covers(self, corridor: Corridor, thai: int, japanese: int) -> bool:
        return self.takes(corridor, thai, Country.THAILAND) and self.takes(corridor, japanese, Country.JAPAN)


def clusters_by_company(ids: list[int]) -> dict[int, set[str]]:
    """Each firm's clusters, a subsector counting as its cluster too."""
    parent_of = dict(Cluster.objects.values_list("pk", "parent_id"))
    found: dict[int, set[str]] = defaultdict(set)
    through = Company.clusters.through.objects.filter(company_id__in=ids)
    for company, cluster in through.values_list("company_id", "cluster_id"):
        found[company] |= {cluster, parent_of.get(cluster) or cluster}
    return found


def narrowness(corridor: Corridor) -> tuple[bool, float, int]:
    """Sorts a prefecture before all Japan, few clusters before many, and every cluster last."""
    clusters = len(corridor.clusters.all())
    return (corridor.prefecture_id is None, clusters or float("inf"), corridor.pk)
