"""Rows of a file as a person reads them: names for codes, sentences for faults."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from companies.enums import ExportLevel, SpokenLanguage
from companies.intake.columns import BY_NAME
from companies.intake.faults import sentence
from companies.models import Cluster, ImportRow, Location
from config.languages import listed


@dataclass(frozen=True)
class ChangeShown:
    column: str
    title: str
    before: str
    after: str
    is_theirs: bool
    is_kept: bool


@dataclass(frozen=True)
class FaultShown:
    title: str
    text: str


@dataclass(frozen=True)
class RowShown:
    row: ImportRow
    changes: list[ChangeShown]
    faults: list[FaultShown]


class Shower:
    """Reads the reference tables once for a page."""

    def __init__(self) -> None:
        self.words: dict[str, Mapping[str, object]] = {
            "location": {place.pk: place.name for place in Location.objects.all()},
            "clusters": {cluster.pk: cluster.name for cluster in Cluster.objects.all()},
            "languages": dict(SpokenLanguage.choices),
            "profile_lang": dict(SpokenLanguage.choices),
            "export_level": dict(ExportLevel.choices),
        }

    def value(self, column: str, value: object) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value in (None, "", []):
            return ""
        words = self.words.get(column, {})
        parts = value if isinstance(value, list) else [value]
        return listed(words.get(str(part), part) for part in parts)

    def rows(self, rows: Iterable[ImportRow]) -> list[RowShown]:
        return [RowShown(row, self.changes(row), faults_of(row)) for row in rows]

    def changes(self, row: ImportRow) -> list[ChangeShown]:
        return [
            ChangeShown(
                name,
                str(BY_NAME[name].title),
                self.value(name, before),
                self.value(name, after),
                theirs,
                name in row.kept,
            )
            for name, before, after, theirs in row.changes
        ]


def faults_of(row: ImportRow) -> list[FaultShown]:
    return [
        FaultShown(str(BY_NAME[name].title), sentence(code, figures)) for name, code, figures in row.faults
    ]
