"""What a run chose against the run before: new pairs, pairs gone and why, pairs kept, pairs moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from companies.models import Company
from matching.enums import ChangeKind, Hindrance
from matching.models import Run, RunPair

# A group of more changes is folded.
OPEN = 10
# What the name of a firm is set by.
NAMED = ("name_native", "country")


@dataclass(frozen=True)
class Change:
    """`now` is the row of this run; `before` that of the run before, None for a new pair."""

    kind: ChangeKind
    now: RunPair
    before: RunPair | None = None

    @property
    def why(self) -> str:
        """Of a pair that is gone, in the reader's language."""
        return str(Hindrance(self.now.hindrance).label) if self.now.hindrance else ""


@dataclass(frozen=True)
class Group:
    kind: ChangeKind
    changes: Sequence[Change]

    @property
    def is_open(self) -> bool:
        """What an officer looks for first, where it fits on a page."""
        return self.kind in (ChangeKind.NEW, ChangeKind.GONE) and len(self.changes) <= OPEN


def changes(now: Iterable[RunPair], before: Iterable[RunPair]) -> list[Group]:
    """Every kind of change in its order, those without any as well."""
    then = {row.firms: row for row in before if row.place}
    found = [change for row in now if (change := change_of(row, then.get(row.firms)))]
    return [Group(kind, [change for change in found if change.kind == kind]) for kind in ChangeKind]


def change_of(now: RunPair, before: RunPair | None) -> Change | None:
    if now.place is None:
        return Change(ChangeKind.GONE, now, before) if before else None
    if before is None:
        return Change(ChangeKind.NEW, now)
    kind = ChangeKind.KEPT if shown(now) == shown(before) else ChangeKind.MOVED
    return Change(kind, now, before)


def shown(row: RunPair) -> tuple[int | None, int]:
    """Place and whole per cent: what an officer sees of a pair."""
    return row.place, round(100 * row.p_both)


def pairs_of(run: Run, corridors: Iterable[int]) -> list[RunPair]:
    """Each with the names of its firms; a firm stands in many pairs, and is read once."""
    rows = list(run.outcomes.filter(corridor__in=list(corridors)))
    firms = Company.objects.only(*NAMED).in_bulk({firm for row in rows for firm in row.firms})
    for row in rows:
        row.thai, row.japanese = firms[row.thai_id], firms[row.japanese_id]
    return rows
