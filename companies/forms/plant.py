"""A plant's facts as people type them: ranges, machines and certificates in rows, and who may read what."""

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.enums import Audience, CapacityUnit, FactGroup, Material
from companies.models import Capability, Certificate, Company, Machine
from config.text_input import PlainTextMixin

PLANT = ["materials", "tolerance_um", "part_min_mm", "part_max_mm", "lot_min", "lot_max"]
PLANT += ["capacity_amount", "capacity_unit", "capacity_as_of", "lead_time_days", "needs_interpreter"]
# Smallest and largest that a field can mean, in its own unit.
BOUNDS = {
    "tolerance_um": (0.01, 10_000),
    "part_min_mm": (0.01, 100_000),
    "part_max_mm": (0.01, 100_000),
    "lot_min": (1, 100_000_000),
    "lot_max": (1, 100_000_000),
    "capacity_amount": (0, 100_000_000),
    "lead_time_days": (1, 1_000),
}
RANGES = (("part_min_mm", "part_max_mm"), ("lot_min", "lot_max"))
MOST_MACHINES = 9_999
# Certificates are issued for a few years; a date far away is a slip of the pen.
FIRST_EXPIRY, LAST_EXPIRY_YEARS = datetime.date(1990, 1, 1), 15
OLDEST_CAPACITY = datetime.timedelta(days=3 * 365)
INTERPRETER = [
    ("unknown", _("Not stated")),
    ("true", _("We need an interpreter")),
    ("false", _("We manage without one")),
]


def audience_field(group: str) -> str:
    return f"audience_{group}"


class PlantMixin(PlainTextMixin):
    """The plant's part of the company's form; a firm's audiences are fields named after their groups."""

    instance: Company

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "materials" not in self.fields:
            return
        self.fields["materials"] = forms.MultipleChoiceField(
            label=_("Materials we work"),
            choices=Material.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["capacity_unit"].choices = [("", "–"), *CapacityUnit.choices]  # type: ignore[attr-defined]
        self.fields["needs_interpreter"].widget.choices = INTERPRETER
        for name, (low, high) in BOUNDS.items():
            self.fields[name].widget.attrs |= {"min": low, "max": high}
        for group in FactGroup:
            self.fields[audience_field(group)] = forms.ChoiceField(
                label=group.label,
                choices=Audience.choices,
                required=False,
                initial=self.instance.audience_of(group).value,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, (low, high) in BOUNDS.items():
            value = cleaned.get(name)
            if value is not None and not low <= value <= high:
                self.refuse(
                    name, _("Enter a number from %(low)s to %(high)s."), low=f"{low:,}", high=f"{high:,}"
                )
        for low_name, high_name in RANGES:
            least, most = cleaned.get(low_name), cleaned.get(high_name)
            if least is not None and most is not None and least > most:
                self.refuse(high_name, _("The largest must not be smaller than the smallest."))
        if "capacity_amount" in self.fields:
            self.clean_capacity(cleaned)
        return cleaned

    def clean_capacity(self, cleaned: dict[str, Any]) -> None:
        """A quantity has its unit, and the day it was true; today where no day is given."""
        today, as_of = timezone.localdate(), cleaned.get("capacity_as_of")
        if as_of and not today - OLDEST_CAPACITY <= as_of <= today:
            self.refuse("capacity_as_of", _("Enter a day of the last three years, today at the latest."))
        if cleaned.get("capacity_amount") is None:
            return
        if not cleaned.get("capacity_unit"):
            self.refuse("capacity_unit", _("Say what the capacity is counted in."))
        if not as_of and "capacity_as_of" not in self.errors:  # type: ignore[attr-defined]
            cleaned["capacity_as_of"] = today

    def refuse(self, name: str, message: Any, **params: Any) -> None:
        self.add_error(name, forms.ValidationError(message, params=params))  # type: ignore[attr-defined]

    @property
    def audiences(self) -> dict[str, str]:
        """Only what differs from the usual; a group that was not sent stays as it is."""
        sent = {group: self.cleaned_data.get(audience_field(group)) for group in FactGroup}  # type: ignore[attr-defined]
        chosen = {group: value or self.instance.audience_of(group).value for group, value in sent.items()}
        return {group.value: value for group, value in chosen.items() if value != group.usual_audience}


class MachineForm(PlainTextMixin, forms.ModelForm):
    """One field takes a process of the tree, in any language, or the firm's own words for the machine."""

    name = forms.CharField(
        label=_("Machine or process"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "processes", "autocomplete": "off"}),
    )
    count = forms.IntegerField(
        label=_("How many"),
        initial=1,
        min_value=1,
        max_value=MOST_MACHINES,
        error_messages={
            "min_value": _("Enter how many there are, at least 1."),
            "max_value": _("Enter how many there are, 9,999 at most."),
        },
    )

    class Meta:
        model = Machine
        fields = ["name", "model", "size", "count"]
        help_texts = {"size": _("Such as 650 t, 400 × 300 mm, 4 axes")}

    @property
    def row(self) -> dict[str, Any]:
        """As a row is stored: the node of the tree, where the words name one."""
        process = named_process(self.cleaned_data["name"])
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return values | {"capability": process, "name": "" if process else values["name"]}


def named_process(words: str) -> Capability | None:
    called = Q(name_th__iexact=words) | Q(name_ja__iexact=words) | Q(name_en__iexact=words)
    return Capability.objects.filter(called).first()


class CertificateForm(PlainTextMixin, forms.ModelForm):
    class Meta:
        model = Certificate
        fields = ["certification", "number", "expires_on"]
        labels = {"certification": _("Certificate")}
        widgets = {"expires_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def clean_expires_on(self) -> datetime.date | None:
        """One that has passed is kept: it is shown as expired and does not count."""
        day, last = self.cleaned_data["expires_on"], timezone.localdate().year + LAST_EXPIRY_YEARS
        if day and not (day >= FIRST_EXPIRY and day.year <= last):
            message = _("Enter the year of the Common Era, from 1990 to %(last)s.")
            raise forms.ValidationError(message, params={"last": last})
        return day

    @property
    def row(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def is_expired(self) -> bool:
        day = self["expires_on"].value() if not self.is_bound else self.cleaned_data.get("expires_on")
        return isinstance(day, datetime.date) and day < timezone.localdate()


class BaseRows(BaseFormSet):
    # What is saved now, by field.
    stated: list[dict[str, Any]]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What is to be stored, without rows left empty or taken out."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        return [form.row for form in kept if form.cleaned_data]


class BaseCertificates(BaseRows):
    def clean(self) -> None:
        seen: set[object] = set()
        for form in self.forms:
            held = getattr(form, "cleaned_data", {}).get("certification")
            if held in seen and form not in self.deleted_forms:
                form.add_error("certification", _("This certificate stands twice. Keep one row."))
            seen |= {held} if held else set()


MachineFormSet = formset_factory(
    MachineForm,
    formset=BaseRows,
    extra=2,
    can_delete=True,
    can_delete_extra=False,
    max_num=40,
    validate_max=True,
)
CertificateFormSet = formset_factory(
    CertificateForm,
    formset=BaseCertificates,
    extra=2,
    can_delete=True,
    can_delete_extra=False,
    max_num=30,
    validate_max=True,
)


def machines_of(company: Company, data: Any = None) -> BaseRows:
    rows = company.machines.select_related("capability")
    stated = [{"name": str(row), "model": row.model, "size": row.size, "count": row.count} for row in rows]
    return rows_of(MachineFormSet, "machines", stated, data)


def certificates_of(company: Company, data: Any = None) -> BaseRows:
    held = company.certificates.values("certification", "number", "expires_on")
    stated: list[dict[str, Any]] = [dict(row) for row in held]
    return rows_of(CertificateFormSet, "certificates", stated, data)


def rows_of(formset: Any, prefix: str, stated: list[dict[str, Any]], data: Any) -> BaseRows:
    """What was sent stands for itself: rows that a colleague added meanwhile are no first values of it.

    Where no rows were sent at all they stay as they are.
    """
    if data is not None and f"{prefix}-TOTAL_FORMS" not in data:
        data = sent_rows(prefix, stated)
    rows = formset(data, initial=stated if data is None else None, prefix=prefix)
    rows.stated = stated
    return rows


def sent_rows(prefix: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows as the browser would send them."""
    cells = {f"{prefix}-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    return {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows), **cells}
