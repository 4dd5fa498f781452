from django import forms
from django.utils.translation import gettext_lazy as _

from companies.enums import CloseReason, ReturnReason
from config.text_input import PlainTextMixin


class ReasonForm(PlainTextMixin, forms.Form):
    """Why a desk returns or suspends a firm; its people read it."""

    reason = forms.CharField(
        label=_("What should the company change?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReturnForm(ReasonForm):
    """The same, with reasons the desk can count."""

    codes = forms.MultipleChoiceField(
        label=_("Reasons"), choices=ReturnReason.choices, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["codes", "reason"]


class CloseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Outcome"), choices=CloseReason.choices)


class ActingForm(forms.Form):
    capacity = forms.RegexField(r"^(membership|appointment):[0-9]{1,9}$")
