"""The conditions of a statement as they are stored: one JSON object by code, checked on every write."""

import math
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from companies.enums import ConditionCode, ConditionSource

KEYS = frozenset({"low", "high", "words", "any_of", "text", "spans", "source", "removed"})
# The largest figure anybody states: a billion pieces, 100 GHz in megahertz and the like stay far below.
LARGEST = 1e12
MOST_WORDS = 20
LONGEST_WORD = 40
COLDEST = -273.15


def checked(conditions: Any) -> dict[str, dict[str, Any]]:
    """The object itself. Raises ValidationError for anything that is no condition of a known code."""
    if not isinstance(conditions, Mapping):
        raise ValidationError(_("Conditions come as one object, by their code."))
    for code, item in conditions.items():
        if code not in ConditionCode.values or not isinstance(item, Mapping) or not KEYS.issuperset(item):
            raise ValidationError(_("“%(code)s” is no condition we know."), params={"code": code})
        if item.get("source") not in ConditionSource.values:
            raise ValidationError(_("“%(code)s” does not say who stated it."), params={"code": code})
        check_value(ConditionCode(code), item)
    return dict(conditions)


def check_value(code: ConditionCode, item: Mapping[str, Any]) -> None:
    """Words for a set, bounds in order for a figure, nothing for what the author took out."""
    words, bounds = item.get("words") or [], [item.get("low"), item.get("high")]
    if item.get("removed"):
        if words or any(bound is not None for bound in bounds) or item["source"] != ConditionSource.AUTHOR:
            raise ValidationError(_("%(what)s is taken out and holds no value."), params={"what": code.label})
    elif code.is_words:
        check_words(code, words)
    else:
        check_bounds(code, *bounds)


def check_words(code: ConditionCode, words: Any) -> None:
    is_list = isinstance(words, list) and 0 < len(words) <= MOST_WORDS
    if not is_list or not all(isinstance(word, str) and 0 < len(word) <= LONGEST_WORD for word in words):
        raise ValidationError(_("%(what)s: write at least one name."), params={"what": code.label})


def check_bounds(code: ConditionCode, low: Any, high: Any) -> None:
    given = [bound for bound in (low, high) if bound is not None]
    least = COLDEST if code == ConditionCode.TEMPERATURE else 0
    if not given or not all(is_number(bound) and least <= bound <= LARGEST for bound in given):
        raise ValidationError(_("%(what)s: write a number of 0 or more."), params={"what": code.label})
    if len(given) == 2 and low > high:
        raise ValidationError(_("%(what)s: the smaller number comes first."), params={"what": code.label})
    if code == ConditionCode.SHEET and len(given) != 2:
        raise ValidationError(_("%(what)s: write both sides."), params={"what": code.label})


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


class ConditionsField(models.JSONField):
    """Refuses to write what `checked` refuses, also in bulk."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        return None if value is None else checked(value)


def conditions_are_an_object(name: str) -> models.CheckConstraint:
    """What the database can hold itself: absent, or an object by code."""
    kind = models.Func(models.F("conditions"), function="jsonb_typeof", output_field=models.CharField())
    return models.CheckConstraint(
        condition=Exact(Coalesce(kind, models.Value("object")), models.Value("object")),
        name=f"{name}_conditions_object",
    )
