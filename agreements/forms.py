"""What a registrar fills in."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from config.pdf import Checked, check_pdf
from config.text_input import PlainTextMixin

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AgreementForm(PlainTextMixin, forms.ModelForm):
    """A draft's terms; `version` is the one the registrar saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Agreement
        fields = [
            "type",
            "under_mou",
            "title_th",
            "title_ja",
            "title_en",
            "scope_th",
            "scope_ja",
            "scope_en",
            "place",
            "facilitator",
            "valid_from",
            "valid_until",
            "is_public",
        ]
        widgets = {
            "valid_from": DATE,
            "valid_until": DATE,
            "title_th": forms.TextInput(attrs={"lang": "th"}),
            "title_ja": forms.TextInput(attrs={"lang": "ja"}),
            "title_en": forms.TextInput(attrs={"lang": "en"}),
            "scope_th": forms.Textarea(attrs={"rows": 3, "lang": "th"}),
            "scope_ja": forms.Textarea(attrs={"rows": 3, "lang": "ja"}),
            "scope_en": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        }
        help_texts = {
            "valid_from": _("Empty: from the day of the last signature."),
            "is_public": _(
                "The public sees parties, title, scope and dates, never documents or signatories."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("It ends before it begins. Choose a later day."))
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SignatureForm(PlainTextMixin, forms.Form):
    """Who signed for one party, with the signed copy where none is attached yet."""

    name = forms.CharField(label=_("name of the signatory"), max_length=120)
    name_roman = forms.CharField(label=_("name in Latin letters"), max_length=120, required=False)
    position = forms.CharField(label=_("position"), max_length=120, required=False)
    signed_on = forms.DateField(label=_("signed on"), widget=DATE)
    document = forms.FileField(
        label=_("signed copy (PDF)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def __init__(self, *args: Any, has_copy: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].required = not has_copy
        self.checked: Checked | None = None

    def clean_signed_on(self) -> datetime.date:
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise ValidationError(_("A signature cannot be dated in the future."))
        return day

    def clean_document(self) -> UploadedFile | None:
        file = self.cleaned_data.get("document")
        if file:
            self.checked = check_pdf(file)
        return file


class TerminateForm(forms.Form):
    ended_on = forms.DateField(label=_("ended on"), widget=DATE)
