"""What an officer says of a file: where it comes from, and what its columns mean."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.enums import Arrival
from companies.intake.columns import BY_NAME, COLUMNS
from companies.models import ImportFile
from config.text_input import PlainTextMixin


class UploadForm(PlainTextMixin, forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, up to 50,000 companies. Encoding and separator are found out."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=120,
        help_text=_(
            "Where the list comes from; the company's record keeps it. Example: DIP member list 2569."
        ),
    )
    arrival = forms.ChoiceField(
        label=_("New companies arrive as"),
        choices=Arrival.choices,
        initial=Arrival.SUBMITTED,
        widget=forms.RadioSelect,
    )


class ColumnsForm(forms.Form):
    """One choice for each heading of the file; two headings cannot mean the same."""

    def __init__(self, file: ImportFile, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file = file
        choices = [("", _("Leave out")), *((one.name, one.title) for one in COLUMNS)]
        for place, title, samples in file.layout["titles"]:
            self.fields[f"place-{place}"] = forms.ChoiceField(
                label=title,
                choices=choices,
                required=False,
                initial=file.columns.get(str(place), ""),
                help_text=" · ".join(samples),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen: dict[str, str] = {}
        for field, name in list(cleaned.items()):
            if name and name in seen:
                figures = {"column": BY_NAME[name].title, "heading": self.fields[seen[name]].label}
                message = _("“%(heading)s” is “%(column)s” already. Choose another, or leave it out.")
                self.add_error(field, forms.ValidationError(message, params=figures))
            seen.setdefault(name, field)
        if "external_id" not in seen:
            self.add_error(
                None,
                _("Say which column holds the key in your list: by it the next file finds its companies."),
            )
        return cleaned

    @property
    def columns(self) -> dict[str, str]:
        return {field.removeprefix("place-"): name for field, name in self.cleaned_data.items()}
