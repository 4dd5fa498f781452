"""What the keys of figures are called, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from companies.models import Band, Cluster, Location
from matching.enums import MatchState, Opinion, SilentSide, Step
from matching.models import Corridor, Reason
from matching.statistics.figures import NOT_STATED, Narrowing


class Names:
    """Read once for a page: corridors, clusters, places, size bands and reasons."""

    def __init__(self) -> None:
        self.of = {
            "corridor": {str(row.pk): row.name for row in Corridor.objects.all()},
            "cluster": {row.pk: row.name for row in Cluster.objects.filter(parent=None)},
            "place": {row.pk: row.name for row in Location.objects.all()},
            "size": {row.code: row.name for row in Band.objects.all()},
            "reason": {row.pk: row.name for row in Reason.objects.all()},
        }

    def name(self, kind: str, key: str) -> str:
        return _("not stated") if key == NOT_STATED else self.of[kind].get(key, key)

    def words(self, narrowing: Narrowing) -> list[str]:
        """Which cases a list holds, part by part."""
        return list(self.parts(narrowing))

    def parts(self, narrowing: Narrowing) -> Iterable[str]:
        if narrowing.step in Step.values:
            yield str(Step(narrowing.step).label)
        if narrowing.state in MatchState.values:
            yield str(MatchState(narrowing.state).label)
        if narrowing.answered:
            yield _("Answered introductions")
        if narrowing.accepted:
            yield str(Step.CONNECTED.label)
        yield from in_words(narrowing.opinions)
        if narrowing.silent in SilentSide.values:
            yield _("No answer in time: %(who)s") % {"who": SilentSide(narrowing.silent).label}
        for kind, key in (
            ("corridor", narrowing.corridor),
            ("cluster", narrowing.cluster),
            ("size", narrowing.size),
            ("place", narrowing.province),
            ("place", narrowing.prefecture),
            ("reason", narrowing.reason),
        ):
            if key:
                yield self.name(kind, key)
        if narrowing.giver:
            yield _("offered by %(cluster)s") % {"cluster": self.name("cluster", narrowing.giver)}
        if narrowing.seeker:
            yield _("sought by %(cluster)s") % {"cluster": self.name("cluster", narrowing.seeker)}


def in_words(opinions: str) -> Iterable[str]:
    first, _between, second = opinions.partition("-")
    if first in Opinion.values and second in Opinion.values:
        yield f"{_('First and second opinion')}: {Opinion(first).label} → {Opinion(second).label}"
