"""Registering, and what a person may set about themselves."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts import consents
from accounts.enums import CHOOSABLE_KINDS, ConsentPurpose, Language, MailTiming, TimeZone
from accounts.models import User
from config.text_input import PlainTextMixin


class SignupForm(PlainTextMixin, forms.Form):
    """What allauth asks besides e-mail and password."""

    field_order = ["email", "password1", "name", "language", "terms", "cross_border"]

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language of pages and messages"),
        choices=Language.choices,
        initial=translation.get_language,
    )
    terms = forms.BooleanField(
        label=_("I accept the terms of use."),
        error_messages={"required": _("Without the terms there is no account.")},
    )
    cross_border = forms.BooleanField(
        label=_(
            "My company's published details may be shown to companies and officers in the other country."
        ),
        help_text=_(
            "Finding partners in the other country works only this way. You can withdraw it any time."
        ),
        error_messages={"required": _("Without this nobody in the other country could be found for you.")},
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth's hook after the user is made."""
        user.name = self.cleaned_data["name"].strip()
        user.language = self.cleaned_data["language"]
        user.time_zone = TimeZone.TOKYO if user.language == Language.JAPANESE else TimeZone.BANGKOK
        user.save(update_fields=["name", "language", "time_zone"])
        shown_in = translation.get_language() or Language.ENGLISH
        consents.give(user, [ConsentPurpose.TERMS, ConsentPurpose.CROSS_BORDER], shown_in)


class SettingsForm(PlainTextMixin, forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "name_roman", "language", "time_zone"]
        labels = {
            "name": _("Your name"),
            "name_roman": _("Name in Latin letters"),
            "language": _("Language of pages and messages"),
            "time_zone": _("Time zone"),
        }


class MailChoiceForm(forms.Form):
    """One choice for each kind of notice."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = dict(user.mail_choices.values_list("kind", "timing"))
        for kind in CHOOSABLE_KINDS:
            self.fields[kind] = forms.ChoiceField(
                label=kind.label,
                choices=MailTiming.choices,
                initial=chosen.get(kind, MailTiming.AT_ONCE),
            )


class AddPasskeyForm(PlainTextMixin, AddWebAuthnForm):
    """allauth's form in plain words; a key that can sign in by itself is what most people want."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this key")
        self.fields["passwordless"].label = _("Sign in with it without a password")
        self.fields["passwordless"].help_text = _(
            "The device then asks for your fingerprint, face or code instead of the password."
        )
        self.fields["passwordless"].initial = True


class EditPasskeyForm(PlainTextMixin, EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this key")
