from django import forms
from django.utils.translation import gettext_lazy as _

from companies.enums import ReportReason
from companies.models import SavedSearch, Shortlisted
from config.text_input import PlainTextMixin


class ReportForm(PlainTextMixin, forms.Form):
    """What is wrong with a firm; the desk reads it, the firm does not."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=ReportReason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The desk reads this; the company does not."),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("reason") == ReportReason.OTHER and not cleaned.get("text"):
            self.add_error("text", _("Please say in a few words what is wrong."))
        return cleaned


class DecisionForm(PlainTextMixin, forms.Form):
    """What the desk did about a report."""

    move = forms.ChoiceField(choices=[("handle", ""), ("dismiss", "")])
    note = forms.CharField(
        label=_("What the reporter is told"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QuestionForm(PlainTextMixin, forms.Form):
    text = forms.CharField(
        label=_("Your question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    page = forms.RegexField(r"^/[^\s]*$", required=False, max_length=300, widget=forms.HiddenInput)


class QuestionAnswerForm(PlainTextMixin, forms.Form):
    answer = forms.CharField(label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class SavedSearchForm(PlainTextMixin, forms.ModelForm):
    class Meta:
        model = SavedSearch
        fields = ["name", "how_often"]


class NoteForm(PlainTextMixin, forms.ModelForm):
    """What colleagues should know of a firm on the shortlist."""

    class Meta:
        model = Shortlisted
        fields = ["note"]
        labels = {"note": _("Note for colleagues")}
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
