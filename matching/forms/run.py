"""What an officer asks of a run, and when the clock runs a corridor."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import model_to_dict
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from companies.models import Cluster
from matching.models import Corridor, RunSchedule
from matching.runs import Limits


def whole_number(label: Any, least: int, most: int, help_text: Any) -> forms.IntegerField:
    """An optional number; out of range it is refused with its name and its range."""
    refusal = format_lazy(
        _("{name}: choose a whole number from {least} to {most}."), name=label, least=least, most=f"{most:,}"
    )
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=False,
        help_text=help_text,
        error_messages={"min_value": refusal, "max_value": refusal, "invalid": refusal},
    )


class RunForm(forms.Form):
    """Empty numbers mean the corridor's own."""

    is_simulation = forms.BooleanField(required=False, widget=forms.HiddenInput)
    corridor = forms.ModelChoiceField(
        Corridor.objects.none(), label=_("Corridor"), required=False, empty_label=_("Every open corridor")
    )
    clusters = forms.ModelMultipleChoiceField(
        Cluster.objects.filter(parent=None),
        label=_("Only these clusters"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Both firms of a pair belong to one of them. None: all of the corridor's."),
    )
    budget = whole_number(
        _("Budget: proposals in this run"),
        0,
        2000,
        _("0 to 2,000; 0 only compares. Empty: as the corridor says."),
    )
    company_cap = whole_number(
        _("Cap: live matches a company"),
        1,
        20,
        _("1 to 20, in all corridors together. Empty: as the corridor says."),
    )
    minimum_percent = whole_number(
        _("Minimum chance that both say yes, in per cent"),
        1,
        99,
        _("1 to 99. Empty: as the corridor says."),
    )
    crowding_percent = whole_number(
        _("Cost of each further match of a company, in points of chance"),
        0,
        100,
        _("0 to 100. The higher, the more companies share the proposals. Empty: 20."),
    )
    new_firm_percent = whole_number(
        _("Advantage of a company never proposed before, in points of chance"),
        0,
        50,
        _("0 to 50, for its first proposal only. Empty: 5."),
    )
    small_firm_percent = whole_number(
        _("Advantage of a company of fewer than 50 people, in points of chance"),
        0,
        50,
        _("0 to 50, for its first live match only. Empty: 3."),
    )

    def __init__(self, *args: object, corridors: QuerySet[Corridor], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["corridor"].queryset = corridors  # type: ignore[attr-defined]

    def limits(self) -> Limits:
        return limits_of(self.cleaned_data)


class ScheduleForm(forms.Form):
    """When the clock runs one corridor; no day means never."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"),
        coerce=int,
        required=False,
        choices=[(number, WEEKDAYS[number - 1]) for number in range(1, 8)],
        widget=forms.CheckboxSelectMultiple,
    )
    at = forms.TimeField(
        label=_("Time in Bangkok"),
        widget=forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M"),
    )
    is_simulation = forms.BooleanField(
        label=_("Only simulate: an officer puts the pairs in the queue"), required=False
    )

    def __init__(self, *args: Any, corridor: Corridor, **kwargs: Any) -> None:
        kept = RunSchedule.objects.filter(corridor=corridor).first()
        initial = {"at": "01:00"} if kept is None else model_to_dict(kept)
        super().__init__(*args, **kwargs | {"prefix": corridor.code, "initial": initial})


def limits_of(values: Mapping[str, Any]) -> Limits:
    """The terms of a run from the whole numbers that form and API take."""
    percents = {
        "minimum_probability": values["minimum_percent"],
        "crowding": values["crowding_percent"],
        "new_firm_bonus": values["new_firm_percent"],
        "small_firm_bonus": values["small_firm_percent"],
    }
    shares = {name: None if percent is None else percent / 100 for name, percent in percents.items()}
    clusters = tuple(cluster.pk for cluster in values.get("clusters") or ())
    return Limits(
        budget=values["budget"], company_cap=values["company_cap"], clusters=clusters or None, **shares
    )
