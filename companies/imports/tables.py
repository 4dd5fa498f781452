"""CSV and JSON-lines files whose faults name file, row and column."""

import csv
import json
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

Found = TypeVar("Found")


class BadReference(Exception):
    """A code that nothing in the reference tables answers to."""

    def __init__(self, row: "Row", column: str, value: object) -> None:
        super().__init__(f"{row.file.name}, row {row.number}, column {column}: unknown code {value!r}")


class Row:
    """One line of a file; `code`, `codes` and `found` refuse what is not known."""

    def __init__(self, file: Path, number: int, cells: Mapping[str, Any]) -> None:
        self.file, self.number, self.cells = file, number, cells

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]

    def items(self, column: str) -> list[str]:
        value = self.cells[column] or []
        return (
            [part.strip() for part in value.split(";") if part.strip()] if isinstance(value, str) else value
        )

    def code(self, column: str, known: Container[str]) -> str:
        if self.cells[column] not in known:
            raise BadReference(self, column, self.cells[column])
        return str(self.cells[column])

    def codes(self, column: str, known: Container[str]) -> list[str]:
        for value in self.items(column):
            if value not in known:
                raise BadReference(self, column, value)
        return self.items(column)

    def found(self, column: str, known: Mapping[str, Found]) -> Found:
        return known[self.code(column, known)]

    def all_found(self, column: str, known: Mapping[str, Found]) -> list[Found]:
        return [known[code] for code in self.codes(column, known)]

    def names(self, *fields: str) -> dict[str, str]:
        """The cells of trilingual fields: name -> name_th, name_ja, name_en."""
        return {
            f"{field}_{lang}": self.cells[f"{field}_{lang}"] or ""
            for field in fields or ("name",)
            for lang in ("th", "ja", "en")
        }


def read_csv(file: Path) -> Iterator[Row]:
    """Rows numbered as a spreadsheet shows them: the header is row 1."""
    with file.open(encoding="utf-8", newline="") as lines:
        for number, cells in enumerate(csv.DictReader(lines), start=2):
            yield Row(file, number, cells)


def read_json_lines(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            yield Row(file, number, json.loads(line))
