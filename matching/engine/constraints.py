"""Conditions a text states (numbers with units, materials, certificates), and whether an offer meets them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from matching.engine.text import normalise
from matching.engine.types import Condition

NUMBER = r"(\d+(?:[.,]\d{3})*(?:\.\d+)?)"
MICRON = r"(?:µm|μm|um\b|ミクロン|ไมครอน|ไมโครเมตร)"
MILLIMETRE = r"(?:mm\b|ミリ|มม\.?|มิลลิเมตร)"
PIECES = r"(?:pcs\b|pieces\b|units\b|個|本|枚|台|ชิ้น|ตัว|อัน)"
RANGE = rf"{NUMBER}\s*(?:[-–~]|ถึง|から|to)\s*{NUMBER}"

TOLERANCE = re.compile(rf"±\s*{NUMBER}\s*({MICRON}|{MILLIMETRE})", re.IGNORECASE)
ROUGHNESS = re.compile(rf"\bRa\s*{NUMBER}", re.IGNORECASE)
DIAMETER_RANGE = re.compile(rf"[Øφ⌀Φ]\s*{NUMBER}\s*(?:[-–~]|ถึง|から|to)\s*[Øφ⌀Φ]?\s*{NUMBER}")
DIAMETER = re.compile(rf"[Øφ⌀Φ]\s*{NUMBER}")
LOT_RANGE = re.compile(rf"{RANGE}\s*{PIECES}", re.IGNORECASE)
LOT = re.compile(rf"{NUMBER}\s*{PIECES}", re.IGNORECASE)
MATERIAL = re.compile(
    r"\b(SUS\s?\d{3}[A-Z]*|A[1-7]\d{3}|S\d{2}C|SKD\s?\d+|SCM\s?\d+|PEEK|POM|ABS|PC/ABS|NAK\s?80|C\d{4}|"
    r"Ti-?6Al-?4V|FCD\s?\d*|ADC\s?\d+)\b"
)
CERTIFICATE = re.compile(
    r"\b(ISO\s?\d{4,5}|IATF\s?16949|AS\s?9100|JIS\s?Q\s?9100|UL\s?\d*|HACCP)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Stated:
    """What a text states under one code: a range of numbers, or a set of words."""

    code: str
    text: str
    low: float = 0.0
    high: float = 0.0
    words: frozenset[str] = frozenset()


def as_number(text: str) -> float:
    return float(text.replace(",", ""))


def in_microns(number: str, unit: str) -> float:
    return as_number(number) * (1.0 if re.fullmatch(MICRON, unit, re.IGNORECASE) else 1000.0)


def read_conditions(text: str) -> dict[str, Stated]:
    """By code: tolerance (µm), roughness (Ra, µm), diameter (mm), lot (pieces), material, certificate."""
    text = normalise(text)
    found: dict[str, Stated] = {}
    if match := TOLERANCE.search(text):
        found["tolerance"] = Stated("tolerance", match[0], high=in_microns(match[1], match[2]))
    if match := ROUGHNESS.search(text):
        found["roughness"] = Stated("roughness", match[0], high=as_number(match[1]))
    for code, interval, single in (("diameter", DIAMETER_RANGE, DIAMETER), ("lot", LOT_RANGE, LOT)):
        if match := interval.search(text):
            found[code] = Stated(code, match[0], as_number(match[1]), as_number(match[2]))
        elif match := single.search(text):
            found[code] = Stated(code, match[0], as_number(match[1]), as_number(match[1]))
    for code, pattern in (("material", MATERIAL), ("certificate", CERTIFICATE)):
        if matches := pattern.findall(text):
            words = frozenset(re.sub(r"\s", "", word).upper() for word in matches)
            found[code] = Stated(code, ", ".join(sorted(words)), words=words)
    return found


def finer(need: Stated, offer: Stated) -> bool:
    return offer.high <= need.high


def covers(need: Stated, offer: Stated) -> bool:
    """The offer's range reaches over the need's, or holds its single number."""
    return offer.low <= need.low and need.high <= offer.high


def names_any(need: Stated, offer: Stated) -> bool:
    return bool(need.words & offer.words)


# Only what an offer states can break a condition; a size or lot given as one example proves neither.
COMPARISONS: dict[str, Callable[[Stated, Stated], bool]] = {
    "tolerance": finer,
    "roughness": finer,
    "diameter": covers,
    "lot": covers,
    "material": names_any,
    "certificate": names_any,
}


def compare(need_text: str, offer_text: str) -> tuple[Condition, ...]:
    """Each condition the need states: met, not met, or unknown where the offer is silent."""
    wanted, given = read_conditions(need_text), read_conditions(offer_text)
    return tuple(compare_one(stated, given.get(code)) for code, stated in wanted.items())


def compare_one(need: Stated, offer: Stated | None) -> Condition:
    if offer is None:
        return Condition(need.code, "unknown", need.text, "")
    if COMPARISONS[need.code](need, offer):
        return Condition(need.code, "met", need.text, offer.text)
    is_example = need.code in ("diameter", "lot") and offer.low == offer.high
    state = "unknown" if is_example or need.code == "material" else "not_met"
    return Condition(need.code, state, need.text, offer.text)  # type: ignore[arg-type]
