"""The codes a condition can have: the unit its figures are kept in, and how a need is held against an offer."""

from dataclasses import dataclass
from typing import Literal

Rule = Literal["finest", "covers", "reaches", "within", "fits", "words"]


@dataclass(frozen=True)
class Code:
    """`unit` is one of the names in units.py, "" for words."""

    name: str
    unit: str
    rule: Rule


CODES = (
    Code("tolerance", "um", "finest"),
    Code("roughness", "um", "finest"),
    Code("cleanroom", "iso_class", "finest"),
    Code("diameter", "mm", "covers"),
    Code("length", "mm", "covers"),
    Code("width", "mm", "covers"),
    Code("thickness", "mm", "covers"),
    Code("coating", "um", "covers"),
    Code("sheet", "mm", "fits"),
    Code("lot", "pieces", "covers"),
    Code("capacity", "pieces_month", "reaches"),
    Code("capacity_mass", "kg_month", "reaches"),
    Code("capacity_area", "m2_month", "reaches"),
    Code("lead_time", "days", "within"),
    Code("force", "tonnes", "covers"),
    Code("temperature", "celsius", "covers"),
    Code("voltage", "volt", "covers"),
    Code("frequency", "megahertz", "covers"),
    Code("material", "", "words"),
    Code("certificate", "", "words"),
)
BY_NAME = {code.name: code for code in CODES}
NUMERIC = tuple(code for code in CODES if code.rule != "words")
