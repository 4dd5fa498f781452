"""What would raise the fit of a need or an offer that few firms meet yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.conditions import said
from companies.enums import ConditionCode
from companies.models import Need
from matching.engine.pairs import NO_PARTNER_BELOW
from matching.engine.trial import codes_of, stating, without
from matching.engine.types import stated_json
from matching.enums import NeedLacks
from matching.trials import Trial

# Shorter texts rarely say more than a trade.
SHORT_TEXT = 30
# The nearest firms whose statements are read for what they state, and how many must state it.
NEAR, COMMON = 10, 3
MOST_NAMED = 3


def lacks(need: Need) -> list[NeedLacks]:
    """What its author has left open, the most useful first; its capabilities may be prefetched."""
    found = {
        NeedLacks.CAPABILITY: not need.capabilities.all(),
        NeedLacks.KIND: need.collaboration_type_id is None,
        NeedLacks.NUMBERS: not any(letter.isdigit() for letter in need.text),
        NeedLacks.DETAIL: len(need.text.strip()) < SHORT_TEXT,
    }
    return [lack for lack in NeedLacks if found[lack]]


@dataclass(frozen=True)
class Unsaid:
    """A condition that `number` of the nearest `among` statements state and the text does not."""

    code: ConditionCode
    number: int
    among: int


def unsaid(trial: Trial) -> list[Unsaid]:
    """The most common first; certificates are on record with the firms, so a text need not ask for them."""
    places = [place for _key, place, _fit in trial.firms[:NEAR]]
    if not places:
        return []
    said_already = codes_of(trial.statement.conditions or ())
    counts = stating(trial.met.group, places)
    found = [
        Unsaid(ConditionCode(code), number, len(places))
        for code, number in counts.items()
        if number >= COMMON and code not in said_already and code != ConditionCode.CERTIFICATE
    ]
    return sorted(found, key=lambda one: -one.number)[:MOST_NAMED]


@dataclass(frozen=True)
class Barrier:
    """A condition of the text without which `number` more firms would reach the line."""

    code: ConditionCode
    value: str
    number: int


def barriers(trial: Trial) -> list[Barrier]:
    """The one that keeps most firms away first."""
    allowed = {place for _key, place, _fit in trial.firms}
    now = reaching((place, fit) for _key, place, fit in trial.firms)
    found = []
    for stated in trial.statement.conditions or ():
        _owners, places, fits = without(trial.market, trial.met, stated.code).best
        owners_of_allowed = {int(trial.met.group.owners[place]) for place in allowed}
        then = sum(
            1
            for place, fit in zip(places, fits, strict=True)
            if fit >= NO_PARTNER_BELOW and int(trial.met.group.owners[place]) in owners_of_allowed
        )
        if then > now:
            value = said(stated.code, stated_json(stated))
            found.append(Barrier(ConditionCode(stated.code), value, then - now))
    return sorted(found, key=lambda one: -one.number)[:MOST_NAMED]


def reaching(firms: Iterable[tuple[int, float]]) -> int:
    return sum(fit >= NO_PARTNER_BELOW for _place, fit in firms)


def hints(trial: Trial, *, is_need: bool) -> list[str]:
    """Sentences for the author, the most useful first."""
    statement = trial.statement
    said_so = [str(lack.label) for lack in lacking(statement.capabilities, statement.kind, statement.text)]
    return [
        *said_so,
        *(barrier_text(one) for one in barriers(trial)),
        *(unsaid_text(one, is_need=is_need) for one in unsaid(trial)),
    ]


def lacking(capabilities: Sequence[str], kind: str | None, text: str) -> list[NeedLacks]:
    found = {
        NeedLacks.CAPABILITY: not capabilities,
        NeedLacks.KIND: not kind,
        NeedLacks.DETAIL: len(text.strip()) < SHORT_TEXT,
    }
    return [lack for lack in NeedLacks if found.get(lack)]


def barrier_text(one: Barrier) -> str:
    text = ngettext(
        "Without “%(what)s %(value)s”, %(number)d more company would fit.",
        "Without “%(what)s %(value)s”, %(number)d more companies would fit.",
        one.number,
    )
    return text % {"what": one.code.label, "value": one.value, "number": one.number}


def unsaid_text(one: Unsaid, *, is_need: bool) -> str:
    values = {"what": one.code.label, "number": one.number, "among": one.among}
    if is_need:
        text = _("Say this: %(what)s. %(number)d of the %(among)d nearest companies state theirs.")
    else:
        text = _("Say this: %(what)s. %(number)d of the %(among)d nearest needs ask for it.")
    return text % values
