"""The facts of two firms side by side: which firm's value stays."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.enums import FactGroup
from companies.models import Company
from companies.models.company import YEARS
from config.languages import figure_in_words, listed

# Chosen together, named by the first.
CHOICES: list[tuple[str, ...]] = [
    ("name_native",),
    ("name_roman",),
    ("name_kana",),
    ("registration_number",),
    ("location", "city_native", "city_roman"),
    ("clusters",),
    ("collaboration_types",),
    ("founded_year",),
    ("employees",),
    ("capital_amount",),
    ("parent",),
    ("thai_base",),
    ("japan_base",),
    ("profile", "profile_lang"),
    ("profile_en",),
    ("website",),
    ("languages",),
    ("export_level", "export_markets"),
    ("needs_interpreter",),
    ("materials",),
    ("tolerance_um",),
    ("part_min_mm", "part_max_mm"),
    ("lot_min", "lot_max"),
    ("capacity_amount", "capacity_unit", "capacity_as_of"),
    ("lead_time_days",),
    ("contact_name",),
    ("contact_email",),
    ("contact_phone",),
    ("address",),
]
# Of the row and its history, not of the firm; what a reader may see is settled by `stricter_audiences`.
NOT_CHOSEN = frozenset(
    {
        "id",
        "slug",
        "external_id",
        "country",
        "state",
        "state_note",
        "is_demonstration",
        "sort_key",
        "merged_into",
        "search_text",
        "name_key",
        "name_sound",
        "search_tokens",
        "created_at",
        "submitted_at",
        "published_at",
        "updated_at",
        "confirmed_at",
        "version",
        "audiences",
        "certifications",
    }
)
# Where the column itself has no words.
LABELS = {
    "location": _("place"),
    "collaboration_types": _("kinds of cooperation"),
    "parent": _("parent company"),
    "languages": _("languages"),
    "export_level": _("exports"),
    "profile": _("about the company"),
}


@dataclass(frozen=True)
class Difference:
    """One fact in which the firms differ; `takes_gone`: what is proposed, the value of the firm that goes."""

    name: str
    label: str
    lang: str
    kept: str
    gone: str
    takes_gone: bool


def differences(gone: Company, kept: Company, taken: Collection[str] | None = None) -> list[Difference]:
    """An empty fact of the firm kept is filled unless somebody chose otherwise (`taken`: names of groups)."""
    found = []
    for group in CHOICES:
        if all(plain(gone, name) == plain(kept, name) for name in group):
            continue
        texts = {
            firm: " · ".join(filter(None, (said(firm, name) for name in group))) for firm in (gone, kept)
        }
        takes_gone = (not texts[kept] and bool(texts[gone])) if taken is None else group[0] in taken
        label = label_of(group[0])
        lang = gone.native_lang if group[0] == "name_native" else ""
        found.append(Difference(group[0], label, lang, texts[kept], texts[gone], takes_gone))
    return found


def label_of(name: str) -> str:
    column: Any = Company._meta.get_field(name)
    return str(LABELS.get(name, column.verbose_name))


def chosen_fields(taken: Collection[str]) -> list[str]:
    """The columns behind the chosen names; a name nobody offered is left out."""
    return [name for group in CHOICES if group[0] in taken for name in group]


def plain(company: Company, name: str) -> Any:
    """As it is stored in JSON: a row by its key, a set by its keys in order."""
    column = Company._meta.get_field(name)
    if column.many_to_many:
        return sorted(getattr(company, name).values_list("pk", flat=True))
    return getattr(company, column.attname)  # type: ignore[union-attr]


def said(company: Company, name: str) -> str:
    column = Company._meta.get_field(name)
    value = getattr(company, name)
    if column.many_to_many:
        return listed(value.all())
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return listed(choice_of(column, one) for one in value)
    if value is None or value == "":
        return ""
    return str(value) if name in YEARS else figure_in_words(choice_of(column, value))


def choice_of(column: Any, value: Any) -> Any:
    choices = dict((getattr(column, "base_field", column)).flatchoices or [])
    if column.name == "languages":
        choices = {code: gettext(str(name)) for code, name in settings.LANGUAGES}
    return choices.get(value, value)


def put(company: Company, name: str, value: Any) -> None:
    """`value` as `plain` gives it or as it came back from JSON."""
    try:
        column: Any = Company._meta.get_field(name)
    except FieldDoesNotExist as unknown:
        raise ValueError(f"{name} is no fact of a company") from unknown
    if column.many_to_many:
        getattr(company, name).set(value)
    elif isinstance(column, models.ForeignKey) or isinstance(value, (list, dict)):
        setattr(company, column.attname, value)
    else:
        setattr(company, column.attname, column.to_python(value))


def stricter_audiences(gone: Company, kept: Company) -> dict[str, str]:
    """What either firm showed to fewer readers stays with those readers."""
    closest = {
        group: max(gone.audience_of(group), kept.audience_of(group), key=lambda audience: audience.rank)
        for group in FactGroup
    }
    return {
        group.value: audience.value
        for group, audience in closest.items()
        if audience != group.usual_audience or group.value in kept.audiences
    }
