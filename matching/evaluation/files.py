"""Reading what an evaluation needs from files; a fault names file, line and what is wrong."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from matching.engine.types import LANGUAGES, CapabilityRow, Company, Side, Statement

APP = Path(__file__).resolve().parent.parent
REFERENCE = APP.parent / "companies" / "reference"
DEMONSTRATION = APP.parent / "companies" / "demonstration" / "companies.jsonl"
GOLD = APP / "evaluation" / "match_gold.csv"

Qrels = dict[str, dict[str, float]]
# The gain is 2^grade - 1; anything higher is a slip of the pen.
HIGHEST_GRADE = 20


class BadFile(Exception):
    """A file that cannot be used, with its name, line and what is wrong."""


def read_taxonomy() -> list[CapabilityRow]:
    with (REFERENCE / "capabilities.csv").open(encoding="utf-8", newline="") as file:
        return [
            CapabilityRow(
                row["slug"],
                row["parent"] or None,
                {lang: row[f"name_{lang}"] for lang in LANGUAGES},
                {lang: [w for w in row[f"synonyms_{lang}"].split(";") if w] for lang in LANGUAGES},
            )
            for row in csv.DictReader(file)
        ]


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path}: cannot be read as UTF-8 text ({error})") from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line


def read_companies(path: Path) -> list[Company]:
    """JSON objects, one a line: id, country, offers, needs; other keys are ignored."""
    found = []
    for number, line in lines_of(path):
        try:
            found.append(company_from(json.loads(line)))
        except json.JSONDecodeError as error:
            raise BadFile(f"{path}, line {number}: no JSON object ({error.msg})") from error
        except (KeyError, TypeError, AttributeError) as error:
            raise BadFile(f"{path}, line {number}: {error!r} is missing or of the wrong kind") from error
        if found[-1].country not in ("TH", "JP"):
            raise BadFile(f"{path}, line {number}: country must be TH or JP, not {found[-1].country!r}")
    return found


def company_from(row: dict) -> Company:
    sides: list[tuple[str, Side]] = [("offers", "offer"), ("needs", "need")]
    statements = [
        Statement(
            id=str(item["id"]),
            company_id=str(row["id"]),
            side=side,
            lang=str(item["lang"]),
            text=str(item["text"]),
            capabilities=tuple(item.get("capabilities") or ()),
            kind=item.get("kind") or None,
        )
        for key, side in sides
        for item in row[key]
    ]
    return Company(
        id=str(row["id"]),
        country=row["country"],
        statements=tuple(statements),
        languages=tuple(row.get("languages") or ()),
        export_level=str(row.get("export_level") or "none"),
    )


def read_qrels(path: Path) -> Qrels:
    """Tab-separated with the header need_id, offer_company_id, grade; further columns are ignored."""
    return grades_of(path, "\t", "offer_company_id", "grade")


def read_gold() -> Qrels:
    """The demonstration's labelled pairs: relevance 2 direct, 1 partial."""
    return grades_of(GOLD, ",", "offer_company", "relevance")


def grades_of(path: Path, delimiter: str, company: str, grade: str) -> Qrels:
    """By need and company the best grade given."""
    grades: Qrels = {}
    lines = list(lines_of(path))
    rows = csv.DictReader((line for _, line in lines), delimiter=delimiter)
    for (number, _), row in zip(lines[1:], rows, strict=True):
        try:
            need, firm, value = row["need_id"], row[company], float(row[grade])
            if not 0 <= value <= HIGHEST_GRADE:
                raise ValueError(value)
        except (KeyError, TypeError, ValueError) as error:
            raise BadFile(
                f"{path}, line {number}: needs need_id, {company} and a {grade} from 0 to {HIGHEST_GRADE}"
            ) from error
        firms = grades.setdefault(need, {})
        firms[firm] = max(firms.get(firm, 0.0), value)
    return grades
