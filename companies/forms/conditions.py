"""The conditions of a statement on its form: read from the text, to be confirmed, changed, taken out or added."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from companies.conditions import SIGNS, UNITS, Conditions, number, read, said, words_text
from companies.enums import ConditionCode, ConditionSource, Material, Standard
from companies.models.conditions import check_value, checked

PREFIX = "conditions"
PARTS = ("low", "high", "words", "was", "sure", "out")
AUTHOR = ConditionSource.AUTHOR.value
PIECES = ",、;；\n"


@dataclass(frozen=True)
class Typed:
    """One row as it was sent; `was` is its value as it was read when the row was shown."""

    low: str = ""
    high: str = ""
    words: str = ""
    was: str = ""
    sure: str = ""
    out: str = ""

    @property
    def value(self) -> str:
        return "|".join((self.low.strip(), self.high.strip(), self.words.strip()))

    @property
    def is_authors(self) -> bool:
        """Ticked, taken out, or not what was read."""
        return bool(self.out or self.sure) or self.value != (self.was or "||")

    @property
    def is_empty(self) -> bool:
        return self.value == "||"


def item_of(code: ConditionCode, typed: Typed) -> dict[str, Any] | None:
    """What the author says; None where the row is left as it was read. Raises ValidationError."""
    if not typed.is_authors or (typed.is_empty and not typed.was.strip("|") and not typed.out):
        return None
    if typed.out or typed.is_empty:
        return {"removed": True, "source": AUTHOR}
    if code.is_words:
        return {**words_of(code, typed.words), "source": AUTHOR}
    low, high = (number_of(code, text) for text in (typed.low, typed.high))
    return {"low": low, "high": high, "source": AUTHOR}


def number_of(code: ConditionCode, text: str) -> float | None:
    """Thai and full-width digits are digits; thousands may have commas."""
    cleaned = text.replace(",", "").replace("，", "").strip()
    if not cleaned:
        return None
    try:
        return float(cleaned)
    except ValueError:
        raise ValidationError(
            _("%(what)s: write a number of 0 or more."), params={"what": code.label}
        ) from None


def words_of(code: ConditionCode, text: str) -> dict[str, Any]:
    """Names read from what was typed; each must be one we know."""
    found = read(text).get(code, {})
    unknown = [piece for piece in pieces(text) if not read(piece).get(code)]
    if unknown or not found:
        raise ValidationError(
            _("%(what)s: we do not know “%(word)s”. Write names such as %(names)s."),
            params={"what": code.label, "word": ", ".join(unknown) or text, "names": examples(code)},
        )
    return {"words": list(found["words"]), "any_of": bool(found.get("any_of"))}


def pieces(text: str) -> list[str]:
    for sign in PIECES:
        text = text.replace(sign, "\0")
    return [piece.strip() for piece in text.split("\0") if piece.strip()]


def examples(code: ConditionCode) -> str:
    if code == ConditionCode.MATERIAL:
        return f"SUS304, {Material.ALUMINIUM.label}, PEEK"
    return f"{Standard.ISO9001.label}, {Standard.IATF16949.label}, UL"


@dataclass(frozen=True)
class Row:
    """One line of the form; `quote` is the text it was read from."""

    code: ConditionCode
    typed: Typed
    quote: str = ""
    is_removed: bool = False

    @property
    def sign(self) -> str:
        return SIGNS.get(self.code, "")

    @property
    def unit(self) -> str:
        return str(UNITS.get(self.code, ""))

    @property
    def is_shown(self) -> bool:
        """With something in it; the others wait under "add"."""
        return not self.typed.is_empty or self.is_removed

    @property
    def is_authors(self) -> bool:
        return self.typed.is_authors

    @cached_property
    def error(self) -> str:
        try:
            if item := item_of(self.code, self.typed):
                check_value(self.code, item)
        except ValidationError as error:
            return str(error.messages[0])
        return ""


def rows(text: str, typed: Mapping[str, Typed], kept: Conditions) -> list[Row]:
    """Every code: as typed where the author spoke, else as kept from the author, else as read from the text."""
    reading = read(text)
    return [row_of(ConditionCode(code), typed, kept, reading) for code in ConditionCode.values]


def row_of(code: ConditionCode, typed: Mapping[str, Typed], kept: Conditions, reading: Conditions) -> Row:
    quote = reading.get(code, {}).get("text", "")
    if code in typed and typed[code].is_authors:
        return Row(code, typed[code], quote, bool(typed[code].out))
    if code not in typed and kept.get(code, {}).get("source") == AUTHOR:
        return row_kept(code, kept[code], reading.get(code, {}), quote)
    value = typed_value(code, reading.get(code, {}))
    return Row(code, Typed(*value, was="|".join(value)), quote)


def row_kept(code: ConditionCode, item: Mapping[str, Any], found: Mapping[str, Any], quote: str) -> Row:
    """What the author took out shows the value it would have, to be brought back."""
    is_removed = bool(item.get("removed"))
    value = typed_value(code, found if is_removed else item)
    typed = Typed(
        *value, was="|".join(value), sure="" if is_removed else "on", out="on" if is_removed else ""
    )
    return Row(code, typed, quote, is_removed)


def typed_value(code: ConditionCode, item: Mapping[str, Any]) -> tuple[str, str, str]:
    low, high = ("" if item.get(key) is None else number(item[key]) for key in ("low", "high"))
    words = words_text(code, item.get("words") or [], any_of=bool(item.get("any_of")))
    return low, high, words


class ConditionRows(forms.Widget):
    """The rows of a page, or the object that a machine sends under the field's own name."""

    def value_from_datadict(self, data: Any, files: MultiValueDict, name: str) -> Any:
        if not hasattr(data, "getlist"):
            return data.get(name)
        return typed_rows(data)

    def value_omitted_from_data(self, data: Any, files: MultiValueDict, name: str) -> bool:
        return False


def typed_rows(data: Any) -> dict[str, Typed]:
    """The rows that were on the page; a page without them sends none."""
    return {
        code: Typed(**{part: data.get(f"{PREFIX}-{code}-{part}", "") for part in PARTS})
        for code in ConditionCode.values
        if f"{PREFIX}-{code}-was" in data
    }


def typed_items(typed: Mapping[str, Typed]) -> Conditions:
    """What the author said so far; a row that cannot be read yet is left out."""
    found: Conditions = {}
    for code, one in typed.items():
        try:
            if item := item_of(ConditionCode(code), one):
                found |= checked({code: item})
        except ValidationError:
            continue
    return found


class ConditionsFormField(forms.Field):
    """Cleans to the author's part alone: what is read from the text is read again when it is saved."""

    widget = ConditionRows

    def clean(self, value: Any) -> Conditions:
        given = value or {}
        if not isinstance(given, Mapping):
            return checked(given)
        items: Conditions = {}
        problems = []
        for code, one in given.items():
            try:
                if item := self.item(code, one):
                    items |= checked({code: item})
            except ValidationError as problem:
                problems.append(problem)
        if problems:
            raise ValidationError(problems)
        return items

    def item(self, code: str, one: Any) -> Any:
        if isinstance(one, Typed):
            return item_of(ConditionCode(code), one)
        if not isinstance(one, Mapping) or one.get("source") == ConditionSource.READ:
            return None if isinstance(one, Mapping) else one
        if one.get("words") and code in ConditionCode.values:
            return {**one, **words_of(ConditionCode(code), as_text(code, one)), "source": AUTHOR}
        return {**one, "source": AUTHOR}


def as_text(code: str, item: Mapping[str, Any]) -> str:
    """Codes and names alike, as one would type them."""
    words = [str(word) for word in item["words"]]
    return said(code, {"words": words, "any_of": item.get("any_of")})
