"""What people type when they look for their firm, ask to join it, or invite a colleague."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from companies.enums import MemberRole
from config.text_input import PlainTextMixin


class FindCompanyForm(PlainTextMixin, forms.Form):
    q = forms.CharField(
        label=_("Name or registration number"),
        max_length=200,
        help_text=_("In any script: Thai, kanji, kana or Latin letters. The 13-digit number is surest."),
    )


class JoinForm(PlainTextMixin, forms.Form):
    message = forms.CharField(
        label=_("message to the owner"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class InviteForm(PlainTextMixin, forms.Form):
    email = forms.EmailField(label=_("Colleague's e-mail address"), max_length=254)
    role = forms.ChoiceField(
        label=_("role"),
        choices=MemberRole.choices,
        initial=MemberRole.EDITOR,
        help_text=_("Editors write offers and needs. Owners also answer introductions and manage the team."),
    )
    language = forms.ChoiceField(label=_("language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, inviter: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inviter = inviter

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email == self.inviter.email.lower():
            raise forms.ValidationError(_("This is your own address."))
        return email


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("role"), choices=MemberRole.choices)
