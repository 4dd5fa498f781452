"""Days a desk closes beyond the holidays of its country."""

from django import forms

from companies.models import SpecialClosure
from config.text_input import PlainTextMixin


class ClosureForm(PlainTextMixin, forms.ModelForm):
    class Meta:
        model = SpecialClosure
        fields = ["first_on", "last_on", "reason"]
        widgets = {name: forms.DateInput(attrs={"type": "date"}) for name in ("first_on", "last_on")}
