"""Changes of settings as people read them: what, which field, before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.mail_texts import with_code
from companies.models import Agency
from config.languages import listed
from matching.enums import SettingKind
from matching.models import Corridor, Reason, SettingEvent

FIELDS: dict[str, str | Promise] = {
    "name_th": gettext_lazy("Name in Thai"),
    "name_ja": gettext_lazy("Name in Japanese"),
    "name_en": gettext_lazy("Name in English"),
    "is_open": pgettext_lazy("corridor", "open"),
    "budget": gettext_lazy("Proposals a run"),
    "company_cap": gettext_lazy("Live matches a company"),
    "minimum_probability": gettext_lazy("Minimum chance that both say yes"),
    "review_days": gettext_lazy("Promised working days of review"),
    "answer_days": gettext_lazy("Promised working days to answer"),
    "cool_off_days": gettext_lazy("Days before a pair returns"),
    "second_percent": gettext_lazy("Decisions read by a second officer, in per cent"),
    "has_anonymous_sheets": gettext_lazy("First sheets without names"),
    "desks": gettext_lazy("Desks that decide"),
    "subject": gettext_lazy("Subject"),
    "intro": gettext_lazy("First paragraph"),
}


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    event: SettingEvent
    subject: str
    fields: list[FieldChange]


def changes_in_words(events: Iterable[SettingEvent]) -> list[Change]:
    """Names of what was changed are read once for all of them."""
    found = list(events)
    names: dict[tuple[str, str], str] = {
        **{(SettingKind.CORRIDOR.value, row.code): row.name for row in Corridor.objects.all()},
        **{(SettingKind.REASON.value, row.code): row.name for row in Reason.objects.all()},
    }
    agencies = {row.code: row.name for row in Agency.objects.all()}
    return [
        Change(
            event,
            names.get((event.kind, event.key)) or mail_name(event.key),
            [
                FieldChange(
                    str(FIELDS.get(name, name)),
                    in_words(name, event.before[name], agencies),
                    in_words(name, event.after[name], agencies),
                )
                for name in event.after
            ],
        )
        for event in found
    ]


def mail_name(key: str) -> str:
    code, _colon, language = key.partition(":")
    text = with_code(code)
    return f"{text.label} ({language})" if text else key


def in_words(name: str, value: Any, agencies: dict[str, str]) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "minimum_probability":
        return f"{round(100 * value)}%"
    if name == "desks":
        return listed(agencies.get(code, code) for code in value)
    if isinstance(value, int):
        return number_format(value, force_grouping=True)
    return str(value) or _("standard text")
