"""What a desk says when it makes two firms one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from config.text_input import PlainTextMixin


class MergeForm(PlainTextMixin, forms.Form):
    gone_version = forms.IntegerField(widget=forms.HiddenInput)
    kept_version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("How do you know that they are one company? Colleagues read this."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    keep_owners = forms.BooleanField(
        label=_("Its owners become owners of the company that is kept; otherwise editors"), required=False
    )
