import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.enums import CloseReason, ReturnReason, WithdrawCause
from companies.models import Company
from companies.models.statement import default_open_until
from config.text_input import PlainTextMixin


class ReasonForm(PlainTextMixin, forms.Form):
    """Why a desk returns or suspends a firm; its people read it."""

    reason = forms.CharField(
        label=_("What should the company change?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class SuspendForm(ReasonForm):
    """The same, where the firm is no longer shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why is it suspended? The company reads this.")


class ReturnForm(ReasonForm):
    """The same, with reasons the desk can count."""

    codes = forms.MultipleChoiceField(
        label=_("Reasons"), choices=ReturnReason.choices, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["codes", "reason"]


LONGEST_PERIOD = datetime.timedelta(days=365)


def checked_period(until: datetime.date) -> datetime.date:
    today = timezone.localdate()
    if until <= today:
        raise forms.ValidationError(_("This day has passed. Choose a day after today."))
    if until > today + LONGEST_PERIOD:
        raise forms.ValidationError(_("Choose a day within one year; you can renew the need later."))
    return until


class RenewForm(forms.Form):
    open_until = forms.DateField(
        label=_("open until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["open_until"].initial = default_open_until

    def clean_open_until(self) -> datetime.date:
        return checked_period(self.cleaned_data["open_until"])


class CloseForm(PlainTextMixin, forms.Form):
    """How a need ended; `partners` are the firms its own is or was connected to."""

    reason = forms.ChoiceField(label=_("Outcome"), choices=CloseReason.choices, widget=forms.RadioSelect)
    partner = forms.ModelChoiceField(
        Company.objects.none(),
        required=False,
        label=_("With which company"),
        empty_label=_("A company elsewhere"),
    )
    cause = forms.ChoiceField(
        label=_("If no longer needed: why"),
        choices=[("", _("Choose a reason")), *WithdrawCause.choices],
        required=False,
    )
    note = forms.CharField(label=_("Note for your own people"), max_length=300, required=False)

    def __init__(self, *args: Any, partners: QuerySet[Company], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        self.fields["partner"].label_from_instance = lambda firm: firm.name_for_reader  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == CloseReason.WITHDRAWN and not cleaned.get("cause"):
            self.add_error("cause", _("Say why it is no longer needed; it helps us to find better partners."))
        return cleaned


class ActingForm(forms.Form):
    capacity = forms.RegexField(r"^(membership|appointment):[0-9]{1,9}$")
