"""The directory's facets: each possible answer with the number of firms behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from companies import queries
from companies.enums import Country, ExportLevel, SpokenLanguage
from companies.filters import CompanyFilter
from companies.models import Certification, CollaborationType, Location

MOST_OPEN = 6


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


def facets_of(asked: CompanyFilter) -> list[Facet]:
    by_number = [
        facet(asked, "country", Country.choices, queries.counts(asked.without("country"), "country")),
        facet(asked, "capability", *trades(asked)),
        facet(asked, "location", *named(Location.objects.all(), asked, "location", "location")),
        facet(asked, "cluster", *named(queries.all_clusters(), asked, "cluster", "clusters")),
        facet(
            asked,
            "certification",
            *named(Certification.objects.all(), asked, "certification", "certificates__certification"),
        ),
        facet(asked, "kind", *named(CollaborationType.objects.all(), asked, "kind", "collaboration_types")),
    ]
    bands = list(asked.filters["size"].queryset.order_by("minimum"))
    in_order = [
        facet(
            asked,
            "size",
            [(band.code, band.name) for band in bands],
            queries.size_counts(asked.without("size"), bands),
            is_ordered=True,
        ),
        facet(asked, "language", SpokenLanguage.choices, spoken(asked)),
        facet(
            asked,
            "exports",
            ExportLevel.choices,
            queries.counts(asked.without("exports"), "export_level"),
            is_ordered=True,
        ),
    ]
    return [one for one in [*by_number, *in_order] if one.answers]


def facet(
    asked: CompanyFilter,
    name: str,
    choices: Iterable[tuple[Any, Any]],
    numbers: Mapping[Any, int],
    *,
    is_ordered: bool = False,
) -> Facet:
    """Answers without any firm are left out, unless they were chosen."""
    chosen = set(asked.data.getlist(name)) if asked.is_bound else set()
    answers = [
        Answer(str(value), str(label), numbers.get(value, 0), str(value) in chosen)
        for value, label in choices
        if numbers.get(value) or str(value) in chosen
    ]
    if not is_ordered:
        answers.sort(key=lambda answer: (not answer.is_chosen, -answer.number, answer.label))
    return Facet(name, str(asked.filters[name].label), answers)


def named(
    rows: Iterable[Any], asked: CompanyFilter, name: str, path: str
) -> tuple[list[tuple[str, str]], dict]:
    return [(row.pk, row.name) for row in rows], queries.counts(asked.without(name), path)


def trades(asked: CompanyFilter) -> tuple[list[tuple[str, str]], dict[str, int]]:
    numbers = queries.trade_counts(asked.without("capability"))
    rows = list(queries.trades())
    rows += [row for row in asked.answers.get("capability") or [] if row.level > 1]
    return [(row.slug, row.name) for row in rows], {row.slug: numbers.get(row.pk, 0) for row in rows}


def spoken(asked: CompanyFilter) -> dict[str, int]:
    firms = asked.without("language")
    return {code: firms.filter(languages__contains=[code]).count() for code in SpokenLanguage.values}
