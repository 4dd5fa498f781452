"""What people type: one normal form, and nothing in it that the eye cannot see."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LINE_BREAKS_AND_TABS = frozenset("\n\r\t")
# Embeddings, overrides and isolates turn the reading direction: what is shown is then not what is stored.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def refuse_hidden_characters(text: str) -> None:
    if DIRECTION_MARKS.intersection(text):
        raise ValidationError(
            _("This text holds invisible marks that turn the reading direction. Please type it again."),
            code="direction_marks",
        )
    if any(unicodedata.category(sign) == "Cc" for sign in set(text) - LINE_BREAKS_AND_TABS):
        raise ValidationError(
            _("This text holds invisible control characters. Please paste it again as plain text."),
            code="control_characters",
        )


def normalised(text: str) -> str:
    return unicodedata.normalize("NFC", text)


class PlainTextMixin:
    """A form whose every text field refuses hidden characters and keeps the rest in normal form C.

    A password stays as it was typed: another form would ask for another one at sign-in.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if is_text(field):
                field.validators = [refuse_hidden_characters, *field.validators]
                let_overflow(field)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data  # type: ignore[misc, attr-defined]
        for name, value in cleaned.items():
            if isinstance(value, str) and is_text(self.fields.get(name)):
                cleaned[name] = normalised(value)
        return cleaned


def let_overflow(field: forms.Field) -> None:
    """A browser cuts what is pasted at `maxlength` without a word; here the page says when it is too long."""
    most = field.widget.attrs.pop("maxlength", None)
    if isinstance(field.widget, forms.Textarea):
        if most:
            field.widget.attrs["data-most"] = most
    elif most:
        field.widget.attrs["maxlength"] = most


def is_text(field: forms.Field | None) -> bool:
    """Whether people type into this field: neither a password nor the data a script hands over."""
    if not isinstance(field, forms.CharField) or isinstance(field, forms.JSONField):
        return False
    return not isinstance(field.widget, forms.PasswordInput)
