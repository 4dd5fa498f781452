"""Where allauth meets the product: each person's language, from their first mail on."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from accounts.models import User

FIRST_PAGE = "matching:today"


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """In the language of whoever reads it, not of whoever asked for it."""
        reader = context.get("user") or User.objects.filter(email__iexact=email).first()
        language = getattr(reader, "language", "") or translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, {**context, "site_url": settings.SITE_URL})

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """A person's own first page, in their own language whatever the sign-in page spoke."""
        with translation.override(getattr(request.user, "language", None)):
            try:
                return reverse(FIRST_PAGE)
            except NoReverseMatch:
                return reverse("home")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Whoever has confirmed the address goes where everybody goes who signs in."""
        return self.get_login_redirect_url(request)


class SecondStepAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a passkey is made for: this product, whatever the host is called."""
        return super().get_public_key_credential_rp_entity() | {"name": "Otagai"}
