"""What people type about a match or a run."""

import datetime
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from companies.absences import stand_ins
from companies.models import Capability, Company, Offer
from companies.vocabulary import clean_words
from config.languages import LANGUAGE_CODES, date_in_words
from config.text_input import PlainTextMixin
from matching.enums import Answer, MatchState, ReasonUse, RollBackReason
from matching.interests import Words
from matching.models import Interest, Match, Message, NextStep, Reason

OTHER = "other"


class ReasonedForm(PlainTextMixin, forms.Form):
    """A coded reason with a note; "other" says nothing without its note."""

    use: ReasonUse
    reason = forms.ModelChoiceField(
        Reason.objects.none(), label=_("Reason"), empty_label=_("Choose a reason")
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = Reason.objects.for_use(self.use)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        reason = cleaned.get("reason")
        if reason and reason.code == OTHER and not cleaned.get("note"):
            self.add_error("note", _("Please say in a few words what the reason is."))
        return cleaned


class RejectForm(ReasonedForm):
    use = ReasonUse.REJECT
    prefix = "reject"


class DeclineForm(ReasonedForm):
    use = ReasonUse.DECLINE
    prefix = "decline"


class AsideForm(ReasonedForm):
    """Why a suggested partner is not for one's firm: the reasons for which an introduction is declined."""

    use = ReasonUse.DECLINE


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[(Answer.INTERESTED, ""), (Answer.DECLINED, "")])


class ConcludeForm(forms.Form):
    outcome = forms.ChoiceField(choices=[(MatchState.NO_AGREEMENT, ""), (MatchState.SILENT, "")])


class ParkForm(PlainTextMixin, forms.Form):
    prefix = "park"
    until = forms.DateField(label=_("Park until"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=_("Why, for your colleagues"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_until(self) -> datetime.date:
        return after_today(self.cleaned_data["until"])


class AskFirmForm(PlainTextMixin, forms.Form):
    """A question to one of the two firms of a case."""

    prefix = "question"
    company = forms.ModelChoiceField(Company.objects.none(), label=_("Which company"), empty_label=None)
    text = forms.CharField(
        label=_("Your question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The company does not learn who the partner is. Please do not name it."),
    )
    lang = forms.ChoiceField(label=_("Language of your question"), choices=settings.LANGUAGES)

    def __init__(self, *args: object, match: Match, **kwargs: object) -> None:
        super().__init__(*args, initial={"lang": get_language()}, **kwargs)
        offer_firms(self.fields["company"], match)


class FirmAnswerForm(PlainTextMixin, forms.Form):
    text = forms.CharField(label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    lang = forms.ChoiceField(label=_("Language of your answer"), choices=settings.LANGUAGES)


class HandOnForm(forms.Form):
    prefix = "hand"
    colleague = forms.ModelChoiceField(
        User.objects.none(), label=_("To whom"), empty_label=_("Choose a colleague")
    )

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=[user.pk for user in colleagues]).order_by("name", "pk")
        self.fields["colleague"].queryset = people  # type: ignore[attr-defined]
        self.away = stand_ins(user.pk for user in colleagues)
        nobody = ("", self.fields["colleague"].empty_label)  # type: ignore[attr-defined]
        self.fields["colleague"].choices = [nobody, *((user.pk, self.named(user)) for user in colleagues)]  # type: ignore[attr-defined]

    def named(self, user: User) -> str:
        """With who gets the case instead, for an officer who is away."""
        absence = self.away.get(user.pk)
        if absence is None:
            return str(user)
        words = {"date": date_in_words(absence.last_on), "who": absence.substitute}
        return f"{user} ({_('away until %(date)s, %(who)s stands in') % words})"


class ConflictForm(PlainTextMixin, forms.Form):
    """A conflict of interest with one of the firms that are offered."""

    prefix = "conflict"
    company = forms.ModelChoiceField(Company.objects.all(), label=_("With which company"), empty_label=None)
    note = forms.CharField(label=_("What the conflict is"), required=False, max_length=500)

    def __init__(self, *args: Any, match: Match | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].label_from_instance = attrgetter("name_for_reader")  # type: ignore[attr-defined]
        if match is not None:
            offer_firms(self.fields["company"], match)


class ProposalForm(PlainTextMixin, forms.Form):
    """Why two firms should meet, in the officer's own words."""

    reason = forms.CharField(
        label=_("Why these two"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by the desks of the corridor, never by the companies."),
    )
    lang = forms.ChoiceField(label=_("Language of your reason"), choices=settings.LANGUAGES)


def offer_firms(field: Any, match: Match) -> None:
    """Both firms of a case, which are at hand: only what comes back is looked for."""
    field.queryset = Company.objects.filter(pk__in=[match.thai_id, match.japanese_id])
    field.choices = [(firm.pk, firm.name_for_reader) for firm in (match.thai, match.japanese)]


class MessageForm(PlainTextMixin, forms.ModelForm):
    class Meta:
        model = Message
        fields = ["text", "lang"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": _("Write a reply"), "lang": _("Language of your message")}


class StepForm(PlainTextMixin, forms.ModelForm):
    prefix = "step"
    text = forms.CharField(label=_("What is to be done"), max_length=300)

    class Meta:
        model = NextStep
        fields = ["text", "owner", "due_on"]
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"})}
        labels = {"owner": _("Who does it"), "due_on": _("By when")}

    def clean_due_on(self) -> datetime.date:
        if self.cleaned_data["due_on"] < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later date."))
        return self.cleaned_data["due_on"]


class RollBackForm(PlainTextMixin, forms.Form):
    """Why an earlier version of the weights comes back; "other" says nothing without its note."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose a reason")), *RollBackReason.choices]
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == RollBackReason.OTHER and not cleaned.get("note"):
            self.add_error("note", _("Please say in a few words what the reason is."))
        return cleaned


class InterestForm(PlainTextMixin, forms.ModelForm):
    """The three questions a firm answers to be introduced."""

    class Meta:
        model = Interest
        fields = ["cooperation", "unclear", "about", "lang"]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("cooperation", "unclear", "about")}
        help_texts = {
            "cooperation": _(
                "For example: make these parts for us, sell our machines, develop something together."
            ),
            "unclear": _("What the desk should find out before it introduces you."),
            "about": _("Two or three sentences: what you make, for whom, and how large you are."),
        }

    def words(self) -> Words:
        names = ("cooperation", "unclear", "about", "lang")
        return Words(**{name: self.cleaned_data[name] for name in names})


class NeedAnswerForm(InterestForm):
    """The same, with the offer that answers a need."""

    offer = forms.ModelChoiceField(
        Offer.objects.none(), label=_("Which of your offers answers it?"), empty_label=_("Choose an offer")
    )
    field_order = ["offer"]

    def __init__(self, *args: Any, offers: QuerySet[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offer"].queryset = offers  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    colleague = forms.ModelChoiceField(User.objects.none())

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=[user.pk for user in colleagues])
        self.fields["colleague"].queryset = people  # type: ignore[attr-defined]


def after_today(date: datetime.date) -> datetime.date:
    if date <= timezone.localdate():
        raise forms.ValidationError(_("Choose a date after today."))
    return date


class WordsForm(PlainTextMixin, forms.Form):
    """A node's synonyms in three languages, one a line."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    synonyms_th = forms.CharField(label=_("Thai words"), required=False)
    synonyms_ja = forms.CharField(label=_("Japanese words"), required=False)
    synonyms_en = forms.CharField(label=_("English words"), required=False)

    def __init__(self, *args: object, row: Capability, **kwargs: object) -> None:
        lines = {name: "\n".join(getattr(row, name)) for name in self.names()}
        super().__init__(*args, initial=lines | {"version": row.version}, **kwargs)
        for lang, name in zip(LANGUAGE_CODES, self.names(), strict=True):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 7, "lang": lang, "spellcheck": "false"})

    @staticmethod
    def names() -> list[str]:
        return [f"synonyms_{lang}" for lang in LANGUAGE_CODES]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        for name in self.names():
            try:
                cleaned[name] = clean_words(str(cleaned.get(name, "")).splitlines())
            except forms.ValidationError as error:
                self.add_error(name, error)
        return cleaned

    def values(self) -> dict[str, list[str]]:
        return {name: self.cleaned_data[name] for name in self.names()}

    def synonyms(self) -> dict[str, list[str]]:
        """By language."""
        return dict(zip(LANGUAGE_CODES, self.values().values(), strict=True))
