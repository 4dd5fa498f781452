"""What a desk types into its settings."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.mail_texts import Rewordable, refuse_unknown_names
from accounts.models import MailText
from companies.models import Agency
from config.text_input import PlainTextMixin
from matching import steering
from matching.enums import SettingKind
from matching.forms.run import whole_number
from matching.models import Corridor, Reason

LANGUAGES_OF_NAMES = {
    "name_th": ("th", _("Name in Thai")),
    "name_ja": ("ja", _("Name in Japanese")),
    "name_en": ("en", _("Name in English")),
}


class SettingForm(PlainTextMixin, forms.Form):
    """Remembers the latest change it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def add_names(self) -> None:
        for name, (language, label) in LANGUAGES_OF_NAMES.items():
            widget = forms.TextInput(attrs={"lang": language})
            self.fields[name] = forms.CharField(label=label, max_length=200, widget=widget)


def required_number(label: Any, least: int, most: int, help_text: Any) -> forms.IntegerField:
    field = whole_number(label, least, most, help_text)
    field.required = True
    return field


class CorridorForm(SettingForm):
    is_open = forms.BooleanField(label=_("Open: its pairs are proposed and its firms see it"), required=False)
    desks = forms.ModelMultipleChoiceField(
        # By their numbers, as they were loaded: by code the tenth centre comes after the first.
        Agency.objects.order_by("country", "kind", "pk"),
        label=_("Desks that decide"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Both firms are told when each of them has approved."),
    )
    budget = required_number(_("Proposals a run"), 0, 2000, _("0 to 2,000."))
    company_cap = required_number(_("Live matches a company"), 1, 20, _("1 to 20, counted in all corridors."))
    minimum_percent = required_number(
        _("Minimum chance that both say yes, in per cent"), 1, 99, _("1 to 99.")
    )
    review_days = required_number(_("Promised working days of review"), 1, 90, _("1 to 90."))
    answer_days = required_number(_("Promised working days to answer"), 1, 90, _("1 to 90."))
    cool_off_days = required_number(_("Days before a pair returns"), 0, 1095, _("0 to 1,095."))
    second_percent = required_number(
        _("Decisions read by a second officer, in per cent"),
        0,
        50,
        _(
            "0 to 50. A colleague who does not know of the decision reads the pair again; nothing changes by it."
        ),
    )
    has_anonymous_sheets = forms.BooleanField(
        label=_("First sheets show no names until both sides agree"), required=False
    )
    field_order = ["version", *LANGUAGES_OF_NAMES]

    def __init__(self, *args: Any, corridor: Corridor, **kwargs: Any) -> None:
        initial = {
            **{name: getattr(corridor, name) for name in steering.TERMS},
            "minimum_percent": round(100 * corridor.minimum_probability),
            "desks": [desk.agency_id for desk in corridor.desks.all()],
            "version": steering.version_of(SettingKind.CORRIDOR, corridor.code),
        }
        super().__init__(*args, **kwargs | {"initial": initial})
        self.add_names()
        self.order_fields(self.field_order)

    def terms(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {**values, "minimum_probability": values["minimum_percent"] / 100}


class ReasonWordsForm(SettingForm):
    def __init__(self, *args: Any, reason: Reason, **kwargs: Any) -> None:
        initial = {name: getattr(reason, name) for name in steering.NAMES}
        version = steering.version_of(SettingKind.REASON, reason.code)
        super().__init__(*args, **kwargs | {"initial": initial | {"version": version}})
        self.add_names()


class MailTextForm(SettingForm):
    subject = forms.CharField(label=_("Subject"), max_length=150, required=False)
    intro = forms.CharField(
        label=_("First paragraph"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, text: Rewordable, language: str, **kwargs: Any) -> None:
        kept = MailText.objects.filter(template=text.template, language=language).first()
        key = steering.mail_key(text, language)
        initial = {
            "subject": kept.subject if kept else "",
            "intro": kept.intro if kept else "",
            "version": steering.version_of(SettingKind.MAIL, key),
        }
        super().__init__(*args, **kwargs | {"initial": initial})
        self.text = text
        for name in ("subject", "intro"):
            self.fields[name].widget.attrs["lang"] = language

    def clean(self) -> dict[str, Any]:
        """Names that mean nothing are told beside the field they stand in."""
        cleaned = super().clean()
        for name in ("subject", "intro"):
            try:
                refuse_unknown_names(str(cleaned.get(name, "")), self.text.names)
            except ValidationError as refusal:
                self.add_error(name, refusal)
        return cleaned

    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("version", "subject", "intro")}
