"""The directory's facets: each possible answer with the number of firms behind it, counted by bitmaps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from companies.enums import Country, ExportLevel, SpokenLanguage
from companies.filters import CompanyFilter
from companies.search.narrowing import Narrowing

MOST_OPEN = 6
# In the order of the page; those in the second group keep the order of their values.
BY_NUMBER = (
    "country",
    "capability",
    "region",
    "location",
    "cluster",
    "certification",
    "kind",
    "corridor",
    "verified",
    "confirmed",
    "base",
)
IN_ORDER = ("size", "language", "exports")
FIXED: Mapping[str, Iterable[tuple[Any, Any]]] = {
    "country": Country.choices,
    "language": SpokenLanguage.choices,
    "exports": ExportLevel.choices,
}


@dataclass(frozen=True)
class Answer:
    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    answers: list[Answer]

    @property
    def is_open(self) -> bool:
        return any(answer.is_chosen for answer in self.answers)

    @property
    def first(self) -> list[Answer]:
        """Shown at once; chosen answers come first wherever they stand."""
        return self.answers[:MOST_OPEN]

    @property
    def rest(self) -> list[Answer]:
        return self.answers[MOST_OPEN:]


def facets_of(asked: CompanyFilter, narrowing: Narrowing) -> list[Facet]:
    found = [facet_of(asked, narrowing, name) for name in (*BY_NUMBER, *IN_ORDER)]
    return [facet for facet in found if facet.answers]


def facet_of(asked: CompanyFilter, narrowing: Narrowing, name: str) -> Facet:
    """Answers without any firm are left out, unless they were chosen."""
    chosen, numbers = set(asked.data.getlist(name)), narrowing.counts(name)
    answers = [
        Answer(code, label, numbers.get(code, 0), code in chosen)
        for code, label, is_shown in choices_of(asked, narrowing, name)
        if code in chosen or (is_shown and numbers.get(code))
    ]
    if name in BY_NUMBER:
        answers.sort(key=lambda answer: (not answer.is_chosen, -answer.number, answer.label))
    return Facet(name, str(asked.filters[name].label), answers)


def choices_of(asked: CompanyFilter, narrowing: Narrowing, name: str) -> list[tuple[str, str, bool]]:
    """Code, name for the reader, and whether it is offered without having been asked for."""
    if name in narrowing.shelf.labels.by_facet:
        labels = narrowing.shelf.labels.by_facet[name]
        return [(label.code, label.name, label.is_shown) for label in labels]
    if name == "corridor":
        return [(lane.code, lane.name, True) for lane in narrowing.lanes]
    choices = FIXED[name] if name in FIXED else asked.filters[name].extra["choices"]
    return [(str(code), str(label), True) for code, label in choices]
