"""Conditions of a statement: read from its text by whoever reads texts, corrected by its author, said to a reader."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from companies.enums import ConditionCode, ConditionSource, Material, Standard
from companies.signals import conditions_asked, kinds_asked

Conditions = dict[str, dict[str, Any]]
VALUES = ("low", "high", "words", "any_of")
C = ConditionCode
UNITS = {
    C.TOLERANCE: pgettext_lazy("unit", "µm"),
    C.ROUGHNESS: pgettext_lazy("unit", "µm"),
    C.DIAMETER: pgettext_lazy("unit", "mm"),
    C.LENGTH: pgettext_lazy("unit", "mm"),
    C.WIDTH: pgettext_lazy("unit", "mm"),
    C.THICKNESS: pgettext_lazy("unit", "mm"),
    C.COATING: pgettext_lazy("unit", "µm"),
    C.SHEET: pgettext_lazy("unit", "mm"),
    C.LOT: pgettext_lazy("unit", "pieces"),
    C.CAPACITY: pgettext_lazy("unit", "pieces a month"),
    C.CAPACITY_MASS: pgettext_lazy("unit", "kg a month"),
    C.CAPACITY_AREA: pgettext_lazy("unit", "m² a month"),
    C.LEAD_TIME: pgettext_lazy("unit", "days"),
    C.FORCE: pgettext_lazy("unit", "t"),
    C.TEMPERATURE: "°C",
    C.VOLTAGE: "V",
    C.FREQUENCY: "MHz",
}
SIGNS = {C.TOLERANCE: "±", C.ROUGHNESS: "Ra", C.DIAMETER: "Ø", C.CLEANROOM: "ISO"}


def read(text: str) -> Conditions:
    """What the text states, by code; empty where nobody answers."""
    answers: Sequence[tuple[Any, Any]] = conditions_asked.send(None, text=text)
    found = {code: item for _receiver, answer in answers for code, item in answer.items()}
    return {code: found[code] for code in ConditionCode.values if code in found}


def read_kind(text: str) -> tuple[str, str]:
    """The collaboration type a text speaks of, and "need" or "offer" where it plainly says; empty where it does not."""
    answers: Sequence[tuple[Any, Any]] = kinds_asked.send(None, text=text)
    for _receiver, (codes, side) in answers:
        return (codes[0] if codes else ""), side or ""
    return "", ""


def standing(text: str, corrections: Mapping[str, Mapping[str, Any]] | None) -> Conditions:
    """The text read again, under what its author said: confirmed, changed, added or taken out.

    `corrections` may be what was stored before; of that only the author's part stands.
    """
    said = {code: dict(item) for code, item in (corrections or {}).items() if is_authors(item)}
    found: Conditions = {
        code: {**item, "source": ConditionSource.READ.value} for code, item in read(text).items()
    }
    for code, item in said.items():
        item = {key: value for key, value in item.items() if key not in ("text", "spans")}
        if code in found and same_value(found[code], item):
            item = {**found[code], **item}
        found[code] = item
    return {code: found[code] for code in ConditionCode.values if code in found}


def is_authors(item: Mapping[str, Any]) -> bool:
    return item.get("source") == ConditionSource.AUTHOR


def same_value(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return not other.get("removed") and all(
        (one.get(key) or None) == (other.get(key) or None) for key in VALUES
    )


def named(code: str, word: str) -> str:
    """A material or certificate in the reader's language; a grade is its own name."""
    names = dict(Material.choices) if code == C.MATERIAL else dict(Standard.choices)
    return str(names.get(word, word))


def words_text(code: str, words: Sequence[str], *, any_of: bool = False) -> str:
    joint = pgettext("between two names", " or ") if any_of else ", "
    return joint.join(named(code, word) for word in words)


def number(value: float) -> str:
    """1,500 and 0.05, never 1e-05."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text if float(text.replace(",", "")) else f"{value:.6g}"


def said(code: str, item: Mapping[str, Any]) -> str:
    """A condition in the reader's language: ±2 µm, Ø 2–6 mm, 500 pieces or more."""
    if item.get("words"):
        return words_text(code, item["words"], any_of=bool(item.get("any_of")))
    sign, unit = SIGNS.get(C(code), ""), str(UNITS.get(C(code), ""))
    low, high = item.get("low"), item.get("high")
    joint = " × " if code == C.SHEET else "–"
    space = "" if sign == "±" else " "
    if low is not None and high is not None and low != high:
        return f"{sign}{space}{number(low)}{joint}{number(high)} {unit}".strip()
    bound = high if high is not None else low
    if bound is None:
        return ""
    value = (
        f"{sign}{space}{number(bound)}{joint}{number(bound)}"
        if code == C.SHEET
        else f"{sign}{space}{number(bound)}"
    )
    value = f"{value} {unit}".strip()
    if low == high or code == C.TOLERANCE:
        return value
    if low is None:
        return _("%(value)s at most") % {"value": value}
    return _("%(value)s or more") % {"value": value}
